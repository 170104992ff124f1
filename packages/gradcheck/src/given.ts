import { type Argument, culprit, isNumbers, type Point, type Raveled } from '@fluxion/bridge'
import type { Expr, Formula } from '@fluxion/symbolic'
import type { ClaimedMap } from './bench.ts'
import { errors } from './errors.ts'
import { type FormulaSubject, flatNumbers, formulaAt, isFormula, type PlainFunction, valuesOf } from './subject.ts'

/**
 * A gradient as people pass it: a function of the point (a record gives a record, or an array in the order of
 * `wrt`; an array gives an array), a formula for one variable, or a formula for each, by name or in that order.
 */
export type GivenGradient = PlainFunction | Formula | readonly Formula[] | Readonly<Record<string, Formula>>

/** A claim from a function that returns the derivatives. `call` turns a flat point into what the function takes. */
export function givenByFunction(
  gradient: PlainFunction,
  point: Raveled,
  outputs: number,
  call: (x: Float64Array) => Point,
): ClaimedMap {
  const wanted = outputs * point.flat.length
  const at = (x: Float64Array): Float64Array => {
    const flat = flattenGradient((gradient as (x: unknown) => unknown)(call(x)), point)
    if (flat.length !== wanted) throw errors.gradientSize(flat.length, wanted)
    return flat
  }
  return { name: 'given', values: at(point.flat), at }
}

/** A claim from formulas of the same variables. */
export function givenByFormulas(
  gradient: Exclude<GivenGradient, PlainFunction>,
  subject: FormulaSubject,
  at: Readonly<Record<string, Argument>>,
): ClaimedMap {
  const parts = isFormula(gradient) ? [gradient] : Array.isArray(gradient) ? gradient : byName()
  if (parts.length !== subject.wrt.length) throw errors.gradientSize(parts.length, subject.wrt.length)
  return claimByFormulas(
    'given',
    parts.map((part) => formulaAt(part, at)),
    subject,
  )

  function byName(): Formula[] {
    const record = gradient as Readonly<Record<string, Formula>>
    return subject.wrt.map((name) => {
      const part = Object.hasOwn(record, name) ? record[name] : undefined
      if (part === undefined) throw errors.gradientPart(name, part)
      return part
    })
  }
}

/** From this many formulas on, what they share is evaluated once for all of them. */
const MANY = 64

/** A claim from expressions evaluated at the point, one after the other. */
export function claimByFormulas(name: ClaimedMap['name'], exprs: readonly Expr[], subject: FormulaSubject): ClaimedMap {
  const tape = exprs.length > MANY ? subject.tapeOf(exprs) : undefined
  const at = (x: Float64Array): Float64Array => {
    if (tape !== undefined) return tape(x)
    const record = subject.record(x)
    return Float64Array.from(exprs.flatMap((expr) => valuesOf(expr, record)))
  }
  const values = at(subject.point.flat)
  const wanted = subject.point.flat.length
  if (subject.formulas.length === 1 && values.length !== wanted) throw errors.gradientSize(values.length, wanted)
  return {
    name,
    values,
    at,
    culprit: (_, x) => {
      const record = subject.record(x)
      for (const expr of exprs) {
        const found = culprit(expr, record)
        if (found !== undefined) return found
      }
      return undefined
    },
  }
}

/** The numbers of a gradient in the order of the point: of a record by name, of an array as they stand. */
export function flattenGradient(result: unknown, point: Raveled): Float64Array {
  if (isNumbers(result)) return Float64Array.from(flatNumbers(result))
  if (typeof result !== 'object' || result === null) throw errors.notANumber('the gradient', result)
  const record = result as Readonly<Record<string, unknown>>
  return Float64Array.from(
    point.parts.flatMap(({ name = 'x' }) => {
      const part = Object.hasOwn(record, name) ? record[name] : undefined
      if (!isNumbers(part)) throw errors.gradientPart(name, part)
      return flatNumbers(part)
    }),
  )
}
