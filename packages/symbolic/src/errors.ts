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

  constructor(code: string, message: string, details: { readonly hint?: string; readonly position?: number } = {}) {
    super(message)
    this.name = 'FluxionError'
    this.code = code
    this.hint = details.hint
    this.position = details.position
  }
}

const shapeText = (shape: readonly (number | string)[]): string => `[${shape.join(', ')}]`

const describe = (found: unknown): string =>
  typeof found === 'number' ? String(found) : Array.isArray(found) ? `a list of ${found.length}` : `a ${typeof found}`

/** The catalogue of this package's errors: one row an error. */
export const errors = {
  shapeMismatch: (
    operation: string,
    left: readonly (number | string)[],
    right: readonly (number | string)[],
    hint?: string,
  ): FluxionError =>
    new FluxionError(
      'symbolic/shape-mismatch',
      `${operation}: shapes ${shapeText(left)} and ${shapeText(right)} do not fit`,
      hint === undefined ? {} : { hint },
    ),
  shapeWanted: (operation: string, wanted: string, found: readonly (number | string)[]): FluxionError =>
    new FluxionError('symbolic/shape-mismatch', `${operation} wants ${wanted}, found shape ${shapeText(found)}`),
  badDimension: (name: string, found: unknown): FluxionError =>
    new FluxionError(
      'symbolic/bad-dimension',
      `dimension of ${name} is ${String(found)}; a positive integer or a name is wanted`,
      {
        hint: "write dimensions as numbers or names: matrix('A', 'm', 3)",
      },
    ),
  badName: (found: unknown): FluxionError =>
    new FluxionError('symbolic/bad-name', `${JSON.stringify(found) ?? String(found)} is not a name`, {
      hint: 'a name starts with a letter or _ and goes on with letters, digits and _',
    }),
  badNumber: (found: unknown): FluxionError =>
    new FluxionError('symbolic/bad-number', `${String(found)} is not a finite number`, {
      hint: "numbers are finite, as in num(3), num('1/3'), num(0.5)",
    }),
  badFormula: (found: unknown): FluxionError =>
    new FluxionError('symbolic/bad-formula', `a formula is an expression, a text or a number; found ${typeof found}`, {
      hint: "for example derivative('x^2', 'x'), or add(symbol('x'), 1)",
    }),
  badCondition: (found: string): FluxionError =>
    new FluxionError('symbolic/bad-condition', `a condition is wanted, found ${found}`, {
      hint: 'conditions are comparisons and their combinations: x > 0 and x < 1',
    }),
  badArity: (name: string, wanted: string, found: number): FluxionError =>
    new FluxionError('symbolic/bad-arity', `${name} takes ${wanted}, found ${found}`),
  notSolvable: (name: string): FluxionError =>
    new FluxionError('symbolic/not-solvable', `the equation does not determine ${name}: it does not change with it`),
  notAnalytic: (name: string, at: string): FluxionError =>
    new FluxionError('symbolic/not-analytic', `the formula or a derivative of it is undefined at ${name} = ${at}`, {
      hint: 'expand about another point',
    }),
  nameTaken: (name: string): FluxionError =>
    new FluxionError('symbolic/name-taken', `there is a function ${name} already`, { hint: 'choose another name' }),
  numberLimit: (what: string): FluxionError =>
    new FluxionError('limit/number', `${what} is too large or too small to hold`, {
      hint: 'numbers are kept exact up to some 4,900 digits; write 1e300 for an approximate one',
    }),
  tooLarge: (what: string, found: number, limit: number, hint: string): FluxionError =>
    new FluxionError('limit/size', `${what}: found ${found}, the limit is ${limit}`, { hint }),
  outputTooLong: (limit: number): FluxionError =>
    new FluxionError('limit/size', `written out, the formula is longer than ${limit} characters`, {
      hint: 'toJSON and toCode keep shared parts shared',
    }),
  invalidJson: (where: string, found: string): FluxionError =>
    new FluxionError('json/invalid', `${where}: ${found}`, { hint: 'only the output of toJSON can be read' }),
  unknownLanguage: (found: unknown, known: readonly string[]): FluxionError =>
    new FluxionError('explain/bad-language', `found the language ${String(found)}, wanted ${known.join(' or ')}`),
  badOrder: (found: unknown, least: number, most: number): FluxionError =>
    new FluxionError(
      'symbolic/bad-order',
      `an order of ${String(found)}; a whole number from ${least} to ${most} is wanted`,
    ),
  badVariable: (found: string): FluxionError =>
    new FluxionError('symbolic/bad-variable', `a variable is wanted, found an expression (${found})`, {
      hint: "write the variable's name or its symbol: derivative(f, 'x')",
    }),
  unboundSymbol: (name: string, given: readonly string[]): FluxionError =>
    new FluxionError(
      'evaluate/unbound-symbol',
      `no value for ${name}; values are given for ${given.length === 0 ? 'nothing' : given.slice(0, 10).join(', ')}`,
      { hint: `pass one: evaluate(f, { ${name}: 1 })` },
    ),
  badValue: (name: string, wanted: string, found: unknown): FluxionError =>
    new FluxionError('evaluate/bad-value', `the value of ${name} is ${describe(found)}; ${wanted} is wanted`),
  badSize: (name: string, dimension: number | string, wanted: number, found: number): FluxionError =>
    new FluxionError(
      'evaluate/bad-value',
      `the value of ${name} has size ${found} where ${typeof dimension === 'string' ? `${dimension} is ` : ''}${wanted}${typeof dimension === 'number' ? ' is wanted' : ''}`,
    ),
  unknownSize: (dimension: string): FluxionError =>
    new FluxionError('evaluate/unknown-size', `the size ${dimension} is not known from the values given`),
  unknownValue: (what: string): FluxionError =>
    new FluxionError('evaluate/unknown-function', `${what} has no numeric value: the function is known by name only`, {
      hint: 'give the function a value with defineFunction',
    }),
  divisionByZero: (): FluxionError => new FluxionError('symbolic/division-by-zero', 'a number is divided by zero'),
  internal: (what: string): FluxionError => new FluxionError('internal:fault', `internal: ${what}`),
} as const
