import { derivative, div, type Expr, exp, log, mul, nodeCount, num, pow, simplify } from '@fluxion/symbolic'

const MOST = 4
const LARGEST = 90

/**
 * The limit of a product as a quotient 0/0 or ∞/∞ by the rule of de l'Hôpital, and of a power 1^∞, 0^0 or ∞^0 by that of its logarithm;
 * undefined where neither ends. `limitOf` tells the limits of what is simpler.
 */
export function limitByQuotient(f: Expr, x: string, limitOf: (e: Expr) => Expr | undefined): Expr | undefined {
  if (f.op === 'mul' || f.args[1]?.op === 'num') return ofQuotient(f, x, limitOf)
  const found = limitOf(mul(f.args[1] as Expr, log(f.args[0] as Expr)))
  return found && exp(found)
}

function ofQuotient(f: Expr, x: string, limitOf: (e: Expr) => Expr | undefined): Expr | undefined {
  let quotient = f
  for (let i = 0; i < MOST; i++) {
    const [above, below] = sidesOf(quotient, limitOf)
    if (below === num(1) || nodeCount(above) + nodeCount(below) > LARGEST) return undefined
    quotient = simplify(div(derivative(above, x), derivative(below, x)))
    const found = limitOf(quotient)
    if (found !== undefined) return found
  }
  return undefined
}

/** Numerator and denominator; of a product 0·∞ the exponentials, else the powers of x, are the denominator. */
function sidesOf(f: Expr, limitOf: (e: Expr) => Expr | undefined): [Expr, Expr] {
  const factors = f.op === 'mul' ? f.args : [f]
  const isReciprocal = (e: Expr): boolean => e.op === 'pow' && e.args[1]?.op === 'num' && e.args[1].value < 0
  const ways = [isReciprocal, (e: Expr) => e.op === 'exp' && limitOf(e) === num(0), (e: Expr) => /sym|pow/.test(e.op)]
  for (const isBelow of ways) {
    const below = factors.filter(isBelow)
    const above = factors.filter((e) => !isBelow(e))
    if (below.length > 0 && above.length > 0) return [mul(...above, num(1)), pow(mul(...below), -1)]
  }
  return [f, num(1)]
}
