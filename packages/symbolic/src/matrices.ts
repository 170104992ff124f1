import { apply } from './apply.ts'
import * as errors from './errors.ts'
import { type Dimension, type Expr, isNumber, type MatrixOp, type Shape } from './expression.ts'
import { intern, SCALAR } from './intern.ts'
import { isInteger, MINUS_ONE, ONE, ZERO } from './number.ts'
import { compareFactors, SPLICE_LIMIT, sortBy } from './order.ts'
import { powElementwise } from './power.ts'
import { callText, operandsText } from './print/operands.ts'
import { mulAll, scalarProduct } from './product.ts'
import { elementwiseShape, isZero, onesOf, zeroOf } from './shapes.ts'
import { addAll, negatedSum } from './sum.ts'
import { checkedShape, num, numberNode } from './symbols.ts'

const node = (op: MatrixOp, args: readonly Expr[], shape: Shape = SCALAR): Expr => intern(op, args, shape)

/**
 * The product of factors of which some are vectors or matrices: scalars commute and go in front, the others are
 * multiplied in order.
 */
export function matrixProduct(factors: readonly Expr[]): Expr {
  const { scalars, others } = takenApart(factors, 'matmul')
  // a row times a column is a scalar, which leaves the chain: x' * y * z is (x' * y) * z
  let chain: Expr[] = []
  let shape: Shape = SCALAR
  for (const factor of others) {
    shape = productShape(shape, factor, chain)
    chain.push(factor)
    if (shape.length > 0) continue
    scalars.push(matmulAll(chain))
    chain = []
  }
  return chain.length === 0 ? mulAll(scalars) : scaled(scalarProduct(scalars), matmulAll(chain))
}

/** The scalar factors, and the vectors and matrices, short products of one kind dissolved. */
function takenApart(factors: readonly Expr[], kind: 'matmul' | 'hadamard'): { scalars: Expr[]; others: Expr[] } {
  const scalars: Expr[] = []
  const others: Expr[] = []
  const take = (factor: Expr): void => {
    if (factor.shape.length === 0) scalars.push(factor)
    else if (factor.op === 'mul') factor.args.forEach(take)
    else if (factor.op === kind && factor.args.length <= SPLICE_LIMIT) others.push(...factor.args)
    else others.push(factor)
  }
  factors.forEach(take)
  return { scalars, others }
}

/** A scalar times a vector or matrix that carries no scalar factor of its own. */
function scaled(scalar: Expr, product: Expr): Expr {
  if (product.op === 'mul') return matrixProduct([scalar, product])
  if (scalar.payload === ONE) return product
  if (scalar.payload === ZERO || isZero(product)) return zeroOf(product.shape)
  if (scalar.payload === MINUS_ONE && product.op === 'add' && product.args.length <= SPLICE_LIMIT)
    return negatedSum(product)
  const front = scalar.op === 'mul' && scalar.args.length <= SPLICE_LIMIT ? scalar.args : [scalar]
  return intern('mul', [...front, product], product.shape)
}

/** Rows and columns; a vector is a column. */
const asMatrix = (shape: Shape): readonly [Dimension, Dimension] => [shape[0] ?? 1, shape[1] ?? 1]

/** Whether the shape is that of a transposed vector. */
const isRow = (shape: Shape): boolean => shape.length === 2 && shape[0] === 1

/** The shape of a product of shape `a` times one more factor; before the first there is none. */
function productShape(a: Shape, factor: Expr, before: readonly Expr[]): Shape {
  const b = factor.shape
  if (before.length === 0) return b
  const [rows, inner] = asMatrix(a)
  const [other, columns] = asMatrix(b)
  if (inner !== other)
    throw errors.shapeMismatch(
      operandsText('*', matmulAll(before), factor),
      a,
      b,
      "inner dimensions must be equal; for the elementwise product write .* and for two vectors x' * y",
    )
  if (isRow(a) && b.length === 1) return SCALAR
  return b.length === 1 ? [rows] : [rows, columns]
}

/** The matrix product of vectors and matrices in order. */
export function matmulAll(factors: readonly Expr[]): Expr {
  const flat: Expr[] = []
  for (const factor of factors) {
    if (factor.op === 'matmul' && factor.args.length <= SPLICE_LIMIT && factor.shape.length > 0)
      flat.push(...factor.args)
    else flat.push(factor)
  }
  if (flat.length === 1) return flat[0]!
  const shape = flat.reduce<Shape>((left, factor, i) => productShape(left, factor, flat.slice(0, i)), SCALAR)
  if (flat.some(isZero)) return zeroOf(shape)
  const kept = flat.filter((factor) => factor.op !== 'eye')
  for (let i = kept.length - 2; i >= 0; i--)
    if (kept[i]!.op === 'diag' && kept[i + 1]!.op === 'ones' && kept[i + 1]!.shape.length === 1)
      kept.splice(i, 2, kept[i]!.args[0]!)
  return kept.length < 2 ? (kept[0] ?? flat[0]!) : node('matmul', kept, shape)
}

/** A whole power of a square matrix. */
export function matrixPower(base: Expr, exponent: Expr): Expr {
  const [rows, columns] = base.shape
  if (base.shape.length !== 2 || rows !== columns)
    throw errors.shapeWanted('^', 'a square matrix (elementwise powers are .^)', base.shape)
  if (!isNumber(exponent) || !isInteger(exponent.payload))
    throw errors.shapeWanted('^', 'a whole number as exponent of a matrix', base.shape)
  const n = exponent.value
  if (Math.abs(n) > 64) throw errors.numberLimit('the exponent of a matrix')
  if (n === 0) return eye(rows!)
  const factor = n < 0 ? inv(base) : base
  return matrixProduct(new Array<Expr>(Math.abs(n)).fill(factor))
}

/** The matrix product. */
export const matmul = (...factors: readonly Expr[]): Expr => mulAll(factors)

/**
 * The transpose; of a vector the row. It is pushed into products and inverses, and a sum that is its own transpose stays as it is, so
 * that symmetric formulas are seen to be symmetric.
 */
export function transpose(x: Expr): Expr {
  if (x.shape.length === 0 || (x.op === 'sym' && x.assumptions.symmetric === true)) return x
  switch (x.op) {
    case 'eye':
    case 'diag':
      return x
    case 'transpose':
      return x.args[0]!
    case 'mul':
      return mulAll([...x.args.slice(0, -1), transpose(x.args[x.args.length - 1]!)])
    case 'matmul':
      return matmulAll(x.args.map((factor) => transpose(factor)).reverse())
    case 'inv': {
      const inner = transpose(x.args[0]!)
      return inner === x.args[0] ? x : inner.op === 'transpose' ? transposed(x) : inv(inner)
    }
    case 'ones':
      return x.shape.length === 2 ? onesOf([x.shape[1]!, x.shape[0]!]) : transposed(x)
    case 'add': {
      const flipped = addAll(x.args.map((term) => (term.shape.length === 0 ? term : transpose(term))))
      return flipped === x || isRow(x.shape) ? flipped : transposed(x)
    }
    default:
      return transposed(x)
  }
}

function transposed(x: Expr): Expr {
  const [rows, columns] = asMatrix(x.shape)
  return node('transpose', [x], [columns, rows])
}

/** The elementwise product. */
export function hadamard(...list: readonly Expr[]): Expr {
  const shape = elementwiseShape('.*', list)
  if (list.filter((factor) => factor.shape.length > 0).length < 2) return mulAll(list)
  const { scalars, others } = takenApart(list, 'hadamard')
  const merged = likeBasesMerged(others)
  const product =
    merged.length === 0 ? onesOf(shape) : merged.length === 1 ? merged[0]! : node('hadamard', merged, shape)
  return mulAll([...scalars, product])
}

/** Entrywise factors in canonical order, `x .* x` as `x .^ 2`. */
function likeBasesMerged(factors: readonly Expr[]): Expr[] {
  const exponents = new Map<Expr, Expr>()
  for (const factor of factors) {
    const [base, exponent] = factor.op === 'pow' ? (factor.args as [Expr, Expr]) : [factor, numberNode(ONE)]
    const known = exponents.get(base)
    exponents.set(base, known === undefined ? exponent : addAll([known, exponent]))
  }
  const merged = [...exponents].map(([base, exponent]) => powElementwise(base, exponent))
  const kept = merged.filter((factor) => factor.op !== 'ones' && factor.payload !== ONE)
  sortBy(kept, compareFactors)
  return [...kept.filter((factor) => !isReciprocal(factor)), ...kept.filter(isReciprocal)]
}

const isReciprocal = (e: Expr): boolean => e.op === 'pow' && e.args[1]!.value < 0

/** The elementwise quotient. */
export function dotDivide(a: Expr, b: Expr): Expr {
  return hadamard(a, powElementwise(b, numberNode(MINUS_ONE)))
}

function square(operation: string, x: Expr): Expr {
  if (x.shape.length !== 2 || x.shape[0] !== x.shape[1])
    throw errors.shapeWanted(callText(operation, x), 'a square matrix', x.shape)
  return x
}

/** The inverse of a square matrix. */
export function inv(x: Expr): Expr {
  if (x.shape.length === 0) return powElementwise(x, numberNode(MINUS_ONE))
  square('inv', x)
  if (x.op === 'inv') return x.args[0]!
  if (x.op === 'transpose') return transpose(inv(x.args[0]!))
  return x.op === 'eye' ? x : node('inv', [x], x.shape)
}

/** The determinant of a square matrix. */
export function det(a: Expr): Expr {
  return node('det', [square('det', a)])
}

/** log(det(A)), defined for a positive determinant. */
export function logdet(a: Expr): Expr {
  return node('logdet', [square('logdet', a)])
}

/** The trace of a square matrix. */
export function trace(a: Expr): Expr {
  const x = square('trace', a)
  if (x.op === 'mul') return scalarsOutside(x, trace)
  if (x.op === 'transpose') return trace(x.args[0]!)
  return x.op === 'eye' && typeof x.shape[0] === 'number' ? num(x.shape[0]) : node('trace', [x])
}

/** A linear function of an array with its scalar factors in front. */
const scalarsOutside = (x: Expr, linear: (array: Expr) => Expr): Expr =>
  mulAll([...x.args.slice(0, -1), linear(x.args[x.args.length - 1]!)])

type Reduction = 'sum' | 'mean' | 'norm' | 'norm1' | 'logsumexp'

/** A number from all entries; of a scalar itself, or its size. */
const reduction =
  (op: Reduction) =>
  (x: Expr): Expr => {
    if (x.shape.length > 0) return node(op, [x])
    return op === 'norm' || op === 'norm1' ? apply('abs', [x]) : x
  }

/** The sum of all entries. */
export function sum(x: Expr): Expr {
  if (x.op === 'mul' && x.shape.length > 0) return scalarsOutside(x, sum)
  if (x.op === 'ones') return mulAll(x.shape.flatMap(factorsOf).map(sizeNode))
  return reduction('sum')(x)
}

/** The names and numbers of which a size is the product. */
const factorsOf = (size: Dimension): Dimension[] =>
  typeof size === 'number' ? [size] : size.split('*').map((part) => Number(part) || part)

/** A size as a number: the sum of so many ones where it is open, which prints as its name. */
const sizeNode = (size: Dimension): Expr => (typeof size === 'number' ? num(size) : node('sum', [onesOf([size])]))

/** The mean of all entries. */
export const mean: (x: Expr) => Expr = reduction('mean')

/** The Euclidean norm of a vector, the Frobenius norm of a matrix. */
export const norm: (x: Expr) => Expr = reduction('norm')

/** The sum of absolute values. */
export const norm1: (x: Expr) => Expr = reduction('norm1')

/** log(sum(exp(x))), without overflow. */
export const logsumexp: (x: Expr) => Expr = reduction('logsumexp')

function withRank(operation: string, rank: 1 | 2, x: Expr): Expr {
  if (x.shape.length !== rank)
    throw errors.shapeWanted(callText(operation, x), rank === 1 ? 'a vector' : 'a matrix', x.shape)
  return x
}

/** exp(x) / sum(exp(x)). */
export function softmax(a: Expr): Expr {
  const x = withRank('softmax', 1, a)
  return node('softmax', [x], x.shape)
}

/** The diagonal matrix of a vector. */
export function diag(a: Expr): Expr {
  const x = withRank('diag', 1, a)
  return node('diag', [x], [x.shape[0]!, x.shape[0]!])
}

/** The diagonal of a square matrix. */
export function diagonal(a: Expr): Expr {
  const x = square('diagonal', a)
  return x.op === 'diag' ? x.args[0]! : node('diagonal', [x], [x.shape[0]!])
}

/** x * y' of two vectors. */
export function outer(a: Expr, b: Expr): Expr {
  return mulAll([withRank('outer', 1, a), transpose(withRank('outer', 1, b))])
}

/** x' * y of two vectors. */
export function dot(a: Expr, b: Expr): Expr {
  return mulAll([transpose(withRank('dot', 1, a)), withRank('dot', 1, b)])
}

const timesDimension = (a: Dimension, b: Dimension): Dimension =>
  typeof a === 'number' && typeof b === 'number' ? a * b : a === 1 ? b : b === 1 ? a : `${a}*${b}`

/** The Kronecker product of two matrices. */
export function kron(a: Expr, b: Expr): Expr {
  const x = withRank('kron', 2, a)
  const y = withRank('kron', 2, b)
  if (x.op === 'mul') return scalarsOutside(x, (array) => kron(array, y))
  if (y.op === 'mul') return scalarsOutside(y, (array) => kron(x, array))
  return node('kron', [x, y], [timesDimension(x.shape[0]!, y.shape[0]!), timesDimension(x.shape[1]!, y.shape[1]!)])
}

/** The identity matrix. @example eye('n').shape // => ['n', 'n'] */
export function eye(n: Dimension): Expr {
  return node('eye', [], checkedShape('eye', [n, n]))
}

/** A vector or matrix of ones. @example ones('n').shape // => ['n'] */
export function ones(...shape: readonly Dimension[]): Expr {
  return onesOf(checkedShape('ones', shape))
}
