import {
  coefficientsIn,
  constant,
  content,
  degree,
  differentiate,
  divide,
  divideByTerm,
  exponentOf,
  generator,
  integerGcd,
  isOne,
  monomialContent,
  one,
  type Packing,
  type Polynomial,
  plus,
  times,
} from './polynomial.ts'

/** Integers met while evaluating at a point may grow to this many bits; beyond it polynomials count as coprime. */
const MAX_BITS = 4_000

/**
 * The greatest common divisor, positive in its leading coefficient: by evaluating at one large integer, taking the gcd
 * there and reading its digits back as coefficients (Char, Geddes, Gonnet: GCDHEU, 1989). Every answer is verified by
 * division; where none is found within the budget, only the common term (integer and monomial) is returned.
 */
export function polynomialGcd(a: Polynomial, b: Polynomial, packed: Packing): Polynomial {
  if (a.size === 0) return b
  if (b.size === 0) return a
  const integer = integerGcd(content(a), content(b))
  const monomial = commonMonomial(a, b, packed)
  const term: Polynomial = new Map([[monomial, integer]])
  if (a.size === 1 || b.size === 1) return term
  const common = heuristicGcd(primitive(a, packed), primitive(b, packed), packed)
  return common === undefined || isOne(common) ? term : times(term, common)
}

/** A polynomial without its integer and monomial content, leading coefficient positive. */
export function primitive(p: Polynomial, packed: Packing): Polynomial {
  return divideByTerm(p, monomialContent(p, packed), content(p))
}

/** A product of powers: cheap factors only, those that contents and repeated roots reveal. */
export interface Factored {
  readonly content: bigint
  readonly monomial: number
  readonly factors: readonly (readonly [Polynomial, number])[]
}

/** Splits off the integer and monomial content, what does not depend on some generator, and repeated factors. */
export function factorCheaply(p: Polynomial, packed: Packing): Factored {
  const integer = content(p)
  const monomial = monomialContent(p, packed)
  const parts = separate(divideByTerm(p, monomial, integer), packed)
  return { content: integer, monomial, factors: parts.flatMap((part) => squareFree(part, packed)) }
}

function separate(p: Polynomial, packed: Packing): Polynomial[] {
  if (p.size < 4) return isOne(p) ? [] : [p]
  for (let i = 0; i < packed.generators; i++) {
    if (degree(p, i, packed) === 0) continue
    const independent = [...coefficientsIn(p, i, packed).values()].reduce((g, c) => polynomialGcd(g, c, packed))
    if (independent.size < 2) continue
    const rest = divide(p, independent, packed)
    if (rest !== undefined) return [...separate(independent, packed), ...separate(rest, packed)]
  }
  return [p]
}

/** Yun's algorithm in the generator of lowest degree: a repeated factor of what `separate` left shows in each of them. */
function squareFree(p: Polynomial, packed: Packing): (readonly [Polynomial, number])[] {
  const main = mainGenerator(p, packed)
  if (p.size < 3 || degree(p, main, packed) < 2) return [[p, 1]]
  const slope = differentiate(p, main, packed)
  const repeated = polynomialGcd(p, slope, packed)
  if (repeated.size < 2) return [[p, 1]]
  const factors: (readonly [Polynomial, number])[] = []
  let roots = divide(p, repeated, packed)
  let slopes = divide(slope, repeated, packed)
  for (let multiplicity = 1; roots !== undefined && slopes !== undefined && roots.size > 1; multiplicity++) {
    const rest: Polynomial = plus(slopes, differentiate(roots, main, packed), -1n)
    const factor: Polynomial = rest.size === 0 ? roots : polynomialGcd(roots, rest, packed)
    if (factor.size > 1) factors.push([factor, multiplicity])
    roots = divide(roots, factor, packed)
    slopes = rest.size === 0 ? constant(0n) : divide(rest, factor, packed)
  }
  const product = factors.reduce<Polynomial>(
    (all, [f, n]) => Array.from({ length: n }).reduce<Polynomial>((q) => times(q, f), all),
    one,
  )
  return same(product, p) ? factors : [[p, 1]]
}

function heuristicGcd(a: Polynomial, b: Polynomial, packed: Packing): Polynomial | undefined {
  const main = mainGenerator(a, packed, b)
  if (main < 0) return constant(integerGcd(a.get(0) ?? 0n, b.get(0) ?? 0n))
  const highest = Math.max(degree(a, main, packed), degree(b, main, packed))
  const smaller = norm(a) < norm(b) ? norm(a) : norm(b)
  let point = 2n * smaller + 29n
  for (let attempt = 0; attempt < 4; attempt++) {
    if (point.toString(16).length * 4 * highest > MAX_BITS) return undefined
    const left = substitute(a, main, point, packed)
    const right = substitute(b, main, point, packed)
    if (left.size > 0 && right.size > 0) {
      const image = heuristicGcd(left, right, packed)
      if (image === undefined) return undefined
      const candidate = positive(interpolate(image, main, point, packed))
      const divisor = divideByTerm(candidate, 0, content(candidate))
      if (divide(a, divisor, packed) !== undefined && divide(b, divisor, packed) !== undefined) {
        const integer = integerGcd(content(a), content(b))
        return integer === 1n ? divisor : times(divisor, constant(integer))
      }
    }
    point = (point * 73_794n) / 27_011n
  }
  return undefined
}

/** The value of generator `main` put in: a polynomial in the others. */
function substitute(p: Polynomial, main: number, point: bigint, packed: Packing): Polynomial {
  const powers = [1n]
  const result = new Map<number, bigint>()
  const step = generator(main, packed)
  for (const [monomial, coefficient] of p) {
    const e = exponentOf(monomial, main, packed)
    while (powers.length <= e) powers.push((powers.at(-1) as bigint) * point)
    const rest = monomial - e * step
    const sum = (result.get(rest) ?? 0n) + coefficient * (powers[e] as bigint)
    if (sum === 0n) result.delete(rest)
    else result.set(rest, sum)
  }
  return result
}

/** Reads every coefficient as digits in base `point`, balanced about zero, and gives digit k the power k of `main`. */
function interpolate(image: Polynomial, main: number, point: bigint, packed: Packing): Polynomial {
  const result = new Map<number, bigint>()
  const half = point / 2n
  const step = generator(main, packed)
  for (const [monomial, coefficient] of image) {
    let rest = coefficient
    for (let e = 0; rest !== 0n; e++) {
      let digit = rest % point
      if (digit > half) digit -= point
      else if (digit < -half) digit += point
      if (digit !== 0n) result.set(monomial + e * step, digit)
      rest = (rest - digit) / point
    }
  }
  return result
}

/** The generator of lowest positive degree (it costs least to evaluate away) in one or two polynomials; -1 for constants. */
function mainGenerator(a: Polynomial, packed: Packing, b: Polynomial = a): number {
  let main = -1
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < packed.generators; i++) {
    const here = Math.max(degree(a, i, packed), degree(b, i, packed))
    if (here > 0 && here < least) {
      least = here
      main = i
    }
  }
  return main
}

function commonMonomial(a: Polynomial, b: Polynomial, packed: Packing): number {
  const m = monomialContent(a, packed)
  const n = monomialContent(b, packed)
  let common = 0
  for (let i = 0; i < packed.generators; i++) {
    common += Math.min(exponentOf(m, i, packed), exponentOf(n, i, packed)) * generator(i, packed)
  }
  return common
}

function norm(p: Polynomial): bigint {
  let largest = 0n
  for (const c of p.values()) {
    const size = c < 0n ? -c : c
    if (size > largest) largest = size
  }
  return largest
}

function positive(p: Polynomial): Polynomial {
  return content(p) < 0n ? divideByTerm(p, 0, -1n) : p
}

function same(a: Polynomial, b: Polynomial): boolean {
  return a.size === b.size && [...a].every(([m, c]) => b.get(m) === c)
}
