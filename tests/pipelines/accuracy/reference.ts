import reference from './reference.json' with { type: 'json' }

/** One function's points: arguments, the nearest double to the value, and what rounding took, in units in the last place. */
export interface Points {
  readonly args: readonly Float64Array[]
  readonly nearest: Float64Array
  readonly rest: Float32Array
}

/** The functions of the reference. */
export const functions = Object.keys(reference) as (keyof typeof reference)[]

const binary = new Set(['pow', 'atan2', 'hypot'])

/** Decodes the rows of one function (see generate.py). */
export function pointsOf(name: (typeof functions)[number]): Points {
  const bytes = Uint8Array.from(atob(reference[name]), (c) => c.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  const arity = binary.has(name) ? 2 : 1
  const stride = 8 * (arity + 1) + 4
  const count = bytes.length / stride
  const column = (offset: number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => view.getFloat64(i * stride + offset, true))
  const rest = Float32Array.from({ length: count }, (_, i) => view.getFloat32(i * stride + 8 * (arity + 1), true))
  return { args: Array.from({ length: arity }, (_, k) => column(8 * k)), nearest: column(8 * arity), rest }
}

/** The distance from a double to the next one up in magnitude. */
export function unitInLastPlace(x: number): number {
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x) || 5e-324)), -1022)
  for (const e of [exponent + 1, exponent, exponent - 1]) {
    if (2 ** Math.max(e, -1022) <= Math.abs(x) || e <= -1022) return 2 ** Math.max(e - 52, -1074)
  }
  return 5e-324
}
