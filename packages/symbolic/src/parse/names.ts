import { apply, isFunctionName } from '../apply.ts'
import { undefinedFunction } from '../call.ts'
import { definitionOf } from '../definitions.ts'
import type { FluxionError } from '../errors.ts'
import * as catalogue from '../errors.ts'
import type { Assumptions, Expr, Shape } from '../expression.ts'
import { functionRules } from '../function-rules.ts'
import type { FunctionName } from '../functions.ts'
import { ones, sum } from '../matrices.ts'
import type { ParseOptions } from '../parse.ts'
import { plainSymbol, symbol } from '../symbols.ts'
import * as errors from './errors.ts'
import { arityText, forms, MANY, synonyms } from './functions.ts'
import { checkLength } from './operations.ts'
import { suggest } from './suggest.ts'
import { isName } from './tokens.ts'

/** Functions whose names are as often variables: without arguments they are symbols. */
const ALSO_VARIABLES: ReadonlySet<string> = /* @__PURE__ */ new Set(
  'add beta ceil D cube det diag diagonal divide dot equal eye fix floor gamma if inv larger max mean min norm norm1 norm2 ones outer psi round sgn sign smaller square subtract sum tr trace trunc'.split(
    ' ',
  ),
)

const lacksPartial = (name: string): boolean => isFunctionName(name) && functionRules[name].partials.includes(undefined)

const tableArity = (name: string): number => functionRules[name as FunctionName].partials.length

const badArity = (name: string, wanted: string, found: number): FluxionError =>
  catalogue.badArity(name, wanted, found, 'parse/bad-arity')

const own = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined

/** What the names in a text mean: the function table, and what the options declare. */
export class Names {
  readonly #shapes: Readonly<Record<string, Shape>>
  readonly #assumptions: Readonly<Record<string, Assumptions>>
  readonly #undefinedFunctions: ReadonlySet<string>
  readonly #symbols = new Map<string, Expr>()

  constructor({ shapes = {}, assume = {}, functions }: ParseOptions) {
    this.#shapes = shapes
    this.#assumptions = assume
    this.#undefinedFunctions = new Set(functions)
    for (const name of this.#undefinedFunctions)
      if (typeof name !== 'string' || !isName(name))
        throw errors.badOption('functions', `${JSON.stringify(name)} is not a name`)
  }

  /** Is it a function that has no row in the table: one the options declare, or one made by defineFunction? */
  isUndefinedFunction(name: string): boolean {
    return this.#undefinedFunctions.has(name) || definitionOf(name) !== undefined
  }

  /** Can the name bear marks of a derivative: is it such a function, or one of the table without a formula for some derivative? */
  takesMarks(name: string): boolean {
    return this.isUndefinedFunction(name) || lacksPartial(name)
  }

  isFunction(name: string): boolean {
    return this.isUndefinedFunction(name) || forms.has(name) || synonyms().has(name) || isFunctionName(name)
  }

  /** Is the name that of a function alone, so that it means nothing without arguments? */
  needsArguments(name: string): boolean {
    return (
      this.isFunction(name) && !this.#isDeclared(name) && (this.isUndefinedFunction(name) || !ALSO_VARIABLES.has(name))
    )
  }

  #isDeclared(name: string): boolean {
    return Object.hasOwn(this.#shapes, name) || Object.hasOwn(this.#assumptions, name)
  }

  /** Is it the name of a size of a declared vector or matrix? In a formula it is that number. */
  #isSize(name: string): boolean {
    return Object.values(this.#shapes).some((shape) => Array.isArray(shape) && shape.includes(name))
  }

  /** The symbol of a name that the options declare, or that was seen before in this text. */
  symbolOf(name: string): Expr | undefined {
    return this.#symbols.get(name) ?? (this.#isDeclared(name) ? this.newSymbol(name) : undefined)
  }

  newSymbol(name: string): Expr {
    const made = this.#isDeclared(name)
      ? symbol(name, { ...own(this.#assumptions, name), shape: own(this.#shapes, name) })
      : this.#isSize(name)
        ? sum(ones(name))
        : plainSymbol(name)
    this.#symbols.set(name, made)
    return made
  }

  /** Names of functions that a mistyped name may have meant. */
  near(name: string): readonly string[] {
    return suggest(name, [
      ...this.#undefinedFunctions,
      ...Object.keys(functionRules),
      ...forms.keys(),
      ...synonyms().keys(),
    ])
  }

  /** The call of a function by its name. */
  call(name: string, args: readonly Expr[], orders?: readonly number[]): Expr {
    checkLength(`a call of ${name}`, args)
    if (this.isUndefinedFunction(name) || orders?.some((order) => order > 0)) {
      const arity = this.#undefinedFunctions.has(name) ? args.length : (definitionOf(name)?.arity ?? tableArity(name))
      if (arity !== args.length) throw badArity(name, arityText([arity, arity]), args.length)
      if (args.length === 0) throw badArity(name, arityText([1, MANY]), 0)
      if (orders !== undefined && orders.length !== args.length)
        throw badArity(`this derivative of ${name}`, `${orders.length} arguments`, args.length)
      return undefinedFunction(name, args, orders)
    }
    const known = synonyms().get(name) ?? name
    const form = forms.get(known)
    if (form === undefined) return apply(known as keyof typeof functionRules, args)
    const [least, most] = form.arity
    if (args.length < least || args.length > most) throw badArity(name, arityText(form.arity), args.length)
    return form.make(...args)
  }
}
