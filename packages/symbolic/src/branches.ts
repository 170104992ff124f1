import { conjunction, disjunction, negation, piecewise } from './conditions.ts'
import type { Expr } from './expression.ts'
import { ZERO } from './number.ts'
import { isZero } from './shapes.ts'
import { addAll } from './sum.ts'
import { numberNode } from './symbols.ts'

// An adjoint that flows through a choice is zero in the branches not taken. What it is multiplied by further back may be
// undefined there, and zero times undefined is not zero: products are made inside the branches, not around them.

const isValue = (choice: Expr, i: number): boolean => i % 2 === 1 || i === choice.args.length - 1

const isPartial = (e: Expr): boolean => e.op === 'piecewise' && e.args.some((arg, i) => isValue(e, i) && isZero(arg))

const mapValues = (choice: Expr, change: (value: Expr, i: number) => Expr): Expr =>
  piecewise(...choice.args.map((arg, i) => (isValue(choice, i) ? change(arg, i) : arg)))

/** An adjoint apart from the branches in which it is zero: its value elsewhere, and the way back under the conditions. */
export interface Guarded {
  readonly value: Expr
  within(e: Expr): Expr
}

const unguarded = (value: Expr): Guarded => ({ value, within: (e) => e })

/** Takes an adjoint apart. */
export function guarded(adjoint: Expr): Guarded {
  if (!isPartial(adjoint)) return unguarded(adjoint)
  const used = new Set(adjoint.args.filter((arg, i) => isValue(adjoint, i) && !isZero(arg)))
  const [only] = used
  const inner = used.size === 1 ? guarded(only!) : unguarded(adjoint)
  return {
    value: inner.value,
    within: (e) => {
      const product = inner.within(e)
      return mapValues(adjoint, (value) => (isZero(value) ? value : product))
    },
  }
}

/** The sum of adjoints: branch by branch where they are of one choice. */
export function addBranches(terms: readonly Expr[]): Expr {
  const total = addAll(mergeChoices(terms))
  return total.op === 'add' && total.args.every(isPartial)
    ? piecewise(disjunction(total.args.map(whereUsed)), total, numberNode(ZERO))
    : total
}

/** Terms of one choice as one term. */
export function mergeChoices(terms: readonly Expr[]): readonly Expr[] {
  if (!terms.some((term) => term.op === 'piecewise')) return terms
  const choices = new Map<string, Expr[]>()
  for (const term of terms) {
    const key =
      term.op === 'piecewise'
        ? term.args.map((arg, i) => (isValue(term, i) ? '' : arg.id)).join()
        : `${choices.size} alone`
    const known = choices.get(key)
    if (known === undefined) choices.set(key, [term])
    else known.push(term)
  }
  // all at once: the sum of some may be no choice any more
  return [...choices.values()].map((like) =>
    like.length === 1 ? like[0]! : mapValues(like[0]!, (_, i) => addAll(like.map((term) => term.args[i]!))),
  )
}

/** The condition under which a choice is not the zero of one of its branches. */
function whereUsed(choice: Expr): Expr {
  const { args } = choice
  const cases: Expr[] = []
  const before: Expr[] = []
  args.forEach((value, i) => {
    if (!isValue(choice, i)) return
    const tests = i % 2 === 1 ? [args[i - 1]!] : []
    if (!isZero(value)) cases.push(conjunction([...before, ...tests]))
    before.push(...tests.map(negation))
  })
  return disjunction(cases)
}
