import * as errors from './errors.ts'
import type { Assumptions, ConstantName, Dimension, Expr, Shape } from './expression.ts'
import { internLabelled, internNumber, SCALAR } from './intern.ts'
import { float, type NumberValue, numberFromText } from './number.ts'

const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*$/u

/** The name of a size, or a product of names and numbers such as `m*n`, as the Kronecker product makes them. */
const SIZE = /^(?:[\p{L}_$][\p{L}\p{N}_$]*|\d+)(?:\*(?:[\p{L}_$][\p{L}\p{N}_$]*|\d+))*$/u

const ASSUMPTIONS = ['positive', 'nonnegative', 'integer', 'symmetric', 'positiveDefinite'] as const

/** The text that may name a symbol; throws `symbolic/bad-name` for any other. */
export function checkedName(name: string): string {
  if (typeof name !== 'string' || !NAME.test(name)) throw errors.badName(name)
  return name
}

/** A shape as it is kept; throws `symbolic/bad-dimension` for what is none, or has more than two axes. */
export function checkedShape(name: string, shape: Shape): Shape {
  if (!Array.isArray(shape)) throw errors.badShape(name, String(shape))
  for (const dimension of shape as readonly unknown[]) {
    const fine =
      typeof dimension === 'number'
        ? Number.isSafeInteger(dimension) && dimension > 0
        : typeof dimension === 'string' && SIZE.test(dimension)
    if (!fine) throw errors.badDimension(name, dimension)
  }
  if (shape.length > 2) throw errors.badShape(name, `[${shape.join(', ')}]`)
  return shape.length === 0 ? SCALAR : Object.freeze([...shape])
}

/**
 * The symbol `name`: a scalar unless a shape is given.
 *
 * Assumptions are part of its identity: `symbol('x', { positive: true })` is another symbol than `symbol('x')`, and both
 * are the variable `'x'` to `derivative` and `evaluate`.
 *
 * @example
 * sqrt(pow(symbol('r', { positive: true }), 2)) // => r
 */
export function symbol(name: string, options?: Assumptions & { readonly shape?: Shape | undefined }): Expr {
  checkedName(name)
  if (options === undefined) return plainSymbol(name)
  const shape = checkedShape(name, options.shape ?? SCALAR)
  const isSymmetric = options.symmetric === true || options.positiveDefinite === true
  if (isSymmetric && shape.length > 0 && (shape.length < 2 || shape[0] !== shape[1]))
    throw errors.shapeWanted(`symmetric matrix ${name}`, 'equal dimensions', shape)
  const held = ASSUMPTIONS.filter(
    (assumption) => options[assumption] === true || (assumption === 'symmetric' && isSymmetric),
  )
  if (held.length === 0) return internLabelled('sym', { name, key: name }, undefined, shape)
  const assumptions: Assumptions = Object.fromEntries(held.map((assumption) => [assumption, true]))
  return internLabelled('sym', { name, assumptions, key: `${name}:${held.join()}` }, undefined, shape)
}

/** The scalar symbol of what is known to be a name, with nothing assumed. */
export function plainSymbol(name: string): Expr {
  return internLabelled('sym', { name, key: name })
}

/**
 * Several scalar symbols from names separated by spaces or commas.
 *
 * @example
 * symbols('x y z').length // => 3
 */
export function symbols(names: string, assumptions: Assumptions = {}): Expr[] {
  if (typeof names !== 'string') throw errors.badName(names)
  return names.split(/[\s,]+/).flatMap((name) => (name === '' ? [] : [symbol(name, assumptions)]))
}

/**
 * A vector of `n` entries; `n` is a number or the name of a size that stays open.
 *
 * @example
 * vector('x', 'n').shape // => ['n']
 */
export function vector(name: string, n: Dimension): Expr {
  return symbol(name, { shape: [n] })
}

/**
 * A matrix of `m` rows and `n` columns.
 *
 * @example
 * matrix('A', 'm', 3).shape // => ['m', 3]
 */
export function matrix(
  name: string,
  m: Dimension,
  n: Dimension,
  options: Pick<Assumptions, 'symmetric' | 'positiveDefinite'> = {},
): Expr {
  return symbol(name, { shape: [m, n], ...options })
}

/**
 * A number: exact from an integer or a text such as `'1/3'`, a float from any other `number`.
 *
 * @example
 * add(num('1/3'), num('1/6')) // => 1 / 2
 */
export function num(value: number | bigint | string): Expr {
  if (typeof value === 'string') return internNumber(numberFromText(value.trim()))
  if (typeof value === 'bigint') return internNumber(numberFromText(String(value)))
  if (typeof value !== 'number' || !Number.isFinite(value)) throw errors.badNumber(value)
  return internNumber(float(value))
}

/** The number node of an exact value. */
export function numberNode(value: NumberValue): Expr {
  return internNumber(value)
}

/**
 * A named constant: `pi`, `e`, `tau`, `phi` (the golden ratio), `infinity`, `nan`, `true`, `false`.
 *
 * @example
 * evaluate(constant('tau')) // => 6.283185307179586
 */
export function constant(name: ConstantName): Expr {
  if (!Object.hasOwn(constantValues, name)) throw errors.unknownConstant(name, Object.keys(constantValues))
  return internLabelled('const', { name, key: name })
}

/** The double of each constant. */
export const constantValues: Readonly<Record<ConstantName, number>> = {
  pi: Math.PI,
  e: Math.E,
  tau: 2 * Math.PI,
  phi: (1 + Math.sqrt(5)) / 2,
  infinity: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
  true: 1,
  false: 0,
}
