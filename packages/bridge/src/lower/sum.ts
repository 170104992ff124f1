import type { Expr } from '@fluxion/symbolic'
import type { Emitter } from './emitter.ts'
import { splitCoefficient } from './exponentials.ts'
import { fraction } from './fraction.ts'
import type { Recipe, Scope, Signed } from './recipe.ts'

/** A sum: positive terms are added, negative ones subtracted. */
export function sum(scope: Scope, terms: readonly Expr[]): Recipe {
  const { k } = scope
  const { rest, special } = cancelling(scope, terms)
  const parts = rest.map((term) => signed(scope, term))
  const all = special === undefined ? parts : [special, ...parts]
  const start = Math.max(
    0,
    all.findIndex((part) => !part.negative),
  )
  const build = (): number => {
    const first = all[start]!
    let value = first.build()
    for (let i = 0; i < all.length; i++) {
      if (i === start) continue
      const part = all[i]!
      value = k.op(part.negative === first.negative ? 'add' : 'sub', value, part.build())
    }
    return first.negative ? k.op('neg', value) : value
  }
  return { needs: all.flatMap((part) => part.needs), build }
}

/** How f(u) − 1, where `below` is −1, or 1 − f(u) is computed without cancellation. */
interface Difference {
  readonly below: 1 | -1
  readonly of: (k: Emitter, u: number) => number
}

const differences: { readonly [op: string]: Difference } = {
  exp: { below: -1, of: (k, u) => k.op('expm1', u) },
  erf: { below: 1, of: (k, u) => k.op('erfc', u) },
  sigmoid: { below: 1, of: (k, u) => k.op('sigmoid', k.op('neg', u)) },
  cos: {
    below: 1,
    of: (k, u) => {
      const half = k.op('sin', k.op('mul', k.number(0.5), u))
      return k.op('mul', k.number(2), k.op('mul', half, half))
    },
  },
}

/** Takes c·exp(u) − c, c − c·erf(u), c − c·sigmoid(u) or c − c·cos(u) out of a sum. */
function cancelling(
  scope: Scope,
  terms: readonly Expr[],
): { readonly rest: readonly Expr[]; readonly special: Signed | undefined } {
  const { k } = scope
  const constant = terms.find((term) => term.op === 'num')
  for (const term of constant === undefined ? [] : terms) {
    const { coefficient, factors } = splitCoefficient(term)
    const [only] = factors
    const difference = factors.length === 1 ? differences[only!.op] : undefined
    const c = constant!.value
    if (difference === undefined || (coefficient?.value ?? 1) !== -c) continue
    const u = only!.args[0]!
    const build = (): number => {
      const value = difference.of(k, scope.float(u))
      return Math.abs(c) === 1 ? value : k.op('mul', k.number(Math.abs(c)), value)
    }
    const rest = terms.filter((other) => other !== term && other !== constant)
    return { rest, special: { needs: [u], negative: c * difference.below < 0, build } }
  }
  return { rest: terms, special: undefined }
}

/** A term of a sum without its sign. */
function signed(scope: Scope, term: Expr): Signed {
  const { k } = scope
  if (!scope.isGiven(term)) {
    if (term.op === 'num' && term.value < 0) return { needs: [], negative: true, build: () => k.number(-term.value) }
    if (term.op === 'mul') {
      const { coefficient, factors } = splitCoefficient(term)
      if (coefficient !== undefined && coefficient.value < 0)
        return { ...fraction(scope, factors, -coefficient.value), negative: true }
    }
  }
  return { needs: [term], negative: false, build: () => scope.float(term) }
}
