import { type Argument, compile, type Raveled, valueAndGradient } from '@fluxion/bridge'
import { Expr, type Formula, freeSymbols, hessian, num, parse, type Shape } from '@fluxion/symbolic'
import { differenceHessian } from './differences.ts'
import { errors } from './errors.ts'
import type { Objective } from './objective.ts'

/** Columns of data and constants by name. */
export type Data = Readonly<Record<string, Argument>>

/** Above this many variables a Hessian is differenced from the gradient instead of derived entry by entry. */
const DERIVED_HESSIAN = 128

/** The expression of a formula whose names have the shapes of the parts of a point. */
export function formulaOf(formula: Formula, point: Raveled): Expr {
  if (formula instanceof Expr) return formula
  if (typeof formula === 'number') return num(formula)
  const shapes: Record<string, Shape> = {}
  for (const { name, shape } of point.parts) if (name !== undefined && shape.length > 0) shapes[name] = shape
  return parse(formula, { shapes })
}

/**
 * A formula as an objective: value and gradient by one compiled kernel, in one pass over the data where there is
 * some; the Hessian derived symbolically for scalar variables.
 */
export function formulaObjective(formula: Expr, point: Raveled, data: Data, reduce: 'sum' | 'mean'): Objective {
  const names = point.parts.map(({ name }) => name!)
  const free = freeSymbols(formula)
  const known = [...names, ...Object.keys(data)]
  const unbound = free.filter((name) => !known.includes(name))
  if (unbound.length > 0) throw errors.unboundSymbols(unbound, known)

  const columns = Object.fromEntries(Object.entries(data).filter(([name]) => free.includes(name)))
  const shapes = symbolShapes(formula)
  const hasColumns = Object.entries(columns).some(
    ([name, value]) => typeof value !== 'number' && shapes.get(name)?.length === 0,
  )
  const isScalar = point.parts.every(({ shape }) => shape.length === 0)
  const args = [...names, ...Object.keys(columns)]
  const kernel = valueAndGradient(formula, { wrt: names, args, ...(hasColumns ? { reduce } : {}) })
  const call = kernel as unknown as (record: Readonly<Record<string, Argument>>) => {
    readonly value: unknown
    readonly gradient: Readonly<Record<string, unknown>>
  }
  const record: Record<string, Argument> = { ...columns }
  const bind = (x: Float64Array): Readonly<Record<string, Argument>> => {
    for (const part of point.parts) {
      record[part.name!] = part.shape.length === 0 ? x[part.offset]! : part.restore(x)
    }
    return record
  }
  // Numbers by position skip the look-up of every name, which counts when there are a thousand of them.
  const isPlain = isScalar && Object.values(columns).every((value) => typeof value === 'number')
  const constants = Object.values(columns) as number[]
  const evaluate = (x: Float64Array, gradient: Float64Array): number => {
    const result = isPlain ? kernel(...x, ...constants) : call(bind(x))
    for (const { name, offset, length } of point.parts) write(result.gradient[name!], gradient, offset, length)
    return Number(result.value)
  }
  const size = point.flat.length
  const derived = isScalar && !hasColumns && size <= DERIVED_HESSIAN
  return {
    size,
    evaluate,
    hessian: derived
      ? scalarHessian(formula, names, args, bind)
      : (x, out) => differenceHessian((at, gradient) => void evaluate(at, gradient), x, out),
  }
}

/** The shape of every symbol of a formula by name. */
function symbolShapes(formula: Expr): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>()
  const seen = new Set<Expr>([formula])
  for (const node of seen) {
    if (node.op === 'sym') shapes.set(node.name, node.shape)
    for (const arg of node.args) seen.add(arg)
  }
  return shapes
}

/** Copies a number or the numbers of an array result into a vector. */
function write(result: unknown, out: Float64Array, offset: number, length: number): void {
  if (typeof result === 'number') out.fill(result, offset, offset + length)
  else out.set((result as { tolist(): number[] }).tolist().flat(2), offset)
}

function scalarHessian(
  formula: Expr,
  names: readonly string[],
  args: readonly string[],
  bind: (x: Float64Array) => Readonly<Record<string, Argument>>,
): NonNullable<Objective['hessian']> {
  let kernel: ((record: Readonly<Record<string, Argument>>) => readonly number[]) | undefined
  const n = names.length
  const make = (): NonNullable<typeof kernel> => {
    const upper = hessian(formula, names).flatMap((row, i) => row.slice(i))
    return compile(upper, { args }) as unknown as NonNullable<typeof kernel>
  }
  return (x, out) => {
    kernel ??= make()
    const values = kernel(bind(x))
    let k = 0
    for (let i = 0; i < n; i++) {
      for (let j = i; j < n; j++) {
        const value = values[k++]!
        out[i * n + j] = value
        out[j * n + i] = value
      }
    }
  }
}
