import type { Expr } from '../expression.ts'
import { mulAll } from '../product.ts'
import { withArguments } from '../substitute.ts'
import { addAll, SPLICE_LIMIT } from '../sum.ts'
import { postorder } from '../traverse.ts'

/**
 * A formula of vectors and matrices with common factors taken out of its sums wherever that makes them shorter:
 * `A * x + A' * x` becomes `(A + A') * x`. Nothing is distributed.
 */
export function tidy(root: Expr): Expr {
  const done = new Map<Expr, Expr>()
  for (const node of postorder([root])) {
    const rebuilt = withArguments(node, done)
    done.set(node, rebuilt.op === 'add' && rebuilt.shape.length > 0 ? withFactorsOut(rebuilt) : rebuilt)
  }
  return done.get(root)!
}

/** A term of a sum as scalars times a chain of matrix factors. */
interface Term {
  readonly scalars: readonly Expr[]
  readonly chain: readonly Expr[]
}

function termOf(e: Expr): Term {
  const scalars = e.op === 'mul' ? e.args.slice(0, -1) : []
  const array = e.op === 'mul' ? e.args[e.args.length - 1]! : e
  return { scalars, chain: array.op === 'matmul' ? array.args : [array] }
}

type End = 'first' | 'last'

const at = ({ chain }: Term, end: End): Expr => chain[end === 'first' ? 0 : chain.length - 1]!

/** Takes out the factor that most terms start or end with, and goes on with what is left. */
function withFactorsOut(sum: Expr): Expr {
  if (sum.args.length > SPLICE_LIMIT) return sum
  const terms = sum.args.map((arg) => (arg.shape.length === 0 ? undefined : termOf(arg)))
  for (const end of ['last', 'first'] as const) {
    const groups = new Map<Expr, number[]>()
    terms.forEach((term, i) => {
      if (term === undefined || term.chain.length < 2) return
      groups.set(at(term, end), [...(groups.get(at(term, end)) ?? []), i])
    })
    for (const [factor, members] of groups) {
      if (members.length < 2) continue
      const inner = withFactorsOut(addAll(members.map((i) => without(terms[i]!, end))))
      const rest = sum.args.filter((_, i) => !members.includes(i))
      const product = mulAll(end === 'last' ? [inner, factor] : [factor, inner])
      const result = addAll([...rest, product])
      return result.op === 'add' && result.args.length < sum.args.length ? withFactorsOut(result) : result
    }
  }
  return sum
}

function without({ scalars, chain }: Term, end: End): Expr {
  const rest = end === 'first' ? chain.slice(1) : chain.slice(0, -1)
  return mulAll([...scalars, ...rest])
}
