import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { factorCheaply, polynomialGcd } from './gcd.ts'
import { divide, isOne, type Packing, type Polynomial, packing, plus, power, times } from './polynomial.ts'

const packed = packing(3, 40) as Packing
const [x, y, z] = [0, 1, 2].map((i): Polynomial => new Map([[packed.units[i] as number, 1n]])) as [
  Polynomial,
  Polynomial,
  Polynomial,
]
const number = (n: number): Polynomial => new Map(n === 0 ? [] : [[0, BigInt(n)]])
const sum = (...terms: readonly Polynomial[]): Polynomial => terms.reduce((a, b) => plus(a, b))
const product = (...factors: readonly Polynomial[]): Polynomial => factors.reduce((a, b) => times(a, b))

const polynomial = fc
  .array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.nat(2), fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 4 })
  .map((terms) => sum(...terms.map(([c, i, j, k]) => product(number(c), power(x, i), power(y, j), power(z, k)))))

describe('greatest common divisor', () => {
  test('of (x + y)(x - z) and (x + y)(y + z) is x + y', () => {
    const common = sum(x, y)
    const a = product(common, plus(x, z, -1n))
    const b = product(common, sum(y, z))
    expect(polynomialGcd(a, b, packed)).toEqual(common)
  })

  test('of coprime polynomials is 1', () => {
    expect(isOne(polynomialGcd(sum(x, number(1)), sum(x, number(2)), packed))).toBe(true)
  })

  test('takes integer and monomial content along', () => {
    const a = product(number(6), x, sum(x, y))
    const b = product(number(4), x, x, sum(x, y))
    expect(polynomialGcd(a, b, packed)).toEqual(product(number(2), x, sum(x, y)))
  })

  test('divides both, and is divided by every common factor', () => {
    fc.assert(
      fc.property(polynomial, polynomial, polynomial, (a, b, common) => {
        fc.pre(a.size > 0 && b.size > 0 && common.size > 0)
        const [left, right] = [times(a, common), times(b, common)]
        const found = polynomialGcd(left, right, packed)
        expect(divide(left, found, packed)).toBeDefined()
        expect(divide(right, found, packed)).toBeDefined()
        expect(divide(found, common, packed)).toBeDefined()
      }),
      { numRuns: 300, seed: 11 },
    )
  })
})

describe('cheap factors', () => {
  test('repeated factors come out as powers', () => {
    const { factors, content, monomial } = factorCheaply(
      product(number(3), y, power(sum(x, number(1)), 3), sum(x, z)),
      packed,
    )
    expect(content).toBe(3n)
    expect(monomial).toBe(packed.units[1])
    expect(factors.map(([, n]) => n).sort()).toEqual([1, 3])
  })

  test('multiply to the polynomial', () => {
    fc.assert(
      fc.property(polynomial, polynomial, (a, b) => {
        const p = product(a, a, b)
        fc.pre(p.size > 0)
        const { content, monomial, factors } = factorCheaply(p, packed)
        const whole = factors.reduce(
          (all, [f, n]) => times(all, power(f, n)),
          new Map([[monomial, content]]) as Polynomial,
        )
        expect(new Map([...whole].sort())).toEqual(new Map([...p].sort()))
      }),
      { numRuns: 300, seed: 13 },
    )
  })
})
