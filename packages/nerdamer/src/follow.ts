import { agree } from './proof.ts'

/**
 * Where the values of `f` settle as its argument goes to zero from above: a number, an infinity, or undefined where they do not. The
 * distances are halved, then squared (limits such as that of 1 / log), and each sequence is extrapolated once by Richardson's rule.
 */
export function follow(f: (h: number) => number): number | undefined {
  const halved = Array.from({ length: 24 }, (_, i) => f(FIRST * 0.5 ** i)).filter((value) => !Number.isNaN(value))
  if (halved.length < 12) return undefined
  const value = settle(halved, multiplies)
  if (value !== undefined) return value
  const squared = Array.from({ length: 9 }, (_, i) => f(Math.exp(-(2 ** i)))).filter((value) => !Number.isNaN(value))
  return squared.length < 6 ? undefined : settle(squared, keepsRising)
}

/** No power of two nor simple fraction, so that no oscillation is met at one phase only. */
const FIRST = 0.2078

function settle(values: readonly number[], grows: (last: readonly number[]) => boolean): number | undefined {
  const end = values[values.length - 1] as number
  if (grows(values.slice(-6).map((value) => value * Math.sign(end)))) return Math.sign(end) * Number.POSITIVE_INFINITY
  // first-order extrapolation: the error of f(h) is taken as c·h, and what is left is judged by three neighbours
  const improved = values.slice(1).map((value, i) => 2 * value - (values[i] as number))
  const calm = [values, improved].map(calmest).filter((found) => found !== undefined)
  const [best] = calm.sort((a, b) => a.spread - b.spread)
  return best && agree(best.value + best.spread, best.value, 6) ? best.value : undefined
}

/** The value around which three neighbours differ least; the first ones that hardly differ, since later ones are worse rounded. */
function calmest(row: readonly number[]): { readonly value: number; readonly spread: number } | undefined {
  let best: { value: number; spread: number } | undefined
  for (let i = 2; i < row.length; i++) {
    const [a, b, value] = row.slice(i - 2, i + 1) as [number, number, number]
    const spread = Math.max(Math.abs(value - b), Math.abs(b - a))
    if (spread < (best?.spread ?? Number.POSITIVE_INFINITY)) best = { value, spread }
    if (spread <= 1e-7 * Math.max(1, Math.abs(value))) break
  }
  return best
}

/** Whether the last values grow by a tenth or more at each step, to 100 at least. */
const multiplies = (last: readonly number[]): boolean =>
  (last[5] as number) > 100 &&
  last.every((v, i) => i === 0 || v === Number.POSITIVE_INFINITY || v / (last[i - 1] as number) > 1.1)

/** Whether the last values rise by steps that do not shrink. */
const keepsRising = (last: readonly number[]): boolean => {
  const steps = last.slice(1).map((value, i) => value - (last[i] as number))
  return steps.every((step, i) => step > 0.1 && (i === 0 || step > 0.97 * (steps[i - 1] as number)))
}
