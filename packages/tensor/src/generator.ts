import { errors } from './errors.ts'
import { layers, tailStart, tailValue, zigguratDensity, zigguratEdges, zigguratScale } from './ziggurat.ts'

// Named because V8 computes `2 ** n` at every call.
const twoTo26 = 2 ** 26
const twoTo32 = 2 ** 32
const twoToMinus24 = 2 ** -24
const twoToMinus53 = 2 ** -53

/**
 * A generator of random numbers: xoshiro128++ of Blackman and Vigna, "Scrambled linear pseudorandom number generators" (ACM Trans. Math.
 * Softw. 47, 2021), period 2¹²⁸ − 1, its state filled from the seed by SplitMix32. Only integer operations and IEEE arithmetic enter, so the
 * numbers of a seed are the same on every platform.
 *
 * @example
 * const a = new Generator(7)
 * const b = new Generator(7)
 * a.uniform() === b.uniform() // => true
 */
export class Generator {
  readonly #state = new Int32Array(4)

  constructor(seed: number) {
    this.manualSeed(seed)
  }

  /** Starts over from a seed, an integer. */
  manualSeed(seed: number): this {
    if (!Number.isSafeInteger(seed)) throw errors.range('manualSeed', String(seed), 'an integer')
    let mixed = (seed | 0) ^ Math.imul(Math.floor(seed / twoTo32) | 0, 0x85ebca6b)
    for (let i = 0; i < 4; i++) {
      mixed = (mixed + 0x9e3779b9) | 0
      let z = mixed
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
      this.#state[i] = z ^ (z >>> 15)
    }
    return this
  }

  /** 32 random bits, as a signed integer. */
  bits(): number {
    const s = this.#state
    const s0 = s[0]!
    const s1 = s[1]!
    const s2 = s[2]! ^ s0
    const s3 = s[3]! ^ s1
    const sum = (s0 + s[3]!) | 0
    s[1] = s1 ^ s2
    s[0] = s0 ^ s3
    s[2] = s2 ^ (s1 << 9)
    s[3] = (s3 << 11) | (s3 >>> 21)
    return (((sum << 7) | (sum >>> 25)) + s0) | 0
  }

  /** A number of [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.bits() >>> 5
    const low = this.bits() >>> 6
    return (high * twoTo26 + low) * twoToMinus53
  }

  /** An integer of [0, range) without bias: multiplication and rejection of Lemire (ACM Trans. Model. Comput. Simul. 29, 2019). */
  below(range: number): number {
    if (range > twoTo32) return Math.floor(this.uniform() * range)
    for (;;) {
      const product = (this.bits() >>> 0) * range
      const low = product % twoTo32
      if (low >= range || low >= twoTo32 % range) return Math.floor(product / twoTo32)
    }
  }

  /** Fills an array with numbers of [0, 1); for single precision with 24 random bits. */
  fillUniform(to: Float64Array | Float32Array): void {
    if (to instanceof Float64Array) for (let i = 0; i < to.length; i++) to[i] = this.uniform()
    else for (let i = 0; i < to.length; i++) to[i] = (this.bits() >>> 8) * twoToMinus24
  }

  /** A number of the standard normal distribution. */
  normal(): number {
    const one = new Float64Array(1)
    this.fillNormal(one)
    return one[0]!
  }

  /**
   * Fills an array with numbers of the standard normal distribution by the ziggurat of Marsaglia and Tsang (J. Stat. Softw. 5, 2000) with 256
   * layers; layer, sign and place come from different bits, as Doornik (2005) asks.
   */
  fillNormal(to: Float64Array | Float32Array): void {
    const state = this.#state
    let s0 = state[0]!
    let s1 = state[1]!
    let s2 = state[2]!
    let s3 = state[3]!
    for (let i = 0; i < to.length; i++) {
      // Two steps of `bits` on local variables.
      const sum = (s0 + s3) | 0
      const bits = (((sum << 7) | (sum >>> 25)) + s0) | 0
      const t2 = s2 ^ s0
      const t3 = s3 ^ s1
      const t1 = s1 ^ t2
      const t0 = s0 ^ t3
      const u2 = t2 ^ (s1 << 9)
      const u3 = (t3 << 11) | (t3 >>> 21)
      const total = (t0 + u3) | 0
      const low = (((total << 7) | (total >>> 25)) + t0) | 0
      s2 = u2 ^ t0
      s3 = u3 ^ t1
      s1 = t1 ^ s2
      s0 = t0 ^ s3
      s2 ^= t1 << 9
      s3 = (s3 << 11) | (s3 >>> 21)

      const layer = bits & (layers - 1)
      let x = ((bits >>> 11) * twoTo32 + (low >>> 0)) * zigguratScale[layer]!
      if (x >= zigguratEdges[layer + 1]!) {
        state[0] = s0
        state[1] = s1
        state[2] = s2
        state[3] = s3
        x = this.#outside(x, layer)
        s0 = state[0]!
        s1 = state[1]!
        s2 = state[2]!
        s3 = state[3]!
      }
      // The ninth bit is the sign: 1 or -1 without a branch that no one could predict.
      to[i] = x * (1 - ((bits & layers) >>> 7))
    }
    state[0] = s0
    state[1] = s1
    state[2] = s2
    state[3] = s3
  }

  /** A place outside the rectangle of its layer: in the tail, under the curve, or refused for another number. */
  #outside(x: number, layer: number): number {
    if (layer === 0) return this.#tail()
    return this.#underDensity(x, layer) ? x : this.normal()
  }

  #underDensity(x: number, layer: number): boolean {
    const low = zigguratDensity[layer]!
    const high = zigguratDensity[layer + 1]!
    return low + this.uniform() * (high - low) < tailValue.density(x)
  }

  #tail(): number {
    for (;;) {
      const x = -tailValue.logarithm(1 - this.uniform()) / tailStart
      const y = -tailValue.logarithm(1 - this.uniform())
      if (y + y > x * x) return tailStart + x
    }
  }
}
