import { empty } from './create.ts'
import type { DType } from './dtype.ts'
import { walk } from './iterate.ts'
import { normaliseDim } from './shape.ts'
import type { Tensor } from './tensor.ts'

/** What one line of elements along a dimension becomes: numbers written to one array for each result. */
export type LineBody = (line: Float64Array, results: readonly Float64Array[]) => void

/**
 * Applies a body to every line of elements along a dimension. Each result has `length` elements along it and its own dtype.
 * A tensor without dimensions is one line of one element.
 */
export function mapLines(
  name: string,
  x: Tensor,
  dim: number,
  length: number | ((size: number) => number),
  dtypes: readonly DType[],
  body: LineBody,
): Tensor[] {
  const d = normaliseDim(name, dim, x.ndim, x.shape)
  const whole = x.ndim === 0 ? x.withLayout([1], [1]) : x
  const size = whole.shape[d]!
  const count = typeof length === 'number' ? length : length(size)
  const outputs = dtypes.map((dtype) => empty(dtype, whole.shape.with(d, count)))
  const line = new Float64Array(size)
  const results = dtypes.map(() => new Float64Array(count))
  const all = [whole, ...outputs]
  const rest = {
    shape: whole.shape.toSpliced(d, 1),
    strides: all.map((t) => t.strides.toSpliced(d, 1)),
  }
  walk(
    rest,
    all.map((t) => t.offset),
    (places) => {
      gather(whole, places[0]!, whole.strides[d]!, line)
      body(line, results)
      outputs.forEach((output, k) => {
        scatter(output, places[k + 1]!, output.strides[d]!, results[k]!)
      })
    },
  )
  return x.ndim === 0 && count === 1 ? outputs.map((output) => output.withLayout([], [])) : outputs
}

function gather({ data }: Tensor, start: number, step: number, line: Float64Array): void {
  for (let i = 0, at = start; i < line.length; i++, at += step) line[i] = data[at]!
}

function scatter({ data }: Tensor, start: number, step: number, line: Float64Array): void {
  for (let i = 0, at = start; i < line.length; i++, at += step) data[at] = line[i]!
}

/** The tensor without dimension `dim`, whose size is 1. */
export function dropDim(x: Tensor, dim: number): Tensor {
  if (x.ndim === 0) return x
  const d = normaliseDim('internal', dim, x.ndim)
  return x.withLayout(x.shape.toSpliced(d, 1), x.strides.toSpliced(d, 1))
}
