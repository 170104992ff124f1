import { add, type Expr, expand, freeSymbols, mul, nodeCount, num, pow, symbol } from '@fluxion/symbolic'

export const ZERO: Expr = num(0)
export const ONE: Expr = num(1)

export const isFree = (f: Expr, x: string): boolean => !freeSymbols(f).includes(x)

/** An exponent that is a whole number, or undefined. */
export const wholeOf = (e: Expr | undefined): number | undefined =>
  e?.op === 'num' && Number.isSafeInteger(e.value) ? e.value : undefined

const HIGHEST_DEGREE = 40
const SMALL = 200

/** The coefficients of a polynomial in x, constant first, the leading one not zero; undefined for anything else. */
export function coefficientsOf(f: Expr, x: string): Expr[] | undefined {
  const found = readCoefficients(f, x)?.map((c) => (nodeCount(c) < SMALL ? expand(c) : c))
  while (found !== undefined && found.length > 1 && found[found.length - 1] === ZERO) found.pop()
  return found
}

function readCoefficients(f: Expr, x: string): Expr[] | undefined {
  if (isFree(f, x)) return [f]
  if (f.op === 'sym') return [ZERO, ONE]
  if (f.op === 'pow') {
    const exponent = wholeOf(f.args[1])
    const base = readCoefficients(f.args[0] as Expr, x)
    if (base === undefined || exponent === undefined || exponent < 1) return undefined
    return (base.length - 1) * exponent > HIGHEST_DEGREE ? undefined : powerOf(base, exponent)
  }
  if (f.op !== 'add' && f.op !== 'mul') return undefined
  const parts = f.args.map((arg) => readCoefficients(arg, x))
  if (parts.some((part) => part === undefined)) return undefined
  const known = parts as Expr[][]
  if (f.op === 'mul') return known.reduce(times)
  const length = Math.max(...known.map((part) => part.length))
  return Array.from({ length }, (_, i) => add(...known.map((part) => part[i] ?? ZERO)))
}

const powerOf = (base: Expr[], exponent: number): Expr[] => Array.from({ length: exponent }, () => base).reduce(times)

/** The product of two polynomials. */
export function times(a: readonly Expr[], b: readonly Expr[]): Expr[] {
  const terms: Expr[][] = Array.from({ length: a.length + b.length - 1 }, () => [])
  a.forEach((p, i) => {
    b.forEach((q, j) => {
      if (p !== ZERO && q !== ZERO) terms[i + j]?.push(mul(p, q))
    })
  })
  return terms.map((list) => add(...list))
}

/** The polynomial with these coefficients. */
export const polynomial = (coefficients: readonly Expr[], x: string): Expr =>
  add(...coefficients.map((c, i) => mul(c, pow(symbol(x), i))))

/** Quotient and remainder of a polynomial by another. */
export function divide(a: readonly Expr[], b: readonly Expr[]): { quotient: Expr[]; remainder: Expr[] } {
  const remainder = [...a]
  const quotient: Expr[] = []
  const leading = b[b.length - 1] as Expr
  for (let i = a.length - b.length; i >= 0; i--) {
    const q = tidy(mul(remainder[i + b.length - 1] as Expr, pow(leading, -1)))
    quotient[i] = q
    b.forEach((c, j) => {
      remainder[i + j] = tidy(add(remainder[i + j] as Expr, mul(-1, q, c)))
    })
  }
  return { quotient, remainder: remainder.slice(0, b.length - 1) }
}

const tidy = (e: Expr): Expr => (nodeCount(e) < SMALL ? expand(e) : e)
