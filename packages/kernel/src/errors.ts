/**
 * An error of the toolkit: a stable `code`, a message that says what was found, what was wanted and where, and a `hint`.
 * Codes that start with `internal:` are faults of the toolkit itself.
 *
 * @example
 * new FluxionError('kernel/example', 'found 2 inputs, wanted 3').code // => kernel/example
 */
export class FluxionError extends Error {
  readonly code: string
  readonly hint: string | undefined
  readonly position: number | undefined

  constructor(code: string, message: string, hint?: string, position?: number) {
    super(message)
    this.name = 'FluxionError'
    this.code = code
    this.hint = hint
    this.position = position
  }
}

interface Size {
  readonly rows: number
  readonly columns: number
}

const size = ({ rows, columns }: Size): string => `${rows} × ${columns}`

/** The catalogue: every error this package throws, one row each. */
export const errors = {
  invalidIr: (at: string, found: string): FluxionError =>
    new FluxionError('internal:kernel/invalid-ir', `invalid loop IR at ${at}: ${found}`),
  operandCount: (found: number, wanted: number): FluxionError =>
    new FluxionError(
      'kernel/operand-count',
      `the kernel takes ${wanted} inputs, got ${found}`,
      'pass one operand for each input of the IR, in order',
    ),
  operandType: (name: string, found: string, wanted: string): FluxionError =>
    new FluxionError(
      'kernel/operand-type',
      `"${name}" is ${found}, wanted ${wanted}`,
      'an array that the IR loads is a typed array of its lane; a scalar is a number',
    ),
  outOfBounds: (name: string, last: number, size: number): FluxionError =>
    new FluxionError(
      'kernel/out-of-bounds',
      `"${name}" is read or written at element ${last}, but its array has ${size}`,
      'check offset, stride and length',
    ),
  badLength: (length: number): FluxionError =>
    new FluxionError(
      'kernel/bad-length',
      `length must be a non-negative integer, got ${length}`,
      'count elements, as array.length does',
    ),
  unsupported: (target: string, what: string): FluxionError =>
    new FluxionError(
      'kernel/unsupported',
      `the ${target} target does not support ${what}`,
      "use target 'auto' or 'js'",
    ),
  tooLarge: (what: string, found: number, limit: number): FluxionError =>
    new FluxionError('limit/size', `${found} ${what} in one kernel, the limit is ${limit}`, 'split the computation'),
  productShapes: (a: Size, b: Size, out: Size): FluxionError =>
    new FluxionError(
      'kernel/product-shapes',
      `matrix product of ${size(a)} and ${size(b)} into ${size(out)}`,
      'm × k times k × n gives m × n',
    ),
  productTypes: (a: string, b: string, out: string): FluxionError =>
    new FluxionError(
      'kernel/product-types',
      `matrix product of ${a} and ${b} into ${out}`,
      'all three have one element type: Float64Array or Float32Array',
    ),
  unknownTarget: (found: string): FluxionError =>
    new FluxionError(
      'kernel/unknown-target',
      `unknown target "${found}"`,
      "targets are 'auto', 'js', 'wasm', 'interpret'",
    ),
} as const
