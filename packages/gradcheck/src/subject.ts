import { type Argument, culprit, isNumbers, nested, type Point, type Raveled, ravel } from '@fluxion/bridge'
import { Expr, evaluate, type Formula, freeSymbols, num, parse, type Shape, toText } from '@fluxion/symbolic'
import { Tensor } from '@fluxion/tensor'
import { type ComplexStep, ComplexTape, type Shake } from './complex-step.ts'
import { errors } from './errors.ts'

/** A plain function of a point: numbers in the form the point was given in. */
export type PlainFunction = (x: never) => unknown

/** What is differentiated: a function from a flat point to some numbers, with what is known of it. */
export interface Subject {
  /** Its formula, or the name of the function, shortened for a title. */
  readonly text: string
  /** The variables that are differentiated by. */
  readonly point: Raveled
  /** The point as text, shortened for a title. */
  readonly place: string
  /** The numbers it gives at a point. */
  value(x: Float64Array): Float64Array
  /**
   * Directional derivatives by complex step, one for each number it gives; undefined where there is none. With `shake`
   * each intermediate result is moved by a relative error.
   */
  complex?(x: Float64Array, direction: Float64Array, shake?: Shake): readonly (ComplexStep | undefined)[]
  /** Which sub-expression has no value at the point, for a formula. */
  culprit?(x: Float64Array): string | undefined
}

/** A formula with the point it is looked at. */
export interface FormulaSubject extends Subject {
  readonly formulas: readonly Expr[]
  /** Names of the variables that are differentiated by, in order. */
  readonly wrt: readonly string[]
  /** The whole point, with x in place of the variables that are differentiated by. */
  record(x: Float64Array): Record<string, Argument>
  /** Evaluates many scalar formulas of the same variables together; undefined where they are not all scalar. */
  tapeOf(formulas: readonly Expr[]): ((x: Float64Array) => Float64Array) | undefined
}

/** Whether f is a formula: an expression, a text or a number. */
export function isFormula(f: unknown): f is Formula {
  return f instanceof Expr || typeof f === 'string' || typeof f === 'number'
}

/** The expression of a formula whose names have the shapes of the values in `at`. */
export function formulaAt(formula: Formula, at: Readonly<Record<string, Argument>>): Expr {
  if (formula instanceof Expr) return formula
  if (typeof formula === 'number') return num(formula)
  const shapes: Record<string, Shape> = {}
  for (const { name, shape } of ravel(at).parts) {
    if (name !== undefined && shape.length > 0 && shape.length <= 2) shapes[name] = shape
  }
  return parse(formula, { shapes })
}

/** A point for a formula: a record; a bare value where the formula has one variable. */
export function recordFor(
  formula: Formula,
  at: Point,
  wrt: string | readonly string[] | undefined,
): Record<string, Argument> {
  if (!isNumbers(at)) return { ...at }
  const free = freeSymbols(formula)
  if (free.length > 1) throw errors.unnamedPoint(free)
  const names = wrt === undefined ? free : [wrt].flat()
  return { [names[0] ?? 'x']: at }
}

/** One or several scalar formulas, or one of any shape, as a subject. */
export function formulaSubject(
  formulas: readonly Formula[],
  at: Readonly<Record<string, Argument>>,
  wrt?: string | readonly string[],
): FormulaSubject {
  const exprs = formulas.map((formula) => formulaAt(formula, at))
  const free = [...new Set(exprs.flatMap((expr) => freeSymbols(expr)))].sort()
  const names = wrt === undefined ? free : typeof wrt === 'string' ? [wrt] : [...wrt]
  for (const name of names) {
    if (!free.includes(name) && !Object.hasOwn(at, name)) throw errors.notInFormula(name, free)
  }
  const point = ravel(at, names)
  const fixedNames = free.filter((name) => !names.includes(name))
  const fixed = ravel(at, fixedNames)
  const record = (x: Float64Array): Record<string, Argument> => ({
    ...at,
    ...(point.unravel(x) as Record<string, Argument>),
  })
  const isScalar = [...point.parts, ...fixed.parts].every(({ shape }) => shape.length === 0)
  const tape = isScalar ? ComplexTape.of(exprs, [...names, ...fixedNames]) : undefined
  const whole = (x: Float64Array): Float64Array => {
    const joined = new Float64Array(x.length + fixed.flat.length)
    joined.set(x)
    joined.set(fixed.flat, x.length)
    return joined
  }
  const base = {
    text: shorten(exprs.length === 1 ? toText(exprs[0]!) : `[${exprs.map((expr) => toText(expr)).join(', ')}]`),
    place: pointText({ ...at }, free),
    point,
    formulas: exprs,
    wrt: names,
    record,
    tapeOf: (others: readonly Expr[]) => {
      const made = isScalar ? ComplexTape.of(others, [...names, ...fixedNames]) : undefined
      return made === undefined ? undefined : (x: Float64Array) => made.values(whole(x))
    },
    culprit: (x: Float64Array): string | undefined => {
      const values = record(x)
      for (const expr of exprs) {
        const found = culprit(expr, values)
        if (found !== undefined) return found
      }
      return undefined
    },
  }
  if (tape === undefined) {
    return {
      ...base,
      value: (x) => {
        const values = record(x)
        return Float64Array.from(exprs.flatMap((expr) => valuesOf(expr, values)))
      },
    }
  }
  return {
    ...base,
    value: (x) => tape.values(whole(x)),
    complex: (x, direction, shake) => {
      const extended = new Float64Array(x.length + fixed.flat.length)
      extended.set(direction)
      return tape.derivatives(whole(x), extended, shake)
    },
  }
}

/** A plain function as a subject: it is called with points of the form of `at`. */
export function functionSubject(f: PlainFunction, at: Point, wrt?: string | readonly string[]): Subject {
  const isRecord = !isNumbers(at)
  const point = isRecord && wrt !== undefined ? ravel(at, [wrt].flat()) : ravel(at)
  const call = f as (x: unknown) => unknown
  const names = isRecord ? Object.keys(at) : []
  return {
    text: f.name === '' ? 'the function' : f.name,
    place: isRecord ? pointText(at, names) : `x = ${valueText(at)}`,
    point,
    value: (x) => {
      const moved = point.unravel(x)
      const result = call(isRecord ? { ...at, ...(moved as Record<string, Argument>) } : moved)
      if (!isNumbers(result)) throw errors.notANumber('the function', result)
      return Float64Array.from(flatNumbers(result))
    },
  }
}

/** The numbers that a formula gives at a point, row by row. */
export function valuesOf(formula: Expr, at: Readonly<Record<string, Argument>>): number[] {
  return flatNumbers(evaluate(formula, Object.fromEntries(Object.entries(at).map(([name, it]) => [name, nested(it)]))))
}

/** The numbers of a value, row by row. */
export function flatNumbers(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (!isNumbers(value)) throw errors.notANumber('the function', value)
  return Array.from(ravel(value).flat)
}

function pointText(at: Readonly<Record<string, Argument>>, names: readonly string[]): string {
  return shorten(names.map((name) => `${name} = ${valueText(at[name])}`).join(', '))
}

function valueText(value: Argument | undefined): string {
  if (value === undefined) return '?'
  if (typeof value === 'number') return String(Number(value.toPrecision(6)))
  if (value instanceof Tensor) return `tensor of [${value.shape.join(', ')}]`
  const numbers = flatNumbers(value)
  const shown = numbers.slice(0, 4).map((x) => String(Number(x.toPrecision(4))))
  return `[${shown.join(', ')}${numbers.length > 4 ? `, … ${numbers.length} in all` : ''}]`
}

const shorten = (text: string): string => (text.length <= 72 ? text : `${text.slice(0, 69)}…`)
