import { FluxionError } from '@fluxion/symbolic'

/** The catalogue of this package's errors. */
export const errors = {
  unsupportedNode: (type: string, text: string): FluxionError =>
    new FluxionError('mathjs/unsupported-node', `found the ${type} ${text}, which cannot become a formula`, {
      hint: 'numbers, symbols, operators, functions, parentheses and conditionals can',
    }),
  unsupportedOperator: (name: string, text: string): FluxionError =>
    new FluxionError('mathjs/unsupported-operator', `the operator ${name} has no counterpart among formulas: ${text}`, {
      hint: 'arithmetic, powers, comparisons, and, or, xor, not, % and ! have one',
    }),
  unsupportedFunction: (name: string, text: string): FluxionError =>
    new FluxionError(
      'mathjs/unsupported-function',
      `mathjs's function ${name} has no counterpart among formulas: ${text}`,
      { hint: `defineFunction of @fluxion/symbolic makes ${name} known` },
    ),
  notANode: (found: unknown): FluxionError =>
    new FluxionError(
      'mathjs/not-a-node',
      `a node of mathjs is wanted, found ${JSON.stringify(found) ?? String(found)}`,
      {
        hint: "for example fromMathJs(math.parse('x^2')); parse of @fluxion/symbolic reads text",
      },
    ),
  unit: (text: string): FluxionError =>
    new FluxionError('mathjs/unit', `${text} is a quantity with a unit; formulas have plain numbers only`, {
      hint: 'convert it first, for instance with math.unit(…).toNumber(…)',
    }),
  unsupportedExpression: (what: string): FluxionError =>
    new FluxionError('mathjs/unsupported-expression', `mathjs has no counterpart of ${what}`, {
      hint: 'evaluate of @fluxion/symbolic has a value of every function in double precision',
    }),
  unbound: (name: string): FluxionError =>
    new FluxionError('evaluate/unbound-symbol', `no value for the symbol ${name}`, {
      hint: `pass one: { ${name}: 1 }`,
    }),
  badDigits: (found: unknown): FluxionError =>
    new FluxionError('mathjs/bad-digits', `digits is ${String(found)}; an integer from 1 to 10000 is wanted`, {
      hint: 'for example evaluatePrecise(f, { x: 2 }, { digits: 50 })',
    }),
  badValue: (name: string, found: unknown): FluxionError =>
    new FluxionError(
      'evaluate/bad-value',
      `the value of ${name} is ${JSON.stringify(found) ?? String(found)}; a number is wanted`,
      {
        hint: "numbers, bigints, BigNumbers and texts such as '0.1' are values",
      },
    ),
  unsettled: (text: string): FluxionError =>
    new FluxionError('mathjs/unsettled', `the digits of ${text} do not settle, however many are computed`, {
      hint: 'the formula jumps at this point: move it a little',
    }),
} as const
