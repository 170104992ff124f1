import type { Expr, Formula } from './expression.ts'
import { toExpr } from './formula.ts'
import * as matrices from './matrices.ts'
import { powElementwise } from './power.ts'
import { mulAll } from './product.ts'

/** The matrix product. @example matmul(matrix('A', 'm', 'n'), vector('x', 'n')) // => A * x */
export function matmul(...factors: readonly Formula[]): Expr {
  return mulAll(factors.map(toExpr))
}

/**
 * The transpose; of a vector the row. It is pushed into products and inverses, and a sum that is its own transpose stays as it is, so
 * that symmetric formulas are seen to be symmetric.
 *
 * @example
 * transpose(matmul(matrix('A', 'm', 'n'), matrix('B', 'n', 'k'))) // => B' * A'
 */
export function transpose(a: Formula): Expr {
  return matrices.transpose(toExpr(a))
}

/** The elementwise product. @example hadamard(vector('x', 'n'), vector('y', 'n')) // => x .* y */
export function hadamard(...factors: readonly Formula[]): Expr {
  return matrices.hadamard(...factors.map(toExpr))
}

/** The elementwise quotient. @example dotDivide(vector('x', 'n'), 2) // => x / 2 */
export function dotDivide(a: Formula, b: Formula): Expr {
  return matrices.dotDivide(toExpr(a), toExpr(b))
}

/** The elementwise power. @example dotPow(vector('x', 'n'), 2) // => x .^ 2 */
export function dotPow(a: Formula, b: Formula): Expr {
  return powElementwise(toExpr(a), toExpr(b))
}

/** The inverse of a square matrix. @example inv(inv(matrix('A', 'n', 'n'))) // => A */
export function inv(a: Formula): Expr {
  return matrices.inv(toExpr(a))
}

/** The determinant of a square matrix. @example det(matrix('A', 'n', 'n')) // => det(A) */
export function det(a: Formula): Expr {
  return matrices.det(toExpr(a))
}

/** log(det(A)), defined for a positive determinant. @example logdet(matrix('A', 'n', 'n')) // => logdet(A) */
export function logdet(a: Formula): Expr {
  return matrices.logdet(toExpr(a))
}

/** The trace of a square matrix. @example trace(matrix('A', 'n', 'n')) // => tr(A) */
export function trace(a: Formula): Expr {
  return matrices.trace(toExpr(a))
}

/** The sum of all entries. @example sum(vector('x', 'n')) // => sum(x) */
export function sum(a: Formula): Expr {
  return matrices.sum(toExpr(a))
}

/** The mean of all entries. @example mean(vector('x', 'n')) // => mean(x) */
export function mean(a: Formula): Expr {
  return matrices.mean(toExpr(a))
}

/** The Euclidean norm of a vector, the Frobenius norm of a matrix. @example norm(vector('x', 'n')) // => norm(x) */
export function norm(a: Formula): Expr {
  return matrices.norm(toExpr(a))
}

/** The sum of absolute values. @example norm1(vector('x', 'n')) // => norm1(x) */
export function norm1(a: Formula): Expr {
  return matrices.norm1(toExpr(a))
}

/** log(sum(exp(x))), without overflow. @example logsumexp(vector('x', 'n')) // => logsumexp(x) */
export function logsumexp(a: Formula): Expr {
  return matrices.logsumexp(toExpr(a))
}

/** exp(x) / sum(exp(x)). @example softmax(vector('x', 'n')) // => softmax(x) */
export function softmax(a: Formula): Expr {
  return matrices.softmax(toExpr(a))
}

/** The diagonal matrix of a vector. @example diag(vector('x', 'n')).shape // => ['n', 'n'] */
export function diag(a: Formula): Expr {
  return matrices.diag(toExpr(a))
}

/** The diagonal of a square matrix. @example diagonal(diag(vector('x', 'n'))) // => x */
export function diagonal(a: Formula): Expr {
  return matrices.diagonal(toExpr(a))
}

/** x * y' of two vectors. @example outer(vector('x', 'm'), vector('y', 'n')).shape // => ['m', 'n'] */
export function outer(a: Formula, b: Formula): Expr {
  return matrices.outer(toExpr(a), toExpr(b))
}

/** x' * y of two vectors. @example dot(vector('x', 'n'), vector('y', 'n')) // => x' * y */
export function dot(a: Formula, b: Formula): Expr {
  return matrices.dot(toExpr(a), toExpr(b))
}

/** The Kronecker product of two matrices. @example kron(matrix('A', 2, 3), matrix('B', 4, 5)).shape // => [8, 15] */
export function kron(a: Formula, b: Formula): Expr {
  return matrices.kron(toExpr(a), toExpr(b))
}
