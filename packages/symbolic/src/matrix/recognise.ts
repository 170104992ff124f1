import { apply } from '../apply.ts'
import { neg, sub } from '../arithmetic.ts'
import { type Expr, isNumber } from '../expression.ts'
import { holdsArrays } from '../intern.ts'
import { logsumexp, softmax } from '../matrices.ts'
import { MINUS_ONE, ONE } from '../number.ts'
import { mulAll } from '../product.ts'
import { withArguments } from '../substitute.ts'
import { postorder } from '../traverse.ts'
import { byIdentities } from './identities.ts'

/**
 * A formula with the functions of machine learning called by their names, so that their derivatives come out short and are evaluated
 * without overflow: `log(1 + exp(u))` is softplus, `1 / (1 + exp(-u))` sigmoid, `log(sum(exp(x)))` logsumexp, `exp(x) / sum(exp(x))`
 * softmax, and the logarithms of both take out what cancels. Formulas of scalars alone are left as they are.
 */
export function recognise(root: Expr): Expr {
  if (!holdsArrays(root)) return root
  const done = new Map<Expr, Expr>()
  for (const node of postorder([root])) {
    const rebuilt = byIdentities(withArguments(node, done))
    done.set(node, firstOf(rebuilt) ?? rebuilt)
  }
  return done.get(root)!
}

const firstOf = (e: Expr): Expr | undefined =>
  softplusIn(e) ?? sigmoidIn(e) ?? logSumExpIn(e) ?? softmaxIn(e) ?? logSoftmaxIn(e) ?? logComplementIn(e)

/** u of `1 + exp(u)`. */
function exponentOfOnePlusExp(e: Expr): Expr | undefined {
  if (e.op !== 'add' || e.args.length !== 2) return undefined
  const [a, b] = e.args as [Expr, Expr]
  const [one, power] = isNumber(a) ? [a, b] : [b, a]
  return one.payload === ONE && power.op === 'exp' ? power.args[0]! : undefined
}

function softplusIn(e: Expr): Expr | undefined {
  const u = e.op === 'log' ? exponentOfOnePlusExp(e.args[0]!) : undefined
  return u && apply('softplus', [u])
}

function sigmoidIn(e: Expr): Expr | undefined {
  const u = e.op === 'pow' && e.args[1]!.payload === MINUS_ONE ? exponentOfOnePlusExp(e.args[0]!) : undefined
  return u && apply('sigmoid', [neg(u)])
}

/** log(softmax(x)) is x - logsumexp(x). */
function logSoftmaxIn(e: Expr): Expr | undefined {
  const x = e.op === 'log' && e.args[0]!.op === 'softmax' ? e.args[0]!.args[0]! : undefined
  return x && sub(x, logsumexp(x))
}

/** log(1 - sigmoid(u)) is log(sigmoid(u)) - u, so that the two logarithms of a cross-entropy become one. */
function logComplementIn(e: Expr): Expr | undefined {
  const complement = e.op === 'log' && e.args[0]!.op === 'add' ? sub(1, e.args[0]!) : undefined
  return complement?.op === 'sigmoid' ? sub(apply('log', [complement]), complement.args[0]!) : undefined
}

/** x of `sum(exp(x))`, x a vector. */
function exponentOfSum(e: Expr): Expr | undefined {
  const power = e.op === 'sum' ? e.args[0]! : undefined
  return power?.op === 'exp' && power.shape.length === 1 ? power.args[0]! : undefined
}

function logSumExpIn(e: Expr): Expr | undefined {
  const x = e.op === 'log' ? exponentOfSum(e.args[0]!) : undefined
  return x && logsumexp(x)
}

function softmaxIn(e: Expr): Expr | undefined {
  const power = e.op === 'mul' ? e.args[e.args.length - 1]! : undefined
  if (power?.op !== 'exp' || power.shape.length !== 1) return undefined
  const i = e.args.findIndex(
    (factor) =>
      factor.op === 'pow' && factor.args[1]!.payload === MINUS_ONE && exponentOfSum(factor.args[0]!) === power.args[0],
  )
  return i < 0
    ? undefined
    : mulAll([...e.args.filter((_, k) => k !== i && k !== e.args.length - 1), softmax(power.args[0]!)])
}
