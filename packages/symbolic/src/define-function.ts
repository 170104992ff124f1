import { isFunctionName } from './apply.ts'
import { undefinedFunction } from './call.ts'
import { definitions, type FunctionDefinition } from './definitions.ts'
import * as errors from './errors.ts'
import type { Expr, Formula } from './expression.ts'
import { toExpr } from './formula.ts'
import { forms, synonyms } from './parse/functions.ts'

/**
 * Adds a function: `parse` reads it from then on, `derivative` and `gradient` use its partials, `evaluate` its value.
 * Returns the function that applies it. A name can be defined once; defining the very same again changes nothing.
 *
 * Throws `symbolic/name-taken` for a name that is in use, `symbolic/bad-arity` if the number of partials is not the arity.
 *
 * @example
 * const square = defineFunction({ name: 'mySquare', arity: 1, value: (x) => x * x, partials: [(x) => mul(2, x)] })
 * derivative(square('sin(x)'), 'x') // => 2 * cos(x) * sin(x)
 * evaluate('mySquare(3)') // => 9
 */
export function defineFunction(definition: FunctionDefinition): (...args: readonly Formula[]) => Expr {
  if (typeof definition !== 'object' || definition === null) throw errors.badDefinition('a definition', definition)
  const { name, arity, partials, value } = definition
  if (typeof name !== 'string' || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) throw errors.badName(name)
  if (!Number.isInteger(arity) || arity < 1) throw errors.badArity('defineFunction', 'an arity of 1 or more', arity)
  if (typeof value !== 'function') throw errors.badDefinition('value, a function of numbers', value)
  if (!Array.isArray(partials)) throw errors.badDefinition('partials, a list of functions of expressions', partials)
  if (partials.length !== arity) throw errors.badArity(name, `${arity} partial derivatives`, partials.length)
  if (isFunctionName(name) || forms.has(name) || synonyms().has(name) || isOther(definition, definitions.get(name)))
    throw errors.nameTaken(name)
  definitions.set(name, definition)
  return (...args) => {
    if (args.length !== arity) throw errors.badArity(name, `${arity} argument${arity === 1 ? '' : 's'}`, args.length)
    return undefinedFunction(name, args.map(toExpr))
  }
}

const isOther = (a: FunctionDefinition, b: FunctionDefinition | undefined): boolean =>
  b !== undefined &&
  (a.value !== b.value || a.arity !== b.arity || a.partials.some((partial, i) => partial !== b.partials[i]))
