import { FluxionError } from '@fluxion/symbolic'

/** The catalogue of this package's errors. */
export const errors = {
  unsupportedNode: (type: string, text: string): FluxionError =>
    new FluxionError('mathjs/unsupported-node', `found the ${type} ${text}, which cannot become a formula`, {
      hint: 'numbers, symbols, operators, functions, parentheses and conditionals can',
    }),
  unsupportedOperator: (name: string, text: string): FluxionError =>
    new FluxionError('mathjs/unsupported-operator', `the operator ${name} has no counterpart among formulas: ${text}`),
  unsupportedFunction: (name: string, text: string): FluxionError =>
    new FluxionError(
      'mathjs/unsupported-function',
      `mathjs's function ${name} has no counterpart among formulas: ${text}`,
    ),
  unit: (text: string): FluxionError =>
    new FluxionError('mathjs/unit', `${text} is a quantity with a unit; formulas have plain numbers only`, {
      hint: 'convert it first, for instance with math.unit(…).toNumber(…)',
    }),
  unsupportedExpression: (what: string): FluxionError =>
    new FluxionError('mathjs/unsupported-expression', `mathjs has no counterpart of ${what}`),
  unbound: (name: string): FluxionError =>
    new FluxionError('evaluate/unbound-symbol', `no value for the symbol ${name}`, {
      hint: `pass one: { ${name}: 1 }`,
    }),
  badDigits: (found: unknown): FluxionError =>
    new FluxionError('mathjs/bad-digits', `digits is ${String(found)}; an integer from 1 to 10000 is wanted`),
} as const
