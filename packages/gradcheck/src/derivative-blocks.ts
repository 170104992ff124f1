import { type Argument, compile } from '@fluxion/bridge'
import { derivative, directional, type Expr, FluxionError, freeSymbols, gradient, jacobian } from '@fluxion/symbolic'
import type { ClaimedMap } from './bench.ts'
import { errors } from './errors.ts'
import { type FormulaSubject, flatNumbers, valuesOf } from './subject.ts'

/** The derivative of one formula by one variable, and its place in the whole matrix of derivatives. */
interface Block {
  readonly expr: Expr
  readonly row: number
  readonly rows: number
  readonly column: number
  readonly columns: number
  /**
   * Where the derivative has no matrix notation (a matrix by a matrix), `expr` is its linear operator: the name of the direction and,
   * for each column, the direction with a single 1.
   */
  readonly operator?: { readonly name: string; readonly directions: readonly Argument[] }
}

/** All derivatives of the formulas by the variables, rows are outputs: by `evaluate`, and compiled where they can be. */
export function derivativeClaims(subject: FormulaSubject, dtype: 'float64' | 'float32'): ClaimedMap[] {
  const blocks = blocksOf(subject)
  const size = subject.point.flat.length
  const outputs = subject.value(subject.point.flat).length
  const assembled = (
    x: Float64Array,
    values: (block: Block, at: Record<string, Argument>) => readonly number[],
  ): Float64Array => {
    const whole = new Float64Array(outputs * size)
    const record = subject.record(x)
    for (const block of blocks) put(block, (at) => values(block, { ...record, ...at }), whole, size)
    return whole
  }
  const bySymbols = (x: Float64Array): Float64Array => assembled(x, ({ expr }, at) => valuesOf(expr, at))
  const claims: ClaimedMap[] = [{ name: 'symbolic', values: bySymbols(subject.point.flat), at: bySymbols }]
  try {
    const kernels = new Map(blocks.map((block) => [block, compile(block.expr, { dtype })]))
    const byKernel = (x: Float64Array): Float64Array =>
      assembled(x, (block, at) => {
        const kernel = kernels.get(block)!
        const needed = Object.fromEntries(kernel.args.map((name) => [name, at[name]!]))
        return flatNumbers(kernel(needed))
      })
    claims.push({ name: 'compiled', values: byKernel(subject.point.flat), at: byKernel })
  } catch (error) {
    if (!(error instanceof FluxionError && error.code === 'bridge/not-computable')) throw error
  }
  return claims
}

/** Writes the entries of a block where they belong. */
function put(
  { row, rows, column, columns, operator }: Block,
  valuesAt: (direction: Record<string, Argument>) => readonly number[],
  whole: Float64Array,
  size: number,
): void {
  if (operator === undefined) {
    fill(valuesAt({}), rows * columns).forEach((value, i) => {
      whole[(row + Math.floor(i / columns)) * size + column + (i % columns)] = value
    })
    return
  }
  operator.directions.forEach((direction, k) => {
    fill(valuesAt({ [operator.name]: direction }), rows).forEach((value, i) => {
      whole[(row + i) * size + column + k] = value
    })
  })
}

/** A block that does not depend on the point may come back as one number for all its entries. */
const fill = (values: readonly number[], length: number): readonly number[] =>
  values.length === length ? values : Array.from({ length }, () => values[0] ?? Number.NaN)

function blocksOf({ formulas, wrt, point, record }: FormulaSubject): Block[] {
  const blocks: Block[] = []
  const at = record(point.flat)
  let row = 0
  for (const formula of formulas) {
    const rows = formula.shape.length === 0 ? 1 : valuesOf(formula, at).length
    wrt.forEach((name, k) => {
      const { shape, offset, length } = point.parts[k]!
      blocks.push({ ...derivativeBy(formula, name, shape), row, rows, column: offset, columns: length })
    })
    row += rows
  }
  return blocks
}

function derivativeBy(formula: Expr, name: string, shape: readonly number[]): Pick<Block, 'expr' | 'operator'> {
  const expr = inMatrixNotation(formula, name, shape)
  if (expr !== undefined && !holdsInert(expr)) return { expr }
  const taken = freeSymbols(formula)
  let direction = `d${name}`
  while (taken.includes(direction)) direction = `d${direction}`
  const along = directional(formula, name, direction)
  if (holdsInert(along)) throw errors.inertDerivative(String(along))
  return { expr: along, operator: { name: direction, directions: unitDirections(shape) } }
}

function inMatrixNotation(formula: Expr, name: string, shape: readonly number[]): Expr | undefined {
  if (formula.shape.length === 0) return gradient(formula, name)
  if (shape.length === 0) return derivative(formula, name)
  return formula.shape.length === 1 && shape.length === 1 ? jacobian(formula, name) : undefined
}

/** Whether a derivative is left as it stands somewhere in a formula. */
function holdsInert(root: Expr): boolean {
  const seen = new Set<Expr>([root])
  for (const e of seen) {
    if (e.op === 'D') return true
    for (const arg of e.args) seen.add(arg)
  }
  return false
}

/** For each entry of a vector or matrix the one with a 1 there and zeros elsewhere, row by row. */
function unitDirections(shape: readonly number[]): Argument[] {
  if (shape.length === 0) return [1]
  const [rows = 1, columns] = shape
  const count = rows * (columns ?? 1)
  return Array.from({ length: count }, (_, k) => {
    const row = (start: number, length: number): number[] => Array.from({ length }, (_, i) => (start + i === k ? 1 : 0))
    return columns === undefined ? row(0, rows) : Array.from({ length: rows }, (_, i) => row(i * columns, columns))
  })
}
