import type { Expr } from '../expression.ts'
import { sweep } from '../gradient.ts'
import { symbolBit } from '../intern.ts'
import { diag, eye, hadamard, transpose } from '../matrices.ts'
import { mulAll } from '../product.ts'
import { onesOf, zeroOf } from '../shapes.ts'
import { addAll } from '../sum.ts'

/**
 * Writes a vector formula that is linear in the vector `dx` as a matrix times `dx`. Returns undefined where that matrix has no notation in
 * matrix products.
 */
export function matrixOf(formula: Expr, dx: Expr): Expr | undefined {
  const bit = symbolBit(dx.name)
  const varies = (e: Expr): boolean => (e.symbolBits & bit) !== 0 && (e === dx || e.args.some(varies))
  const columns = dx.shape[0]!

  /** J with e = J·dx, of a vector e. */
  function ofVector(e: Expr): Expr | undefined {
    if (e === dx) return eye(columns)
    if (!varies(e)) return undefined
    switch (e.op) {
      case 'add':
        return sumOf(e.args.map((arg) => (arg.shape.length === 0 ? ofScalarEverywhere(arg, e) : ofVector(arg))))
      case 'mul':
        return ofScaled(e, (array) => ofVector(array))
      case 'matmul':
        return ofProduct(e.args)
      case 'hadamard':
        return ofEntrywise(e)
      case 'diagonal':
        return ofDiagonal(e.args[0]!)
      default:
        return undefined
    }
  }

  /** A scalar is a row times dx: its gradient, transposed. */
  const rowOf = (e: Expr): Expr => transpose(sweep(e, [dx.name])[0]!)

  const ofScalarEverywhere = (scalar: Expr, like: Expr): Expr | undefined => mulAll([onesOf(like.shape), rowOf(scalar)])

  /** Scalars times an array; dx is in exactly one of the factors. */
  function ofScaled(e: Expr, linear: (array: Expr) => Expr | undefined): Expr | undefined {
    const array = e.args[e.args.length - 1]!
    const scalars = e.args.slice(0, -1)
    if (varies(array)) return times(scalars, linear(array))
    const i = scalars.findIndex(varies)
    return mulAll([...scalars.filter((_, k) => k !== i), array, rowOf(scalars[i]!)])
  }

  /** L·F·R with dx in F, the product a vector. */
  function ofProduct(factors: readonly Expr[]): Expr | undefined {
    const i = factors.findIndex(varies)
    const left = factors.slice(0, i)
    const right = factors.slice(i + 1)
    const map = right.length === 0 ? ofVector(factors[i]!) : timesOrRow(factors[i]!, mulAll(right))
    return times(left, map)
  }

  /** J with M·v = J·dx, of a matrix M that varies and a vector (or, M a column, a scalar) v that does not. */
  function timesVector(m: Expr, v: Expr): Expr | undefined {
    if (m.shape.length === 1) return times([v], ofVector(m))
    switch (m.op) {
      case 'add':
        return sumOf(m.args.map((term) => (varies(term) ? timesVector(term, v) : zeroOf([m.shape[0]!, columns]))))
      case 'mul':
        return ofScaledTimes(m, v)
      case 'matmul':
        return ofProductTimes(m.args, v)
      case 'diag':
        return times([diag(v)], ofVector(m.args[0]!))
      case 'hadamard':
        return ofEntrywiseTimes(m, v)
      default:
        return undefined
    }
  }

  function ofScaledTimes(m: Expr, v: Expr): Expr | undefined {
    const array = m.args[m.args.length - 1]!
    const scalars = m.args.slice(0, -1)
    if (varies(array)) return times(scalars, timesVector(array, v))
    const i = scalars.findIndex(varies)
    return mulAll([...scalars.filter((_, k) => k !== i), array, v, rowOf(scalars[i]!)])
  }

  function ofProductTimes(factors: readonly Expr[], v: Expr): Expr | undefined {
    const i = factors.findIndex(varies)
    return times(factors.slice(0, i), timesOrRow(factors[i]!, mulAll([...factors.slice(i + 1), v])))
  }

  /** F·w, where F may be a row: then the product is a scalar, w'·F' with F' a vector. */
  function timesOrRow(factor: Expr, w: Expr): Expr | undefined {
    const isRow = factor.shape.length === 2 && factor.shape[0] === 1
    if (!isRow) return timesVector(factor, w)
    return times([transpose(w)], ofVector(transpose(factor)))
  }

  /** (C .* u) with dx in u is diag(C)·u. */
  function ofEntrywise(e: Expr): Expr | undefined {
    const i = e.args.findIndex(varies)
    const others = e.args.filter((_, k) => k !== i)
    const scale = hadamard(...others)
    return times([scale.shape.length === 1 ? diag(scale) : scale], ofVector(e.args[i]!))
  }

  /** (C .* (u·w'))·v is diag(u)·C·(w .* v). */
  function ofEntrywiseTimes(m: Expr, v: Expr): Expr | undefined {
    const i = m.args.findIndex(varies)
    const constant = hadamard(...m.args.filter((_, k) => k !== i))
    const outer = m.args[i]!
    const scalars = outer.op === 'mul' ? outer.args.slice(0, -1) : []
    const product = outer.op === 'mul' ? outer.args[outer.args.length - 1]! : outer
    if (product.op !== 'matmul' || scalars.some(varies)) return undefined
    const split = product.args.findIndex((factor) => factor.shape.length === 1)
    if (split < 0) return undefined
    const column = mulAll(product.args.slice(0, split + 1))
    const row = transpose(mulAll(product.args.slice(split + 1)))
    if (varies(column)) return times([...scalars, diag(mulAll([constant, hadamard(row, v)]))], ofVector(column))
    return times([...scalars, diag(column), constant, diag(v)], ofVector(row))
  }

  /** diagonal(u·w') is u .* w. */
  function ofDiagonal(m: Expr): Expr | undefined {
    if (m.op !== 'matmul') return undefined
    const split = m.args.findIndex((factor) => factor.shape.length === 1)
    if (split < 0) return undefined
    return ofVector(hadamard(mulAll(m.args.slice(0, split + 1)), transpose(mulAll(m.args.slice(split + 1)))))
  }

  return ofVector(formula)
}

const times = (front: readonly Expr[], map: Expr | undefined): Expr | undefined =>
  map === undefined ? undefined : mulAll([...front, map])

const sumOf = (maps: readonly (Expr | undefined)[]): Expr | undefined =>
  maps.includes(undefined) ? undefined : addAll(maps as readonly Expr[])
