import type { Expr } from '../expression.ts'
import { diag, diagonal, hadamard, transpose } from '../matrices.ts'
import { mulAll } from '../product.ts'
import { isRow, splitScalars } from './parts.ts'

/**
 * A matrix in whose one part a variable stands, linearly: a number times a matrix, left * right' of two vectors one of which
 * varies, or mask .* (left * diag(vector) * right), where `mask`, `left` and `right` may be missing.
 */
export type LinearTerm =
  | { readonly kind: 'scaled'; readonly number: Expr; readonly matrix: Expr }
  | { readonly kind: 'outer'; readonly left: Expr; readonly right: Expr }
  | {
      readonly kind: 'diagonal'
      readonly mask?: Expr
      readonly left?: Expr
      readonly vector: Expr
      readonly right?: Expr
    }

type Varies = (e: Expr) => boolean
type Terms = readonly LinearTerm[] | undefined

/** A matrix that is linear in a variable, as a sum of terms; undefined where it has not that form. */
export function linearTerms(e: Expr, varies: Varies): Terms {
  if (!varies(e)) return []
  switch (e.op) {
    case 'add': {
      const terms = e.args.map((term) => linearTerms(term, varies))
      return terms.includes(undefined) ? undefined : (terms as LinearTerm[][]).flat()
    }
    case 'mul': {
      const { scalars, array } = splitScalars(e)
      if (varies(array)) return each(linearTerms(array, varies), (term) => between(scalars, term, []))
      const i = scalars.findIndex(varies)
      return [{ kind: 'scaled', number: scalars[i]!, matrix: mulAll(e.args.filter((_, k) => k !== i)) }]
    }
    case 'matmul':
      return ofProduct(e.args, varies)
    case 'diag':
      return [{ kind: 'diagonal', vector: e.args[0]! }]
    case 'transpose':
      return each(linearTerms(e.args[0]!, varies), flipped)
    case 'hadamard': {
      const i = e.args.findIndex(varies)
      const mask = hadamard(...e.args.filter((_, k) => k !== i))
      return each(linearTerms(e.args[i]!, varies), (term) => masked(mask, term, varies))
    }
    default:
      return undefined
  }
}

function each(terms: Terms, change: (term: LinearTerm) => LinearTerm | undefined): Terms {
  const changed = terms?.map(change)
  return changed?.includes(undefined) ? undefined : (changed as LinearTerm[] | undefined)
}

/** A product L·F·R with the variable in F, which may be a column or a row of its own. */
function ofProduct(factors: readonly Expr[], varies: Varies): Terms {
  const i = factors.findIndex(varies)
  const [before, after] = [factors.slice(0, i), factors.slice(i + 1)]
  const factor = factors[i]!
  if (factor.shape.length === 1)
    return [{ kind: 'outer', left: mulAll([...before, factor]), right: transpose(mulAll(after)) }]
  if (isRow(factor) && before.length > 0)
    return [{ kind: 'outer', left: mulAll(before), right: transpose(mulAll([factor, ...after])) }]
  return each(linearTerms(factor, varies), (term) => between(before, term, after))
}

/** before * term * after. */
function between(before: readonly Expr[], term: LinearTerm, after: readonly Expr[]): LinearTerm | undefined {
  switch (term.kind) {
    case 'scaled':
      return { ...term, matrix: mulAll([...before, term.matrix, ...after]) }
    case 'outer':
      return {
        kind: 'outer',
        left: mulAll([...before, term.left]),
        right: mulAll([...[...after].reverse().map((factor) => transpose(factor)), term.right]),
      }
    case 'diagonal': {
      if (term.mask !== undefined) {
        const isScaling = after.length === 0 && before.every((factor) => factor.shape.length === 0)
        return isScaling ? { ...term, mask: mulAll([...before, term.mask]) } : undefined
      }
      const left = term.left === undefined ? before : [...before, term.left]
      const right = term.right === undefined ? after : [term.right, ...after]
      const scalars = left.filter((factor) => factor.shape.length === 0)
      const matrices = left.filter((factor) => factor.shape.length > 0)
      return {
        kind: 'diagonal',
        vector: mulAll([...scalars, term.vector]),
        ...(matrices.length === 0 ? {} : { left: mulAll(matrices) }),
        ...(right.length === 0 ? {} : { right: mulAll(right) }),
      }
    }
  }
}

function flipped(term: LinearTerm): LinearTerm {
  switch (term.kind) {
    case 'scaled':
      return { ...term, matrix: transpose(term.matrix) }
    case 'outer':
      return { kind: 'outer', left: term.right, right: term.left }
    case 'diagonal':
      return {
        kind: 'diagonal',
        vector: term.vector,
        ...(term.mask === undefined ? {} : { mask: transpose(term.mask) }),
        ...(term.right === undefined ? {} : { left: transpose(term.right) }),
        ...(term.left === undefined ? {} : { right: transpose(term.left) }),
      }
  }
}

/** mask .* term: of u * w' it is diag(u) * mask * diag(w). */
function masked(mask: Expr, term: LinearTerm, varies: Varies): LinearTerm {
  switch (term.kind) {
    case 'scaled':
      return { ...term, matrix: hadamard(mask, term.matrix) }
    case 'outer':
      return varies(term.left)
        ? { kind: 'diagonal', vector: term.left, right: mulAll([mask, diag(term.right)]) }
        : { kind: 'diagonal', left: mulAll([diag(term.left), mask]), vector: term.right }
    case 'diagonal': {
      if (term.mask !== undefined) return { ...term, mask: hadamard(mask, term.mask) }
      if (term.left === undefined && term.right === undefined)
        return { kind: 'diagonal', vector: hadamard(diagonal(mask), term.vector) }
      return { ...term, mask }
    }
  }
}
