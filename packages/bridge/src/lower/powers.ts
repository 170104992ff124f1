import type { Expr } from '@fluxion/symbolic'
import type { Emitter } from './emitter.ts'

/** Largest whole exponent that is multiplied out: a chain for 64 has six steps and errs by less than 64 half-ulps. */
const MAX_CHAIN = 64

/** Whether |exponent| is computed by multiplications and square roots: a multiple of 1/4 that is not too large. */
export function isChainExponent(exponent: number): boolean {
  return Number.isInteger(4 * exponent) && Math.abs(exponent) <= MAX_CHAIN
}

/**
 * Powers by multiplication chains that share their steps: x², x³ and x⁵ of one formula take three multiplications.
 * The exponents wanted of each base are noted before anything is emitted.
 */
export class PowerChains {
  readonly #wanted = new Map<Expr, Set<number>>()
  readonly #made = new Map<number, Map<number, number>>()

  /** Notes that base^exponent will be asked for. */
  note(base: Expr, exponent: number): void {
    const n = Math.floor(Math.abs(exponent))
    if (n < 2 || !isChainExponent(exponent)) return
    const wanted = this.#wanted.get(base)
    if (wanted === undefined) this.#wanted.set(base, new Set([n]))
    else wanted.add(n)
  }

  /** base^exponent for a positive chain exponent; `value` is the value of the base. */
  emit(k: Emitter, base: Expr, value: number, exponent: number): number {
    const whole = Math.floor(exponent)
    const quarters = Math.round(4 * (exponent - whole))
    let result = whole > 0 ? this.#whole(k, base, value, whole) : undefined
    const times = (factor: number): number => (result === undefined ? factor : k.op('mul', result, factor))
    if (quarters >= 2) result = times(k.op('sqrt', value))
    if (quarters % 2 === 1) result = times(k.op('sqrt', k.op('sqrt', value)))
    return result ?? k.number(1)
  }

  #whole(k: Emitter, base: Expr, value: number, n: number): number {
    if (n === 1) return value
    let made = this.#made.get(value)
    if (made === undefined) {
      made = new Map()
      this.#made.set(value, made)
    }
    const known = made.get(n)
    if (known !== undefined) return known
    const [i, j] = split(n, this.#wanted.get(base))
    const result = k.op('mul', this.#whole(k, base, value, i), this.#whole(k, base, value, j))
    made.set(n, result)
    return result
  }
}

/** n = i + j, where possible of exponents that are wanted anyway. */
function split(n: number, wanted: ReadonlySet<number> | undefined): readonly [number, number] {
  if (n % 2 === 0 && wanted?.has(n / 2) === true) return [n / 2, n / 2]
  for (const i of wanted ?? []) if (i < n && i > 1 && (n - i === 1 || wanted!.has(n - i))) return [i, n - i]
  return n % 2 === 0 ? [n / 2, n / 2] : [n - 1, 1]
}
