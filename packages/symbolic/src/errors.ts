/**
 * What went wrong, in a form a program can branch on and a person can act on.
 *
 * `code` is stable (`parse/unexpected-token`, `evaluate/unbound-symbol`, …), `message` says what was found, what was
 * wanted and where, `hint` says what to try. Codes that start with `internal:` are faults of Fluxion itself.
 *
 * @example
 * evaluate('x + 1', {}) // throws evaluate/unbound-symbol
 */
export class FluxionError extends Error {
  readonly code: string
  readonly hint: string | undefined
  /** Offset into the text the error is about, where there is one. */
  readonly position: number | undefined

  constructor(
    code: string,
    message: string,
    details: { readonly hint?: string | undefined; readonly position?: number } = {},
  ) {
    super(message)
    this.name = 'FluxionError'
    this.code = code
    this.hint = details.hint
    this.position = details.position
  }
}

const shapeText = (shape: readonly (number | string)[]): string => `[${shape.join(', ')}]`

/** Anything at all in a few words. */
export const describe = (found: unknown): string => {
  if (found === null || found === undefined || typeof found === 'number') return String(found)
  if (Array.isArray(found)) return `a list of ${found.length}`
  if (typeof found === 'object' && 'op' in found) return 'an expression'
  return `${typeof found === 'object' ? 'an' : 'a'} ${typeof found}`
}

/** A text as it is, anything else described. */
const textOf = (found: unknown): string => (typeof found === 'string' ? found : describe(found))

/** A text in quotes, anything else described. */
const quoted = (found: unknown): string => (typeof found === 'string' ? JSON.stringify(found) : describe(found))

/** An error without a place in a text. */
export const fault = (code: string, message: string, hint?: string): FluxionError =>
  new FluxionError(code, message, { hint })

// The catalogue of this package's errors: one function an error, so that a bundler keeps those that can occur. Imported as
// a whole: `import * as errors from './errors.ts'`.

const SIZES = "write sizes as numbers or names: ['n'] is a vector, ['m', 3] a matrix of m rows"

export const shapeMismatch = (
  operation: string,
  left: readonly (number | string)[],
  right: readonly (number | string)[],
  hint?: string,
): FluxionError =>
  fault(
    'symbolic/shape-mismatch',
    `${operation}: shapes ${shapeText(left)} and ${shapeText(right)} do not fit`,
    hint ?? SIZES,
  )

export const shapeWanted = (operation: string, wanted: string, found: readonly (number | string)[]): FluxionError =>
  fault('symbolic/shape-mismatch', `${operation} wants ${wanted}, found shape ${shapeText(found)}`, SIZES)

export const badDimension = (name: string, found: unknown): FluxionError =>
  fault(
    'symbolic/bad-dimension',
    `dimension of ${name} is ${quoted(found)}; a positive integer or a name is wanted`,
    SIZES,
  )

export const badShape = (name: string, found: string): FluxionError =>
  fault('symbolic/bad-dimension', `shape of ${name} is ${found}; a list of at most two sizes is wanted`, SIZES)

export const badName = (found: unknown): FluxionError =>
  fault(
    'symbolic/bad-name',
    `${quoted(found)} is not a name`,
    'a name starts with a letter or _ and goes on with letters, digits and _',
  )

const NUMBERS = "numbers are finite, as in num(3), num('1/3'), num(0.5)"

export const badNumber = (found: unknown): FluxionError =>
  fault('symbolic/bad-number', `${textOf(found)} is not a finite number`, NUMBERS)

export const badFormula = (found: unknown): FluxionError =>
  fault(
    'symbolic/bad-formula',
    `a formula is an expression, a text or a number; found ${describe(found)}`,
    "for example derivative('x^2', 'x'), or add(symbol('x'), 1)",
  )

export const badCondition = (found: string): FluxionError =>
  fault(
    'symbolic/bad-condition',
    `a condition is wanted, found ${found}`,
    'conditions are comparisons and their combinations: x > 0 and x < 1',
  )

export const badArity = (name: string, wanted: string, found: number, code = 'symbolic/bad-arity'): FluxionError =>
  fault(code, `${name} takes ${wanted}, found ${found}`, `pass ${wanted} to ${name}`)

export const notSolvable = (name: string): FluxionError =>
  fault(
    'symbolic/not-solvable',
    `the equation does not determine ${name}: it does not change with it`,
    `differentiate by a variable on which ${name} depends: implicitDerivative('x^2 + y^2 == 1', 'y', 'x')`,
  )

export const badEquation = (found: string): FluxionError =>
  fault(
    'symbolic/bad-equation',
    `an equation is wanted, found another condition (${found})`,
    "write it as 'x^2 + y^2 = 1' or as a formula that is zero",
  )

export const notAnalytic = (name: string, at: string): FluxionError =>
  fault(
    'symbolic/not-analytic',
    `the formula or a derivative of it is undefined at ${name} = ${at}`,
    'expand about another point',
  )

export const nameTaken = (name: string): FluxionError =>
  fault('symbolic/name-taken', `there is a function ${name} already`, 'choose another name')

export const numberLimit = (what: string): FluxionError =>
  fault(
    'limit/number',
    `${what} is too large or too small to hold`,
    'numbers are kept exact up to some 4,900 digits; write 1e300 for an approximate one',
  )

export const tooLarge = (what: string, found: number, limit: number, hint: string): FluxionError =>
  fault('limit/size', `${what}: found ${found}, the limit is ${limit}`, hint)

export const outputTooLong = (limit: number): FluxionError =>
  fault(
    'limit/size',
    `written out, the formula is longer than ${limit} characters`,
    'toJSON and toCode keep shared parts shared',
  )

export const invalidJson = (where: string, found: string): FluxionError =>
  fault('json/invalid', `${where}: ${found}`, 'only the output of toJSON can be read')

export const unknownLanguage = (found: unknown, known: readonly string[]): FluxionError =>
  fault(
    'explain/bad-language',
    `found the language ${textOf(found)}, wanted ${known.join(' or ')}`,
    `pass one: { language: '${known[0]}' }`,
  )

export const badOrder = (found: unknown, least: number, most: number): FluxionError =>
  fault(
    'symbolic/bad-order',
    `an order of ${describe(found)}; a whole number from ${least} to ${most} is wanted`,
    "for example derivative(f, 'x', 2)",
  )

export const sizeAsVariable = (name: string): FluxionError =>
  fault(
    'symbolic/bad-variable',
    `${name} is the size of an array in the formula, not a variable`,
    `if it is meant as a number of its own, declare it: shapes { ${name}: [] }`,
  )

export const badVariable = (found: unknown): FluxionError =>
  fault(
    'symbolic/bad-variable',
    `a variable is wanted, found ${describe(found)}`,
    "write the variable's name or its symbol: derivative(f, 'x')",
  )

export const badList = (operation: string, wanted: string, found: unknown): FluxionError =>
  fault(
    'symbolic/bad-list',
    `${operation} wants a list of ${wanted}, found ${describe(found)}`,
    "write it in brackets, as in ['x', 'y']",
  )

export const badReplacements = (operation: string, found: unknown): FluxionError =>
  fault(
    'symbolic/bad-replacements',
    `${operation} wants a record of formulas by name, found ${describe(found)}`,
    "for example substitute('x^2 + y', { x: 'a + 1' })",
  )

export const badRange = (name: string, found: unknown): FluxionError =>
  fault(
    'symbolic/bad-range',
    `the domain of ${name} is ${describe(found)}; an interval is wanted`,
    `for example equivalent(f, g, { domain: { ${name}: [0, 1] } })`,
  )

export const badDefinition = (wanted: string, found: unknown): FluxionError =>
  fault(
    'symbolic/bad-definition',
    `defineFunction wants ${wanted}, found ${describe(found)}`,
    "for example defineFunction({ name: 'cube', arity: 1, value: (x) => x ** 3, partials: [(x) => mul(3, x, x)] })",
  )

export const unknownConstant = (found: unknown, known: readonly string[]): FluxionError =>
  fault(
    'symbolic/unknown-constant',
    `there is no constant ${textOf(found)}`,
    `there are ${known.join(', ')}; others are symbols`,
  )

export const unknownFunction = (found: unknown): FluxionError =>
  fault(
    'symbolic/unknown-function',
    `there is no function ${textOf(found)}`,
    'the names are the keys of functions; others are made with defineFunction',
  )

export const unboundSymbol = (name: string, given: readonly string[]): FluxionError =>
  fault(
    'evaluate/unbound-symbol',
    `no value for ${name}; values are given for ${given.length === 0 ? 'nothing' : given.slice(0, 10).join(', ')}`,
    `pass one: evaluate(f, { ${name}: 1 })`,
  )

const VALUES = 'numbers for scalars, lists for vectors, lists of rows for matrices'

export const badValue = (name: string, wanted: string, found: unknown): FluxionError =>
  fault('evaluate/bad-value', `the value of ${name} is ${describe(found)}; ${wanted} is wanted`, VALUES)

export const badSize = (name: string, dimension: number | string, wanted: number, found: number): FluxionError =>
  fault(
    'evaluate/bad-value',
    `the value of ${name} has size ${found} where ${typeof dimension === 'string' ? `${dimension} is ` : ''}${wanted}${typeof dimension === 'number' ? ' is wanted' : ''}`,
    VALUES,
  )

export const unknownSize = (dimension: string): FluxionError =>
  fault(
    'evaluate/unknown-size',
    `the size ${dimension} is not known from the values given`,
    `give a vector or matrix that has it, or the size by its name: { ${dimension}: 3 }`,
  )

export const unknownValue = (what: string): FluxionError =>
  fault(
    'evaluate/unknown-function',
    `${what} has no numeric value: the function is known by name only`,
    'give the function a value with defineFunction',
  )

export const divisionByZero = (): FluxionError =>
  fault('symbolic/division-by-zero', 'a number is divided by zero', NUMBERS)

export const internal = (what: string): FluxionError => fault('internal:fault', `internal: ${what}`)
