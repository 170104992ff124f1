import type { Dimension, Expr } from '../expression.ts'
import { sweep } from '../gradient.ts'
import { symbolBit } from '../intern.ts'
import { diag, diagonal, eye, hadamard, transpose } from '../matrices.ts'
import { mulAll } from '../product.ts'
import { onesOf, zeroOf } from '../shapes.ts'
import { addAll } from '../sum.ts'
import { type LinearTerm, linearTerms } from './linear-matrix.ts'
import { isRow, splitScalars } from './parts.ts'

/**
 * Writes a vector formula that is linear in the vector `dx` as a matrix times `dx`. Returns undefined where that matrix has no notation in
 * matrix products.
 *
 * Source: Magnus and Neudecker, "Matrix Differential Calculus" (2019), chapter 9: a Jacobian is identified from a differential.
 */
export function matrixOf(formula: Expr, dx: Expr): Expr | undefined {
  return new LinearMap(dx).ofVector(formula)
}

type Matrix = Expr | undefined

/** Reads off the matrix J of J·dx, from formulas in which `dx` stands once in every product. */
class LinearMap {
  private readonly dx: Expr
  private readonly bit: number
  private readonly columns: Dimension

  constructor(dx: Expr) {
    this.dx = dx
    this.bit = symbolBit(dx.name)
    this.columns = dx.shape[0]!
  }

  private readonly varies = (e: Expr): boolean =>
    (e.symbolBits & this.bit) !== 0 && (e === this.dx || e.args.some(this.varies))

  /** J with e = J·dx, of a vector e. */
  ofVector(e: Expr): Matrix {
    if (e === this.dx) return eye(this.columns)
    if (!this.varies(e)) return undefined
    switch (e.op) {
      case 'add':
        return sumOf(e.args.filter(this.varies).map((arg) => this.ofTerm(arg, e)))
      case 'mul':
        return this.ofScaled(e)
      case 'matmul':
        return this.ofProduct(e.args)
      case 'hadamard':
        return this.ofEntrywise(e)
      case 'diagonal':
        return this.ofTerms(e.args[0]!, (term) => this.diagonalOf(term))
      default:
        return undefined
    }
  }

  /** A scalar is a row times dx: its gradient, transposed. */
  private rowOf(e: Expr): Expr {
    return transpose(sweep(e, [this.dx.name])[0]!)
  }

  /** A term of a vector; a number stands for every entry. */
  private ofTerm(term: Expr, sum: Expr): Matrix {
    return term.shape.length === 0 ? mulAll([onesOf(sum.shape), this.rowOf(term)]) : this.ofVector(term)
  }

  /** Scalars times a vector; dx is in exactly one of the factors. */
  private ofScaled(e: Expr): Matrix {
    const { scalars, array } = splitScalars(e)
    if (this.varies(array)) return times(scalars, this.ofVector(array))
    const i = scalars.findIndex(this.varies)
    return mulAll([...scalars.filter((_, k) => k !== i), array, this.rowOf(scalars[i]!)])
  }

  /** L·F·R with dx in F, the product a vector. */
  private ofProduct(factors: readonly Expr[]): Matrix {
    const i = factors.findIndex(this.varies)
    const factor = factors[i]!
    const left = factors.slice(0, i)
    const right = factors.slice(i + 1)
    return times(left, right.length === 0 ? this.ofVector(factor) : this.timesVector(factor, mulAll(right)))
  }

  /** J with F·w = J·dx; where F is a row the product is a scalar, w'·F' with F' a vector. */
  private timesVector(factor: Expr, w: Expr): Matrix {
    if (factor.shape.length === 1) return times([w], this.ofVector(factor))
    if (isRow(factor)) return times([transpose(w)], this.ofVector(transpose(factor)))
    return this.ofTerms(factor, (term) => this.termTimes(term, w))
  }

  /** (C .* u) with dx in u is diag(C)·u. */
  private ofEntrywise(e: Expr): Matrix {
    const i = e.args.findIndex(this.varies)
    const scale = hadamard(...e.args.filter((_, k) => k !== i))
    return times([scale.shape.length === 1 ? diag(scale) : scale], this.ofVector(e.args[i]!))
  }

  private ofTerms(matrix: Expr, map: (term: LinearTerm) => Matrix): Matrix {
    const terms = linearTerms(matrix, this.varies)
    if (terms === undefined) return undefined
    return terms.length === 0 ? zeroOf([matrix.shape[0]!, this.columns]) : sumOf(terms.map(map))
  }

  /** J with M·v = J·dx. */
  private termTimes(term: LinearTerm, v: Expr): Matrix {
    switch (term.kind) {
      case 'scaled':
        return mulAll([term.matrix, v, this.rowOf(term.number)])
      case 'outer':
        return this.varies(term.left)
          ? times([mulAll([transpose(term.right), v])], this.ofVector(term.left))
          : times([term.left, transpose(v)], this.ofVector(term.right))
      case 'diagonal': {
        const { mask, left, vector, right } = term
        if (mask === undefined) {
          const scaling = diag(right === undefined ? v : mulAll([right, v]))
          return times(left === undefined ? [scaling] : [left, scaling], this.ofVector(vector))
        }
        // entry i is Σₖ leftᵢₖ uₖ Σⱼ maskᵢⱼ vⱼ rightₖⱼ
        const inner = mulAll([mask, diag(v), ...(right === undefined ? [] : [transpose(right)])])
        return times([left === undefined ? diag(diagonal(inner)) : hadamard(left, inner)], this.ofVector(vector))
      }
    }
  }

  /** J with diagonal(M) = J·dx. */
  private diagonalOf(term: LinearTerm): Matrix {
    switch (term.kind) {
      case 'scaled':
        return mulAll([diagonal(term.matrix), this.rowOf(term.number)])
      case 'outer':
        return this.ofVector(hadamard(term.left, term.right))
      case 'diagonal': {
        const { mask, left, vector, right } = term
        const scaling = mask === undefined ? [] : [diag(diagonal(mask))]
        return times([...scaling, ...entriesBeside(left, right)], this.ofVector(vector))
      }
    }
  }
}

/** C with diagonal(L·diag(u)·R) = C·u: C is L .* R'. */
function entriesBeside(left: Expr | undefined, right: Expr | undefined): readonly Expr[] {
  if (left !== undefined && right !== undefined) return [hadamard(left, transpose(right))]
  const only = left ?? right
  return only === undefined ? [] : [diag(diagonal(only))]
}

const times = (front: readonly Expr[], map: Matrix): Matrix => (map === undefined ? undefined : mulAll([...front, map]))

const sumOf = (maps: readonly Matrix[]): Matrix =>
  maps.includes(undefined) ? undefined : addAll(maps as readonly Expr[])
