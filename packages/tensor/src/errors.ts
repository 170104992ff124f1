import { FluxionError } from '@fluxion/kernel'

/** A value of the user's in a message. */
function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? `a ${value.constructor?.name ?? 'object'}` : String(value)
}

const text = (shape: readonly number[]): string => `[${shape.join(', ')}]`

/** How operations are called, by name: known of those that were called. */
export const usages: Map<string, string> = new Map()

const usageOf = (operation: string): string => usages.get(operation) ?? 'see the reference'

/** The catalogue: every error this package throws, one row each. The first argument names the operation. */
export const errors = {
  shapeMismatch: (operation: string, a: readonly number[], b: readonly number[], wanted: string): FluxionError =>
    new FluxionError(
      'tensor/shape-mismatch',
      `${operation}: shapes ${text(a)} and ${text(b)} do not fit: ${wanted}`,
      'reshape, unsqueeze and T change a shape',
    ),
  broadcast: (operation: string, a: readonly number[], b: readonly number[], dim: number): FluxionError =>
    new FluxionError(
      'tensor/shape-mismatch',
      `${operation}: shapes ${text(a)} and ${text(b)} do not broadcast: sizes differ at dimension ${dim}`,
      'aligned from the right, sizes must be equal or 1',
    ),
  dimensions: (operation: string, shape: readonly number[], wanted: string): FluxionError =>
    new FluxionError(
      'tensor/dimensions',
      `${operation}: wanted ${wanted}, got shape ${text(shape)}`,
      'reshape, unsqueeze and flatten change the number of dimensions',
    ),
  dimOutOfRange: (operation: string, dim: unknown, rank: number, shape?: readonly number[]): FluxionError =>
    new FluxionError(
      'tensor/dim-out-of-range',
      `${operation}: dimension ${describe(dim)} is out of range [${-Math.max(rank, 1)}, ${Math.max(rank, 1) - 1}]${
        shape === undefined ? '' : ` for shape ${text(shape)}`
      }`,
      'negative dimensions count from the end',
    ),
  repeatedDim: (operation: string, dims: readonly number[]): FluxionError =>
    new FluxionError(
      'tensor/repeated-dim',
      `${operation}: dimensions ${text(dims)} name one twice`,
      'negative dimensions count from the end',
    ),
  reshape: (operation: string, from: readonly number[], to: readonly number[]): FluxionError =>
    new FluxionError(
      'tensor/bad-shape',
      `${operation}: shape ${text(to)} does not hold the elements of shape ${text(from)}`,
      'the product of sizes must stay the same; one size may be -1',
    ),
  viewStrides: (from: readonly number[], strides: readonly number[], to: readonly number[]): FluxionError =>
    new FluxionError(
      'tensor/not-viewable',
      `view: shape ${text(from)} with strides ${text(strides)} cannot be seen as ${text(to)} without a copy`,
      'use reshape, which copies when it must',
    ),
  badSize: (operation: string, sizes: unknown): FluxionError =>
    new FluxionError(
      'tensor/bad-shape',
      `${operation}: sizes must be non-negative integers, got ${describe(sizes)}`,
      'sizes are written 2, 3 or [2, 3]',
    ),
  tooNested: (operation: string, limit: number): FluxionError =>
    new FluxionError(
      'limit/depth',
      `${operation}: arrays are nested more than ${limit} deep`,
      'an array must not contain itself',
    ),
  ragged: (operation: string, place: string, found: string, wanted: string): FluxionError =>
    new FluxionError(
      'tensor/ragged',
      `${operation}: ${place} is ${found}, wanted ${wanted}`,
      'nested arrays must be rectangular',
    ),
  length: (operation: string, found: number, shape: readonly number[]): FluxionError =>
    new FluxionError(
      'tensor/bad-shape',
      `${operation}: ${found} elements do not fill shape ${text(shape)}`,
      'the product of sizes is the number of elements',
    ),
  emptyReduction: (operation: string, shape: readonly number[], dim?: number): FluxionError =>
    new FluxionError(
      'tensor/empty-reduction',
      `${operation}: no element to choose from in shape ${text(shape)}${dim === undefined ? '' : ` along dimension ${dim}`}`,
      'x.numel() tells whether there are elements',
    ),
  indexOutOfRange: (operation: string, index: number, dim: number, size: number): FluxionError =>
    new FluxionError(
      'tensor/index-out-of-range',
      `${operation}: index ${index} is out of range for dimension ${dim} of size ${size}`,
      'negative indices count from the end',
    ),
  tooManyIndices: (operation: string, count: number, shape: readonly number[]): FluxionError =>
    new FluxionError(
      'tensor/too-many-indices',
      `${operation}: ${count} indices for shape ${text(shape)}`,
      'null adds a dimension',
    ),
  badIndex: (operation: string, found: unknown): FluxionError =>
    new FluxionError(
      'tensor/bad-index',
      `${operation}: ${typeof found === 'string' ? found : describe(found)} is not an index`,
      "an index is an integer, slice(…), ':', '...', null, a mask or a tensor of integers",
    ),
  range: (operation: string, found: string, wanted: string): FluxionError =>
    new FluxionError('tensor/out-of-range', `${operation}: found ${found}, wanted ${wanted}`, usageOf(operation)),
  dtype: (operation: string, found: string, wanted: string): FluxionError =>
    new FluxionError(
      'tensor/dtype',
      `${operation}: found ${found}, wanted ${wanted}`,
      "x.to('float64') changes the dtype",
    ),
  overflow: (operation: string, found: number): FluxionError =>
    new FluxionError(
      'tensor/overflow',
      `${operation}: ${found} does not fit into int32`,
      "x.to('float64') holds integers up to 2^53",
    ),
  tooLarge: (dtype: string, length: number): FluxionError =>
    new FluxionError(
      'tensor/too-large',
      `${length} elements of ${dtype} do not fit into memory`,
      'work on parts of it',
    ),
  value: (
    operation: string,
    name: string,
    found: unknown,
    wanted: string,
    usage: string,
    code: string = 'tensor/bad-argument',
  ): FluxionError => new FluxionError(code, `${operation}: ${name} is ${describe(found)}, wanted ${wanted}`, usage),
  unknownOption: (operation: string, found: string, known: readonly string[], usage: string): FluxionError =>
    new FluxionError(
      'tensor/unknown-option',
      `${operation}: no option ${found}, wanted ${known.length === 0 ? 'none' : known.join(', ')}`,
      usage,
    ),
  unknownParameter: (name: string): FluxionError =>
    new FluxionError('internal:tensor/unknown-parameter', `no row says what ${name} must be`),
  tooManyArguments: (operation: string, found: unknown, usage: string): FluxionError =>
    new FluxionError('tensor/bad-argument', `${operation}: ${describe(found)} is one argument too many`, usage),
  argument: (operation: string, found: string, wanted: string): FluxionError =>
    new FluxionError('tensor/bad-argument', `${operation}: found ${found}, wanted ${wanted}`, usageOf(operation)),
  truth: (operation: string, found: number): FluxionError =>
    new FluxionError(
      'tensor/dtype',
      `${operation}: found ${found} in a Uint8Array, which holds truth values: 0 and 1`,
      "for bytes as integers write tensor(bytes, { dtype: 'int32' })",
    ),
  equation: (equation: string, found: string): FluxionError =>
    new FluxionError('tensor/bad-equation', `einsum: "${equation}": ${found}`, "write it as 'ij,jk->ik'"),
  zeroDivision: (operation: string): FluxionError =>
    new FluxionError(
      'tensor/zero-division',
      `${operation}: an integer is divided by zero`,
      "floating dtypes give Infinity and NaN: x.to('float64')",
    ),
} as const
