import { type DType, getDefaultDtype, isFloating } from './dtype.ts'
import { sizeOf } from './shape.ts'
import type { Tensor } from './tensor.ts'

// The layout of PyTorch's `torch/_tensor_str.py` with its default print options.
const precision = 4
const threshold = 1000
const edgeItems = 3
const lineWidth = 80

/** The text PyTorch prints for a tensor. int32 is the default integer dtype and prints no suffix unless the tensor is empty. */
export function toText(x: Tensor): string {
  const prefix = 'tensor('
  const suffixes: string[] = []
  const empty = sizeOf(x.shape) === 0
  if (empty && x.ndim !== 1) suffixes.push(`size=(${x.shape.join(', ')}${x.ndim === 1 ? ',' : ''})`)
  if (isFloating(x.dtype) ? x.dtype !== getDefaultDtype() : empty) suffixes.push(`dtype=torch.${x.dtype}`)
  return withSuffixes(prefix + (empty ? '[]' : body(x, prefix.length)), suffixes, prefix.length)
}

function withSuffixes(body: string, suffixes: readonly string[], indent: number): string {
  let text = body
  let lastLine = body.length - body.lastIndexOf('\n') + 1
  for (const suffix of suffixes) {
    if (lastLine + suffix.length + 2 > lineWidth) {
      text += `,\n${' '.repeat(indent)}${suffix}`
      lastLine = indent + suffix.length
    } else {
      text += `, ${suffix}`
      lastLine += suffix.length + 2
    }
  }
  return `${text})`
}

function body(x: Tensor, indent: number): string {
  const summarise = sizeOf(x.shape) > threshold
  const shown = (dim: number): number[] => {
    const n = x.shape[dim]!
    const count = summarise && n > 2 * edgeItems ? edgeItems : n
    const first = Array.from({ length: count }, (_, i) => i)
    return count === n ? first : [...first, -1, ...first.map((i) => n - edgeItems + i)]
  }
  const values: number[] = []
  const collect = (dim: number, at: number): void => {
    if (dim === x.ndim) values.push(x.data[at]!)
    else for (const i of shown(dim)) if (i >= 0) collect(dim + 1, at + i * x.strides[dim]!)
  }
  collect(0, x.offset)
  const { width, format } = formatter(values, x.dtype)
  const pad = (value: number): string => format(value).padStart(width)

  const render = (dim: number, at: number, indent: number): string => {
    if (dim === x.ndim) return pad(x.data[at]!)
    const step = x.strides[dim]!
    if (dim === x.ndim - 1) {
      const items = shown(dim).map((i) => (i < 0 ? ' ...' : pad(x.data[at + i * step]!)))
      const perLine = Math.max(1, Math.floor((lineWidth - indent) / (width + 2)))
      const lines: string[] = []
      for (let i = 0; i < items.length; i += perLine) lines.push(items.slice(i, i + perLine).join(', '))
      return `[${lines.join(`,\n${' '.repeat(indent + 1)}`)}]`
    }
    const parts = shown(dim).map((i) => (i < 0 ? '...' : render(dim + 1, at + i * step, indent + 1)))
    return `[${parts.join(`,${'\n'.repeat(x.ndim - dim - 1)}${' '.repeat(indent + 1)}`)}]`
  }
  return render(0, x.offset, indent)
}

/** How all elements of one tensor are written, and the width of the longest. */
function formatter(values: readonly number[], dtype: DType): { width: number; format: (value: number) => string } {
  if (!isFloating(dtype)) {
    const format = dtype === 'bool' ? (v: number) => (v === 0 ? 'False' : 'True') : String
    return { width: widest(values, format), format }
  }
  const finite = values.filter((v) => Number.isFinite(v) && v !== 0)
  const sizes = finite.map(Math.abs)
  const [least, most] = [sizes.reduce((a, b) => Math.min(a, b), Infinity), sizes.reduce((a, b) => Math.max(a, b), 0)]
  const integral = finite.every(Number.isInteger)
  const scientific = finite.length > 0 && (most / least > 1000 || most > 1e8 || least < 1e-4)
  const write = scientific
    ? exponential
    : integral
      ? (v: number) => `${fixed(v, 0)}.`
      : (v: number) => fixed(v, precision)
  const format = (v: number): string =>
    Number.isFinite(v) ? write(v) : Number.isNaN(v) ? 'nan' : v > 0 ? 'inf' : '-inf'
  return { width: Math.max(1, widest(finite, format)), format }
}

function widest(values: readonly number[], format: (value: number) => string): number {
  return values.reduce((width, value) => Math.max(width, format(value).length), 1)
}

const sign = (value: number): string => (value < 0 || Object.is(value, -0) ? '-' : '')

/** `digits` decimals, ties to the even digit as in C (`toFixed` rounds them up). */
function fixed(value: number, digits: number): string {
  const size = Math.abs(value)
  const up = size.toFixed(digits)
  const tie = (size * 2 ** (digits + 1)) % 2 === 1
  const down = tie ? size.toFixed(digits + 1).slice(0, digits === 0 ? -2 : -1) : up
  return sign(value) + (tie && Number(down.at(-1)) % 2 === 0 ? down : up)
}

/** Four decimals and an exponent of two digits or more, ties to the even digit as in C. */
function exponential(value: number): string {
  const size = Math.abs(value)
  const exact = size.toExponential(60)
  const tie = /^\d\.\d{4}50*e/.test(exact)
  const down = exact.slice(0, 2 + precision) + exact.slice(exact.indexOf('e'))
  const text = tie && Number(exact[1 + precision]) % 2 === 0 ? down : size.toExponential(precision)
  const [mantissa, exponent] = text.split('e') as [string, string]
  return `${sign(value)}${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
}
