import * as api from '@fluxion/tensor'
import { expect } from 'vitest'
import { agree, corpusTest, type Fault, Score } from './corpus.ts'

type Value = number | boolean | string

interface Literal {
  readonly shape: readonly number[]
  readonly dtype: string
  readonly data: readonly Value[]
}

type Argument = Literal | readonly Literal[]

interface Row {
  readonly id: string
  readonly op: string
  readonly args: readonly Argument[]
  readonly kw: Readonly<Record<string, unknown>>
  readonly expect?: Literal | readonly Literal[]
  readonly throws?: string
  readonly message?: string
  readonly compare?: 'qr' | 'sorted' | 'complex-sorted'
}

const TOLERANCE = 1e-9

corpusTest<Row>('tensor.jsonl', 'operations give what PyTorch and NumPy give', (rows) => {
  const score = new Score('tensor.jsonl', ['wrong', 'error', 'accepted'])
  for (const row of rows) score.add(`${row.id} ${row.op}`, judge(row))
  score.print()
  expect(score.right).toBe(rows.length)
})

type Callable = (...args: unknown[]) => unknown

/** Names of the corpus that are a method, a member of linalg, or differ. */
const linalg: Readonly<Record<string, unknown>> =
  'linalg' in api ? (api.linalg as unknown as Record<string, unknown>) : {}
const special: Readonly<Record<string, Callable>> = {
  index: (x, options) => (x as api.Tensor).at(...(options as { index: unknown[] }).index.map(indexOf)),
  take_rows: (x, index) => (x as api.Tensor).at(index as api.Tensor),
  matrix_norm: (x, options) => (linalg.norm as Callable)(x, options),
  lstsq: (a, b) => (linalg.lstsq as Callable)(a, b),
}

function operationOf(op: string): Callable {
  const name = camelCase(op)
  const found = special[op] ?? (api as Readonly<Record<string, unknown>>)[name] ?? linalg[name]
  if (typeof found !== 'function') throw new Error(`no operation ${name}`)
  return found as Callable
}

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

function indexOf(item: unknown): api.Index {
  if (item === 'newaxis') return null
  if (typeof item !== 'object' || item === null) return item as api.Index
  const { start, stop, step } = item as { start: number | null; stop: number | null; step: number | null }
  return api.slice(start, stop, step)
}

const numberOf = (value: Value): number => (typeof value === 'boolean' ? Number(value) : Number(value))

function read(argument: Argument): unknown {
  if (Array.isArray(argument)) return argument.map(read)
  const { shape, dtype, data } = argument as Literal
  const flat = api.tensor(data.map(numberOf), { dtype: (dtype === 'int64' ? 'int32' : dtype) as api.DType })
  return flat.reshape([...shape])
}

function readOptions(row: Row): Record<string, unknown> {
  const number = (value: unknown): unknown =>
    value === 'Infinity' || value === '-Infinity' || value === 'NaN' ? Number(value) : value
  return Object.fromEntries(Object.entries(row.kw).map(([key, value]) => [camelCase(key), number(value)]))
}

function judge(row: Row): Fault | undefined {
  let result: unknown
  try {
    const options = readOptions(row)
    const args = row.args.map(read)
    result = operationOf(row.op)(...args, ...(Object.keys(options).length > 0 ? [options] : []))
  } catch (error) {
    const coded = error instanceof Error && 'code' in error && !String(error.code).startsWith('internal:')
    if (row.throws !== undefined && coded) return undefined
    return { kind: 'error', reason: String(error).split('\n')[0] as string }
  }
  if (row.throws !== undefined) return { kind: 'accepted', reason: `wanted: ${row.message}` }
  const reason = compare(row, result)
  return reason === undefined ? undefined : { kind: 'wrong', reason }
}

function compare(row: Row, result: unknown): string | undefined {
  const wanted = row.expect as Literal | readonly Literal[]
  if (Array.isArray(wanted)) {
    const parts = [...(result as Iterable<api.Tensor>)]
    if (parts.length !== wanted.length) return `${parts.length} results for ${wanted.length}`
    if (row.compare === 'qr') return compareQr(parts as [api.Tensor, api.Tensor], wanted as [Literal, Literal])
    return wanted.map((part, i) => difference(parts[i] as api.Tensor, part)).find((reason) => reason !== undefined)
  }
  const literal = ofDefaultDtype(row, wanted as Literal)
  if (row.compare === 'complex-sorted') return compareComplex(result as { re: api.Tensor; im: api.Tensor }, literal)
  return difference(first(result), literal, row.compare === 'sorted')
}

/** PyTorch's default dtype, float32, is what integers become there; ours is float64. */
function ofDefaultDtype(row: Row, wanted: Literal): Literal {
  const integers = row.args.every((argument) => 'dtype' in argument && argument.dtype === 'int64')
  return integers && wanted.dtype === 'float32'
    ? { ...wanted, dtype: 'float64', data: wanted.data.map(numberOf) }
    : wanted
}

/** The tensor itself, or the first of several results. */
function first(result: unknown): api.Tensor {
  return result instanceof api.Tensor ? result : ([...(result as Iterable<api.Tensor>)][0] as api.Tensor)
}

function difference(x: api.Tensor, wanted: Literal, sorted = false): string | undefined {
  if (x.shape.join() !== wanted.shape.join()) return `shape [${x.shape}] for [${wanted.shape}]`
  const dtype = wanted.dtype === 'int64' ? 'int32' : wanted.dtype
  if (x.dtype !== dtype) return `dtype ${x.dtype} for ${dtype}`
  const found = [...api.toTypedArray(x)]
  const expected = wanted.data.map(numberOf)
  if (sorted) {
    found.sort((a, b) => a - b)
    expected.sort((a, b) => a - b)
  }
  const scale = Math.max(1, ...expected.filter(Number.isFinite).map(Math.abs))
  const at = expected.findIndex((value, i) => !near(found[i] as number, value, scale))
  return at < 0 ? undefined : `${found[at]} for ${expected[at]} at ${at}`
}

/** Near relative to itself, or where cancellation is at work relative to the largest element. */
function near(found: number, expected: number, scale: number): boolean {
  return agree(found, expected, TOLERANCE) || Math.abs(found - expected) <= 1e-12 * scale
}

/** Q and R are unique up to the signs of R's diagonal. */
function compareQr([q, r]: [api.Tensor, api.Tensor], [wantedQ, wantedR]: [Literal, Literal]): string | undefined {
  const columns = wantedR.shape[1] as number
  const signs = Array.from({ length: wantedR.shape[0] as number }, (_, i) =>
    Math.sign(r.at(i, i).item() * numberOf(wantedR.data[i * columns + i] as Value)),
  )
  const s = api.tensor(signs)
  return difference(q.mul(s), wantedQ) ?? difference(r.mul(s.unsqueeze(1)), wantedR)
}

/** Complex numbers as pairs, in any order: each one found is matched with the nearest that is left. */
function compareComplex({ re, im }: { re: api.Tensor; im: api.Tensor }, wanted: Literal): string | undefined {
  const left = Array.from({ length: wanted.shape[0] as number }, (_, i) =>
    [wanted.data[2 * i], wanted.data[2 * i + 1]].map(Number),
  )
  if (re.shape.join() !== String(left.length)) return `shape [${re.shape}] for [${left.length}]`
  for (let i = 0; i < left.length; i++) {
    const [x, y] = [re.at(i).item(), im.at(i).item()]
    const gaps = left.map(([a, b]) => Math.hypot(x - (a as number), y - (b as number)))
    const best = gaps.indexOf(Math.min(...gaps))
    if (!((gaps[best] as number) <= 1e-8 * Math.max(1, Math.hypot(x, y)))) return `${x} + ${y}i has no partner`
    left[best] = [Infinity, Infinity]
  }
  return undefined
}
