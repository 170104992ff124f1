import { FluxionError } from '@fluxion/symbolic'
import { describe } from './describe.ts'

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '))
const shapeText = (shape: readonly (number | string)[]): string => `[${shape.join(', ')}]`

/** A value of the caller's: as it is written, or what it is. */
const shown = (found: unknown): string => {
  if (typeof found === 'string') return JSON.stringify(found)
  return typeof found === 'object' || typeof found === 'function' ? describe(found) : String(found)
}

/** The catalogue of this package's errors: one row an error. */
export const errors = {
  badFormula: (where: string, found: string): FluxionError =>
    new FluxionError('bridge/bad-formula', `${where} is ${found}; a formula is an expression, a text or a number`, {
      hint: 'pass one formula, a list of formulas, or an object of named formulas',
    }),
  tooNested: (what: string, limit: number): FluxionError =>
    new FluxionError('limit/depth', `${what} stand in more than ${limit} lists or objects`, {
      hint: 'a list or an object must not contain itself',
    }),
  notComputable: (what: string): FluxionError =>
    new FluxionError('bridge/not-computable', `${what} has no numeric value`, {
      hint: 'substitute a formula for it, or give it one with defineFunction',
    }),
  notTraceable: (): FluxionError =>
    new FluxionError('bridge/not-traceable', 'the function uses an operator of JavaScript on a formula', {
      hint: 'formulas have methods and functions instead: write x.mul(y), x.add(1), sin(x), gt(x, 0)',
    }),
  notAFunction: (found: unknown): FluxionError =>
    new FluxionError('bridge/not-traceable', `${shown(found)} is no function`, {
      hint: 'pass a function of expressions: trace((x) => x.mul(2), { x: [] })',
    }),
  untracedParameters: (wanted: number, names: readonly string[]): FluxionError =>
    new FluxionError(
      'bridge/not-traceable',
      `the function has ${wanted} parameters, shapes names ${names.length} (${list(names)})`,
      {
        hint: 'give the shape of each parameter, in order: { x: [], y: [] }',
      },
    ),
  missingArgument: (names: readonly string[], args: readonly string[]): FluxionError =>
    new FluxionError(
      'bridge/missing-argument',
      `the formula uses ${list(names)}, which args (${list(args)}) does not list`,
      {
        hint: 'list every free symbol of the formula in args, or leave args out',
      },
    ),
  repeatedArgument: (option: string, name: string): FluxionError =>
    new FluxionError('bridge/repeated-argument', `${option} lists ${name} twice`, { hint: 'list every symbol once' }),
  unboundArgument: (name: string, args: readonly string[]): FluxionError =>
    new FluxionError('bridge/unbound-argument', `no value is given for ${name}`, {
      hint: `pass ${list(args)} by position, or one object with these names`,
    }),
  argumentCount: (found: number, args: readonly string[]): FluxionError =>
    new FluxionError(
      'bridge/argument-count',
      `the kernel takes ${args.length} arguments (${list(args)}), got ${found}`,
      {
        hint: 'pass all by position, or one object with these names',
      },
    ),
  badArgument: (name: string, found: string): FluxionError =>
    new FluxionError('bridge/bad-argument', `the value of ${name} is ${found}`, {
      hint: 'a value is a number, a nested array of numbers, a typed array or a tensor',
    }),
  broadcast: (name: string, shape: readonly number[], others: readonly number[]): FluxionError =>
    new FluxionError(
      'bridge/shape-mismatch',
      `the shape ${shapeText(shape)} of ${name} does not broadcast with ${shapeText(others)}`,
      { hint: 'trailing axes must be equal, or 1' },
    ),
  argumentShape: (
    name: string,
    wanted: readonly (number | string)[],
    found: readonly number[],
    why: string,
  ): FluxionError =>
    new FluxionError(
      'bridge/shape-mismatch',
      `${name} has shape ${shapeText(found)}, the formula declares ${shapeText(wanted)}${why === '' ? '' : `, ${why}`}`,
      { hint: 'pass an array of the declared shape; dimensions of one name have one size' },
    ),
  badOutput: (where: string, wanted: string, found: string): FluxionError =>
    new FluxionError('bridge/bad-output', `out${where} is ${found}, wanted ${wanted}`, {
      hint: 'out is a tensor or a typed array of the size and dtype of the result, or an object of them in its shape',
    }),
  badOption: (name: string, found: unknown, wanted: string): FluxionError =>
    new FluxionError('bridge/bad-option', `option ${name} is ${shown(found)}, wanted ${wanted}`, {
      hint: 'check the spelling and the type of the option',
    }),
  badOptions: (found: unknown): FluxionError =>
    new FluxionError('bridge/bad-option', `the options are ${shown(found)}, wanted an object`, {
      hint: "options come last, in one object: { dtype: 'float32' }",
    }),
  reduceMatrices: (): FluxionError =>
    new FluxionError(
      'bridge/bad-option',
      'reduce sums scalar formulas over columns; this one has vectors or matrices',
      {
        hint: 'write the sum in the formula: sum(f), mean(f)',
      },
    ),
  notScalar: (what: string, shape: readonly (number | string)[]): FluxionError =>
    new FluxionError('bridge/not-scalar', `${what} has shape ${shapeText(shape)}, a scalar formula is wanted`, {
      hint: 'take one entry of it, or a sum or a norm over all',
    }),
  unsupportedExport: (target: string, what: string): FluxionError =>
    new FluxionError('bridge/unsupported-export', `${target} has no ${what}`, {
      hint: 'rewrite the formula without it, or compile it for this machine',
    }),
  badIdentifier: (what: string, found: unknown): FluxionError =>
    new FluxionError('bridge/bad-identifier', `${shown(found)} cannot name ${what}`, {
      hint: 'give it a plain name that nothing else has',
    }),
  internal: (what: string): FluxionError => new FluxionError('internal:bridge', `internal: ${what}`),
} as const
