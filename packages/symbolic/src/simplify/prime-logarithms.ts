import { log } from '../elementary.ts'
import { type Expr, isNumber } from '../expression.ts'
import { integer } from '../number.ts'
import { mulAll } from '../product.ts'
import { addAll } from '../sum.ts'
import { numberNode } from '../symbols.ts'

/** Larger numerators and denominators are not factored. */
const MAX = 1_000_000

/** The logarithm of a positive fraction by those of primes: 3·log(2) of log(8); undefined where it is no such thing. */
export function byPrimes(e: Expr): Expr | undefined {
  const x = e.op === 'log' ? e.args[0] : undefined
  if (x === undefined || !isNumber(x) || !x.payload.exact) return undefined
  const { numerator, denominator } = x.payload
  if (typeof numerator !== 'number' || typeof denominator !== 'number') return undefined
  if (numerator < 1 || numerator > MAX || denominator > MAX) return undefined
  const powers = new Map<number, number>()
  count(numerator, 1, powers)
  count(denominator, -1, powers)
  if (powers.size === 1 && powers.get(numerator) === 1) return undefined
  return addAll([...powers].map(([prime, power]) => mulAll([numberNode(integer(power)), log(prime)])))
}

/** Adds the multiplicity of every prime of n, times the sign. */
function count(n: number, sign: 1 | -1, powers: Map<number, number>): void {
  let rest = n
  for (let prime = 2; prime * prime <= rest; prime++) {
    for (; rest % prime === 0; rest /= prime) powers.set(prime, (powers.get(prime) ?? 0) + sign)
  }
  if (rest > 1) powers.set(rest, (powers.get(rest) ?? 0) + sign)
}
