import { FluxionError } from '@fluxion/symbolic'

/** The catalogue of this package's errors: one row an error. */
export const errors = {
  complexNeedsFormula: (): FluxionError =>
    new FluxionError('gradcheck/complex-needs-formula', "method 'complex' needs a formula, found a function", {
      hint: "a function cannot be evaluated at complex numbers from outside: use 'richardson', or pass the formula",
    }),
  notAnalytic: (formula: string): FluxionError =>
    new FluxionError('gradcheck/not-analytic', `no complex step for ${formula} at this point`, {
      hint: "it has a kink here or an operation without complex continuation: use 'richardson'",
    }),
  unknownMethod: (found: unknown): FluxionError =>
    new FluxionError('gradcheck/unknown-method', `unknown method ${String(found)}`, {
      hint: "'central', 'richardson' or 'complex'",
    }),
  badOption: (name: string, found: unknown, wanted: string): FluxionError =>
    new FluxionError(
      'gradcheck/bad-option',
      `option ${name} is ${JSON.stringify(found) ?? String(found)}, wanted ${wanted}`,
      { hint: 'leave the option out for its default' },
    ),
  unknownOption: (name: string, known: readonly string[]): FluxionError =>
    new FluxionError('gradcheck/unknown-option', `there is no option ${name}`, {
      hint: `the options are ${known.join(', ')}`,
    }),
  unnamedPoint: (free: readonly string[]): FluxionError =>
    new FluxionError(
      'gradcheck/unnamed-point',
      `the formula has the variables ${free.join(', ')}; the point names none`,
      {
        hint: `a record says which is which: { ${free.map((name) => `${name}: …`).join(', ')} }`,
      },
    ),
  notScalar: (count: number): FluxionError =>
    new FluxionError('gradcheck/not-scalar', `the function returned ${count} numbers; a gradient is that of one`, {
      hint: 'use checkJacobian with the option jacobian',
    }),
  missingPoint: (): FluxionError =>
    new FluxionError('gradcheck/missing-point', 'the option `at` is missing: the point to check at', {
      hint: 'checkGradient(f, { at: { x: 1, y: 2 } })',
    }),
  missingGradient: (wanted: string): FluxionError =>
    new FluxionError(
      'gradcheck/missing-gradient',
      `a function comes without its ${wanted}: there is nothing to check`,
      {
        hint: `pass it as the option ${wanted}, or pass the formula instead of a function`,
      },
    ),
  notANumber: (what: string, found: unknown): FluxionError =>
    new FluxionError('gradcheck/not-a-number', `${what} returned ${describe(found)} where a number is wanted`, {
      hint: 'a function to check takes a Float64Array and returns a number',
    }),
  gradientSize: (found: number, wanted: number): FluxionError =>
    new FluxionError('gradcheck/gradient-size', `the gradient has ${found} entries, the point has ${wanted}`, {
      hint: 'one entry for each entry of the point, in the same order',
    }),
  gradientPart: (name: string, found: unknown): FluxionError =>
    new FluxionError('gradcheck/gradient-part', `the gradient has no part ${name}: found ${describe(found)}`, {
      hint: `return a record with ${name}, or an array in the order of wrt`,
    }),
  inertDerivative: (found: string): FluxionError =>
    new FluxionError(
      'gradcheck/inert-derivative',
      `the derivative ${found} is not worked out: there is nothing to check`,
      {
        hint: 'give the partial derivatives of its functions with defineFunction',
      },
    ),
  whichVariable: (free: readonly string[]): FluxionError =>
    new FluxionError('gradcheck/which-variable', `the formula has ${free.length} variables: by which one?`, {
      hint: free.length === 0 ? 'name one: { by: "x" }' : `name one of ${free.join(', ')}: { by: '${free[0]}' }`,
    }),
  notInFormula: (name: string, free: readonly string[]): FluxionError =>
    new FluxionError('gradcheck/unknown-variable', `the formula does not contain ${name}`, {
      hint: free.length === 0 ? 'it has no variables' : `its variables are ${free.join(', ')}`,
    }),
} as const

const describe = (found: unknown): string =>
  found === null || found === undefined || typeof found === 'number' ? String(found) : typeof found
