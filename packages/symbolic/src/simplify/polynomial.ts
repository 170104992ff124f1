/**
 * Sparse polynomials with integer coefficients in up to fifty generators. A monomial is one number: the exponents packed
 * side by side, `bits` apart, so that multiplying monomials adds their numbers and comparing them compares exponents
 * lexicographically, the last generator first.
 */
export type Polynomial = ReadonlyMap<number, bigint>

/** How exponents are packed: generator i occupies `bits` bits from bit `i * bits`; all of them fit in 52 bits. */
export interface Packing {
  readonly generators: number
  readonly bits: number
  /** The monomial of each generator to the power 1. */
  readonly units: readonly number[]
  /** Exponents are below this power of two. */
  readonly bound: number
}

const ROOM = 52

/** The packing for polynomials whose degree in every generator, products included, stays at or below `degree`. */
export function packing(generators: number, degree: number): Packing | undefined {
  const bits = 32 - Math.clz32(degree)
  if (generators * bits > ROOM) return undefined
  return { generators, bits, units: Array.from({ length: generators }, (_, i) => 2 ** (i * bits)), bound: 2 ** bits }
}

/** The monomial of generator i to the power 1. */
export function generator(i: number, { units }: Packing): number {
  return units[i] as number
}

/** The exponent of generator i in a monomial. */
export function exponentOf(monomial: number, i: number, { units, bound }: Packing): number {
  return Math.floor(monomial / (units[i] as number)) % bound
}

/** The exponents of all generators in a monomial. */
export function exponents(monomial: number, p: Packing): number[] {
  const found: number[] = []
  for (let rest = monomial; found.length < p.generators; rest = Math.floor(rest / p.bound)) found.push(rest % p.bound)
  return found
}

export const zero: Polynomial = new Map()
export const one: Polynomial = new Map([[0, 1n]])

export function constant(value: bigint): Polynomial {
  return value === 0n ? zero : new Map([[0, value]])
}

export function isOne(p: Polynomial): boolean {
  return p.size === 1 && p.get(0) === 1n
}

/** a + scale · b */
export function plus(a: Polynomial, b: Polynomial, scale = 1n): Polynomial {
  const sum = new Map(a)
  for (const [monomial, coefficient] of b) accumulate(sum, monomial, scale * coefficient)
  return sum
}

export function times(a: Polynomial, b: Polynomial): Polynomial {
  if (isOne(a)) return b
  if (isOne(b)) return a
  const product = new Map<number, bigint>()
  for (const [m, c] of a) for (const [n, d] of b) accumulate(product, m + n, c * d)
  return product
}

export function power(base: Polynomial, exponent: number): Polynomial {
  let result = one
  let square = base
  for (let n = exponent; n > 0; n >>= 1) {
    if (n & 1) result = times(result, square)
    if (n > 1) square = times(square, square)
  }
  return result
}

/** The degree in generator i. */
export function degree(p: Polynomial, i: number, packed: Packing): number {
  let highest = 0
  for (const monomial of p.keys()) highest = Math.max(highest, exponentOf(monomial, i, packed))
  return highest
}

/** The lexicographically greatest monomial; 0 for a constant. */
export function leading(p: Polynomial): number {
  let greatest = 0
  for (const monomial of p.keys()) if (monomial > greatest) greatest = monomial
  return greatest
}

/** The greatest integer dividing every coefficient, with the sign of the leading one. */
export function content(p: Polynomial): bigint {
  let divisor = 0n
  for (const coefficient of p.values()) {
    divisor = integerGcd(divisor, coefficient)
    if (divisor === 1n) break
  }
  return (p.get(leading(p)) ?? 1n) < 0n ? -divisor : divisor
}

/** The monomial dividing every term. */
export function monomialContent(p: Polynomial, packed: Packing): number {
  if (p.has(0)) return 0
  let least: number[] | undefined
  for (const monomial of p.keys()) {
    const here = exponents(monomial, packed)
    least = least === undefined ? here : least.map((e, i) => Math.min(e, here[i] as number))
  }
  return (least ?? []).reduce((sum, e, i) => sum + e * generator(i, packed), 0)
}

/** p divided by a term that divides it. */
export function divideByTerm(p: Polynomial, monomial: number, coefficient: bigint): Polynomial {
  if (monomial === 0 && coefficient === 1n) return p
  return new Map([...p].map(([m, c]) => [m - monomial, c / coefficient]))
}

/** a / b when the division leaves nothing over in the integers, else undefined. */
export function divide(a: Polynomial, b: Polynomial, packed: Packing): Polynomial | undefined {
  const head = leading(b)
  const headCoefficient = b.get(head) as bigint
  if (b.size === 1) {
    for (const [m, c] of a) if (!divides(head, m, packed) || c % headCoefficient !== 0n) return undefined
    return divideByTerm(a, head, headCoefficient)
  }
  const rest = new Map(a)
  const quotient = new Map<number, bigint>()
  while (rest.size > 0) {
    const top = leading(rest)
    const coefficient = rest.get(top) as bigint
    if (!divides(head, top, packed) || coefficient % headCoefficient !== 0n) return undefined
    const factor = coefficient / headCoefficient
    quotient.set(top - head, factor)
    for (const [m, c] of b) accumulate(rest, m + top - head, -factor * c)
    if (quotient.size > a.size + 1_000) return undefined
  }
  return quotient
}

/** The derivative by generator i. */
export function differentiate(p: Polynomial, i: number, packed: Packing): Polynomial {
  const result = new Map<number, bigint>()
  const step = generator(i, packed)
  for (const [monomial, coefficient] of p) {
    const e = exponentOf(monomial, i, packed)
    if (e > 0) result.set(monomial - step, coefficient * BigInt(e))
  }
  return result
}

/** The coefficients of the powers of generator i, lowest power first; absent powers are absent. */
export function coefficientsIn(p: Polynomial, i: number, packed: Packing): Map<number, Polynomial> {
  const parts = new Map<number, Map<number, bigint>>()
  const step = generator(i, packed)
  for (const [monomial, coefficient] of p) {
    const e = exponentOf(monomial, i, packed)
    const part = parts.get(e) ?? new Map<number, bigint>()
    part.set(monomial - e * step, coefficient)
    parts.set(e, part)
  }
  return new Map([...parts].sort(([a], [b]) => a - b))
}

export function integerGcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a
  let y = b < 0n ? -b : b
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

export function accumulate(into: Map<number, bigint>, monomial: number, coefficient: bigint): void {
  const sum = (into.get(monomial) ?? 0n) + coefficient
  if (sum === 0n) into.delete(monomial)
  else into.set(monomial, sum)
}

function divides(a: number, b: number, packed: Packing): boolean {
  for (let i = 0; i < packed.generators; i++) if (exponentOf(a, i, packed) > exponentOf(b, i, packed)) return false
  return true
}
