import { scalar } from './create.ts'
import { constant } from './operations/elementwise.ts'
import type { Body } from './pointwise.ts'
import { run } from './pointwise.ts'
import { checkNotEmpty, type Fold, fold, reduce } from './reduce.ts'
import type { Tensor } from './tensor.ts'

const magnitude: Body = (k, x) => k.op('abs', x!)

/** The vector norm of a floating tensor along dimensions. */
export function normAlong(x: Tensor, order: number, dims: readonly number[], keepdim: boolean): Tensor {
  const { dtype } = x
  const folded = (kind: Fold, name: string, body: Body): Tensor => fold(kind, name, x, dims, keepdim, dtype, body)
  if (order < 0 || order === Infinity) checkNotEmpty('norm', x, dims)
  if (Math.abs(order) === Infinity) return folded(order > 0 ? 'max' : 'min', 'abs', magnitude)
  if (order === 0) {
    return folded('sum', 'is not 0', (k, a) => k.convert(k.op('ne', a!, constant(k, 0, a!)), k.lane(a!)))
  }
  if (order === 1) return folded('sum', 'abs', magnitude)
  if (order === 2) {
    const squares = folded('sum', 'square', (k, a) => k.op('mul', a!, a!))
    return run('sqrt', (k, a) => k.op('sqrt', a!), [squares], dtype, dtype, squares)
  }
  const exponent = scalar(order, dtype)
  const power: Body = (k, a, p) => k.op('pow', k.op('abs', a!), p!)
  const mapped = { name: 'power of abs', body: power, operands: [x, exponent], computed: dtype, yields: dtype }
  const powers = reduce('sum', mapped, dims, keepdim)
  return run('pow', (k, a, p) => k.op('pow', a!, p!), [powers, 1 / order], dtype, dtype, powers)
}
