import { FluxionError } from '@fluxion/symbolic'

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '))

/** The catalogue of this package's errors: one row an error. */
export const errors = {
  missingStart: (): FluxionError =>
    new FluxionError('optimize/missing-start', 'the option start is missing: where to begin', {
      hint: 'minimize(f, { start: { x: 0, y: 0 } })',
    }),
  unknownMethod: (found: unknown): FluxionError =>
    new FluxionError('optimize/unknown-method', `unknown method ${String(found)}`, {
      hint: "'lbfgs', 'newton', 'gradientDescent' or 'adam'",
    }),
  unboundSymbols: (names: readonly string[], known: readonly string[]): FluxionError =>
    new FluxionError(
      'optimize/unbound-symbol',
      `the formula contains ${list(names)}, which has no value to start from`,
      {
        hint: `start and data name ${list(known)}; add ${list(names)} to one of them`,
      },
    ),
  unusedName: (option: string, name: string, known: readonly string[]): FluxionError =>
    new FluxionError('optimize/unknown-name', `${option} names ${name}, which is not a parameter of the formula`, {
      hint: `the parameters are ${list(known)}`,
    }),
  badBounds: (name: string, found: string): FluxionError =>
    new FluxionError('optimize/bad-bounds', `the bounds of ${name} are ${found}`, {
      hint: 'bounds are [lower, upper] with lower <= upper; null, or -Infinity and Infinity, for none',
    }),
  badOption: (name: string, found: unknown, wanted: string): FluxionError =>
    new FluxionError('optimize/bad-option', `option ${name} is ${String(found)}, wanted ${wanted}`, {
      hint: 'leave the option out for its default',
    }),
  unknownOption: (name: string, known: readonly string[]): FluxionError =>
    new FluxionError('optimize/unknown-option', `there is no option ${name}`, {
      hint: `the options are ${list(known)}`,
    }),
  badStart: (what: string, place: string, reason?: string): FluxionError =>
    new FluxionError(
      'optimize/bad-start',
      `${what} at the start: ${place}${reason === undefined ? '' : `; ${reason}`}`,
      {
        hint: 'start from values where the formula is defined and finite',
      },
    ),
  flatStart: (names: readonly string[], place: string): FluxionError =>
    new FluxionError('optimize/flat-start', `the model does not change with ${list(names)} at the start: ${place}`, {
      hint: 'there is no direction to go from here; start nearer to the data, or scale the columns',
    }),
  stuckStart: (place: string): FluxionError =>
    new FluxionError('optimize/stuck-start', `no step from the start lowers the sum of squares: ${place}`, {
      hint: 'the model may overflow or be undefined all around; start elsewhere, or set bounds',
    }),
  notANumber: (found: unknown): FluxionError =>
    new FluxionError('optimize/not-a-number', `the function returned ${typeof found} where a number is wanted`, {
      hint: 'a function to minimise takes a Float64Array and returns a number',
    }),
  gradientSize: (found: number, wanted: number): FluxionError =>
    new FluxionError('optimize/gradient-size', `the gradient has ${found} entries, the start has ${wanted}`, {
      hint: 'one entry for each entry of the start, in the same order',
    }),
  hessianSize: (found: number, size: number): FluxionError =>
    new FluxionError('optimize/hessian-size', `the Hessian has ${found} entries, wanted ${size} by ${size}`, {
      hint: 'return its rows, nested or one after the other',
    }),
  noHessian: (size: number): FluxionError =>
    new FluxionError('optimize/too-large', `Newton's method holds a matrix of ${size} by ${size} numbers`, {
      hint: "use method 'lbfgs' for so many variables",
    }),
  columnLength: (name: string, found: number, wanted: number): FluxionError =>
    new FluxionError('optimize/column-length', `column ${name} has ${found} rows, others have ${wanted}`, {
      hint: 'columns of one table are equally long; leave incomplete rows out of all of them',
    }),
  noRows: (hasColumns: boolean): FluxionError =>
    new FluxionError('optimize/no-data', `data has no ${hasColumns ? 'row' : 'column'}`, {
      hint: 'fit(model, { data: { x: […], y: […] }, … })',
    }),
  missingResponse: (known: readonly string[]): FluxionError =>
    new FluxionError('optimize/missing-response', 'the option response is missing: which column the model describes', {
      hint: `the columns are ${list(known)}; a formula of columns such as 'log(y)' works too`,
    }),
  unknownColumn: (what: string, names: readonly string[], known: readonly string[]): FluxionError =>
    new FluxionError('optimize/unknown-column', `${what} uses ${list(names)}, which is not a column of data`, {
      hint: `the columns are ${list(known)}`,
    }),
  badData: (name: string, row: number, found: number, count: number): FluxionError =>
    new FluxionError(
      'optimize/bad-data',
      `${name} is ${found} in row ${row}${count > 1 ? ` and ${count - 1} more` : ''}`,
      {
        hint: 'leave rows with missing values out, or give them weight 0 and any finite value',
      },
    ),
  negativeWeight: (row: number, found: number): FluxionError =>
    new FluxionError(
      'optimize/bad-weights',
      `the weight of row ${row} is ${found}; weights are finite and not negative`,
      { hint: 'leave a row out with weight 0' },
    ),
  tooFewRows: (rows: number, parameters: number): FluxionError =>
    new FluxionError(
      'optimize/too-few-rows',
      `found ${rows} row${rows === 1 ? '' : 's'}, which cannot determine ${parameters} parameters`,
      {
        hint: 'hold some parameters fixed, or add data',
      },
    ),
  noParameters: (): FluxionError =>
    new FluxionError('optimize/no-parameters', 'there is no parameter to fit', {
      hint: 'name at least one free parameter of the model in start',
    }),
  aborted: (iteration: number): FluxionError =>
    new FluxionError('optimize/aborted', `stopped by its signal after ${iteration} iterations`, {
      hint: 'onProgress receives the best point of every iteration',
    }),
} as const
