/** Least squares. */

import { transposed } from '@fluxion/kernel'
import { CompensatedSum } from './compensated.ts'
import type { ReflectorBlock } from './householder.ts'
import { blockOf, copyMatrix, largestEntry, type Matrix, product, zeroMatrix } from './matrix.ts'
import { applyQ, factorQr } from './qr.ts'
import { decomposeSingular } from './svd.ts'
import { solveLower, solveUpper } from './triangular.ts'
import { norm2 } from './vectors.ts'

/** The solution, the rank found, and the singular values of A where they were needed. */
export interface LeastSquares {
  readonly solution: Matrix
  readonly rank: number
  readonly values: Float64Array | undefined
}

/** Refinement stops after so many steps; each gains about as many digits as the conditioning leaves. */
const refinements = 4

/**
 * The X that minimises ‖A·X − B‖, for A with full column rank: the columns of A are scaled to norms near 1 (a rank that only the units of the columns
 * hide is not lost: van der Sluis, Numer. Math. 14, 1969), factored by Householder QR, and the solution is refined with residuals in twice the precision:
 * Björck, BIT 7, 1967; Golub & Van Loan, Matrix Computations, 4th ed., sections 5.3.2, 5.3.6 and 5.3.8. Undefined when the scaled
 * matrix has a singular value up to `tolerance` times its largest, or fewer rows than columns.
 */
export function fullRankLeastSquares(a: Matrix, b: Matrix, tolerance: number): LeastSquares | undefined {
  const { rows: m, columns: n } = a
  if (m < n) return undefined
  const scaled = copyMatrix(a)
  const scales = scaleColumns(scaled)
  const r = copyMatrix(scaled)
  const blocks = factorQr(r)
  const triangle = blockOf(r, 0, 0, n, n)
  const values = decomposeSingular(triangle, 'none')?.values
  if (values === undefined || !((values.at(-1) ?? 1) > tolerance * (values[0] ?? 0))) return undefined
  const solution = zeroMatrix(n, b.columns)
  for (let j = 0; j < b.columns; j++) {
    const x = solveColumn(scaled, triangle, blocks, blockOf(b, 0, j, m, 1))
    for (let i = 0; i < n; i++) solution.data[i * b.columns + j] = x.data[i]! * scales[i]!
  }
  return { solution, rank: n, values: undefined }
}

/** Scales columns by powers of two to norms in [1/2, 1); returns the factors. */
function scaleColumns(a: Matrix): Float64Array {
  const { data, rows, columns } = a
  return Float64Array.from({ length: columns }, (_, j) => {
    const norm = norm2(data, j, rows, columns)
    if (norm === 0) return 1
    const factor = 2 ** -Math.max(-1000, Math.min(1000, Math.floor(Math.log2(norm)) + 1))
    for (let i = 0; i < rows; i++) data[i * columns + j]! *= factor
    return factor
  })
}

/** One right side: solve, then refine x and the residual r together, as a solution of r + A·x = b, Aᵀ·r = 0. */
function solveColumn(a: Matrix, triangle: Matrix, blocks: readonly ReflectorBlock[], b: Matrix): Matrix {
  const { rows: m, columns: n } = a
  const x = zeroMatrix(n, 1)
  const r = zeroMatrix(m, 1)
  let previous = Number.POSITIVE_INFINITY
  for (let step = 0; step <= refinements; step++) {
    // f = b - r - A·x and g = -Aᵀ·r, in twice the precision; the first time f = b and g = 0.
    const f = copyMatrix(b)
    const g = zeroMatrix(n, 1)
    if (step > 0) residuals(a, x, r, b, f, g)
    applyQ(blocks, f, true)
    solveLower(transposed(triangle), g, false)
    const change = zeroMatrix(n, 1)
    for (let i = 0; i < n; i++) change.data[i] = f.data[i]! - g.data[i]!
    solveUpper(triangle, change, false)
    const size = largestEntry(change)
    // Without progress the last corrections are only noise; the first step always counts.
    if (step > 1 && !(size < previous / 2)) return x
    previous = size
    for (let i = 0; i < n; i++) f.data[i] = g.data[i]!
    applyQ(blocks, f, false)
    for (let i = 0; i < n; i++) x.data[i]! += change.data[i]!
    for (let i = 0; i < m; i++) r.data[i]! += f.data[i]!
    if (!(size > 2 ** -54 * largestEntry(x))) return x
  }
  return x
}

function residuals(a: Matrix, x: Matrix, r: Matrix, b: Matrix, f: Matrix, g: Matrix): void {
  const { data, rows, columns } = a
  const sums = Array.from({ length: columns }, () => new CompensatedSum())
  for (let i = 0; i < rows; i++) {
    const sum = new CompensatedSum()
    sum.add(b.data[b.offset + i * b.rowStride]!)
    sum.add(-r.data[i]!)
    for (let j = 0; j < columns; j++) {
      const value = data[i * columns + j]!
      sum.addProduct(-value, x.data[j]!)
      sums[j]!.addProduct(-value, r.data[i]!)
    }
    f.data[i] = sum.value
  }
  for (let j = 0; j < columns; j++) g.data[j] = sums[j]!.value
}

/**
 * The X of least norm among those that minimise ‖A·X − B‖, by the singular value decomposition: values up to `tolerance` times the largest count
 * as zero. Golub & Van Loan, Matrix Computations, 4th ed., section 5.5. Undefined when the decomposition does not converge.
 */
export function minimumNormLeastSquares(a: Matrix, b: Matrix, tolerance: number): LeastSquares | undefined {
  const found = decomposeSingular(a, 'thin')
  if (found === undefined) return undefined
  const { values, u, vh } = found
  const coefficients = product(transposed(u), b)
  let rank = 0
  for (const [k, value] of values.entries()) {
    const kept = value > tolerance * (values[0] ?? 0)
    if (kept) rank++
    for (let j = 0; j < b.columns; j++) {
      const at = k * b.columns + j
      coefficients.data[at] = kept ? coefficients.data[at]! / value : 0
    }
  }
  return { solution: product(transposed(vh), coefficients), rank, values }
}
