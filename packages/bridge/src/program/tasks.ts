import { matrixView, multiplyMatrices } from '@fluxion/kernel'
import { eye, kron, Tensor } from '@fluxion/tensor'
import { det, inv, slogdet, solve } from '@fluxion/tensor/linalg'
import { errors } from '../errors.ts'
import type { FloatDtype } from '../run/arguments.ts'
import type { Value } from '../run/computation.ts'
import type { TaskName } from './values.ts'

type FloatArray = Float64Array | Float32Array

/** A task: fills `out` where it has a buffer, or makes its result. */
export interface TaskRow {
  /** Whether the result goes into a planned buffer, given as `out`. */
  readonly fills: boolean
  readonly run: (args: readonly Tensor[], out: Tensor | undefined, dtype: FloatDtype) => Value
}

/** A vector or matrix as the matrix product reads it; a vector is a column. */
function asMatrix(x: Tensor): ReturnType<typeof matrixView<FloatArray>> {
  const [rows, columns] = [x.shape[0]!, x.shape[1] ?? 1]
  return matrixView(x.data as FloatArray, rows, columns, x.offset, x.strides[0]!, x.strides[1] ?? 1)
}

const filled = (out: Tensor | undefined): Tensor => {
  if (out === undefined) throw errors.internal('a task has no buffer to fill')
  return out
}

const made = (run: (...args: Tensor[]) => Value): TaskRow => ({ fills: false, run: (args) => run(...args) })

/** out[i, j] = factor · x[i, j], the factor running along rows or columns. */
function scale(by: Tensor, x: Tensor, out: Tensor, alongRows: boolean): Tensor {
  const [rows, columns] = [x.shape[0]!, x.shape[1] ?? 1]
  const [down, across] = [x.strides[0]!, x.strides[1] ?? 1]
  const step = by.strides[0]!
  for (let i = 0; i < rows; i++) {
    let from = x.offset + i * down
    let to = out.offset + i * out.strides[0]!
    if (alongRows) {
      const factor = by.data[by.offset + i * step]!
      for (let j = 0; j < columns; j++, from += across) out.data[to++] = factor * x.data[from]!
    } else {
      let at = by.offset
      for (let j = 0; j < columns; j++, from += across, at += step) out.data[to++] = by.data[at]! * x.data[from]!
    }
  }
  return out
}

const madeWithThePlan = (name: TaskName): never => {
  throw errors.internal(`${name} is made when a plan is`)
}

/** Each task over tensors. Vectors are columns; sizes fit by construction. */
export const tasks: { readonly [Name in TaskName]: TaskRow } = {
  product: {
    fills: true,
    run: ([a, b], out) => {
      const target = filled(out)
      multiplyMatrices(asMatrix(a!), asMatrix(b!), asMatrix(target))
      return target
    },
  },
  scaleRows: { fills: true, run: ([u, x], out) => scale(u!, x!, filled(out), true) },
  scaleColumns: { fills: true, run: ([x, u], out) => scale(u!, x!, filled(out), false) },
  solve: made((a, b) => solve(a, b)),
  solveRight: made((b, a) => solve(a, b, { left: false })),
  inv: made((a) => inv(a)),
  det: made((a) => det(a).item()),
  logdet: made((a) => {
    const { sign, logabsdet } = slogdet(a)
    return sign.item() > 0 ? logabsdet.item() : Number.NaN
  }),
  kron: made((a, b) => kron(a, b)),
  diag: {
    fills: true,
    run: ([u], out) => {
      const target = filled(out)
      target.data.fill(0, target.offset, target.offset + target.numel())
      const step = target.strides[0]! + target.strides[1]!
      for (let i = 0; i < u!.shape[0]!; i++)
        target.data[target.offset + i * step] = u!.data[u!.offset + i * u!.strides[0]!]!
      return target
    },
  },
  eye: { fills: false, run: () => madeWithThePlan('eye') },
  derivative: { fills: true, run: () => madeWithThePlan('derivative') },
}

/** The identity matrix of a plan. */
export const identity = (n: number, dtype: FloatDtype): Tensor => eye(n, { dtype })

/** The diagonal of a matrix as a view. */
export function diagonalView(x: Tensor): Tensor {
  return new Tensor(x.data, x.dtype, [x.shape[0]!], [x.strides[0]! + x.strides[1]!], x.offset)
}

/** The transpose as a view; of a vector the row. */
export function transposeView(x: Tensor): Tensor {
  if (x.shape.length === 2) return x.T
  return new Tensor(x.data, x.dtype, [1, x.shape[0]!], [x.shape[0]! * x.strides[0]!, x.strides[0]!], x.offset)
}
