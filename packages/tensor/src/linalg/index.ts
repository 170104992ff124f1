/** Linear algebra in the vocabulary of `torch.linalg`, one function each: bundles take only what they import. */

// The tensors these functions give have methods, also where nothing else of the package is imported.
import '../methods.ts'

export {
  type ComplexTensor,
  eig,
  eigh,
  eigvals,
  eigvalsh,
  type TriangleOptions,
} from './operations/eigen.ts'
export { type CholeskyOptions, cholesky, lu, type QrOptions, qr } from './operations/factorizations.ts'
export type { Factors } from './operations/factors.ts'
export { type LstsqOptions, type LstsqResult, lstsq } from './operations/lstsq.ts'
export type { MatrixNorm } from './operations/matrix-norm.ts'
export {
  type LinalgNormOptions,
  type MatrixNormOptions,
  matrixNorm,
  norm,
  type VectorNormOptions,
  vectorNorm,
} from './operations/norms.ts'
export { matrixExp, matrixPower } from './operations/powers.ts'
export {
  cond,
  matrixRank,
  pinv,
  type SvdOptions,
  svd,
  svdvals,
  type ToleranceOptions,
} from './operations/singular.ts'
export { det, inv, type SolveTriangularOptions, slogdet, solve, solveTriangular } from './operations/systems.ts'
