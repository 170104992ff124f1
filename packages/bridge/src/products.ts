import { add, type Expr, type Formula, gradient, hadamard, jacobian, matmul, mul, sum, symbol } from '@fluxion/symbolic'
import { argumentsOf, type CompileOptions, compileExpressions } from './compile.ts'
import { errors } from './errors.ts'
import type { Kernel } from './kernel.ts'
import { type Formulas, flatten, type Layout, toExpr } from './layout.ts'
import { nodesOf } from './lower/order.ts'
import { namesOf, optionsOf } from './options.ts'

/** Options of the derivative products. */
export interface ProductOptions extends CompileOptions {
  /** The symbols to differentiate by. */
  readonly wrt: string | readonly string[]
}

/**
 * Compiles the Hessian of a scalar formula times a direction, without making the Hessian: the gradient of ⟨∇f, v⟩, two reverse
 * sweeps (Pearlmutter 1994). After the formula's arguments the kernel takes the direction, `v_x` for each symbol x. It returns
 * the product, or with a list of symbols an object of one product for each. With `reduce` it is the Hessian of the sum (mean) over
 * the columns; the product by a column is an array.
 *
 * @example
 * const hvp = hessianVectorProduct('x^2 * y', { wrt: ['x', 'y'] })
 * hvp.args // => ['x', 'y', 'v_x', 'v_y']
 * hvp({ x: 3, y: 2, v_x: 1, v_y: 0 }) // => { x: 4, y: 6 }
 */
export function hessianVectorProduct(formula: Formula, given: ProductOptions): Kernel {
  const options = optionsOf(given)
  const f = toExpr(formula)
  if (f.shape.length > 0) throw errors.notScalar('the formula', f.shape)
  const { names, directions } = directionsOf([f], options)
  const slope = add(...gradient(f, names).map((partial, i) => inner(partial, directions[i]!)))
  return compileProducts([f], gradient(slope, names), byName(options.wrt, names), directions, options, names)
}

/**
 * Compiles the Jacobian of formulas times a direction: the derivatives along `v`. After the formulas' arguments the kernel takes the
 * direction, `v_x` for each symbol x; results are nested like the formulas.
 *
 * @example
 * jacobianVectorProduct(['x * y', 'x + y'], { wrt: ['x', 'y'] })({ x: 3, y: 2, v_x: 1, v_y: 10 }) // => [32, 11]
 */
export function jacobianVectorProduct(formulas: Formulas, given: ProductOptions): Kernel {
  const options = optionsOf(given)
  const { exprs, layout } = flatten(formulas)
  const { names, directions } = directionsOf(exprs, options)
  const products = exprs.map((f) =>
    f.shape.length > 0
      ? add(...names.map((name, i) => matmul(jacobian(f, name), directions[i]!)))
      : add(...gradient(f, names).map((partial, i) => inner(partial, directions[i]!))),
  )
  return compileProducts(exprs, products, layout, directions, options)
}

/**
 * Compiles weights times the Jacobian of formulas, one reverse sweep for all. After the formulas' arguments the kernel takes
 * one weight for each formula, `w_0`, `w_1`, … in order, of the formula's shape. It returns the product, or with a list of
 * symbols an object of one product for each.
 *
 * @example
 * const vjp = vectorJacobianProduct(['x * y', 'x + y'], { wrt: ['x', 'y'] })
 * vjp({ x: 3, y: 2, w_0: 1, w_1: 10 }) // => { x: 12, y: 13 }
 */
export function vectorJacobianProduct(formulas: Formulas, given: ProductOptions): Kernel {
  const options = optionsOf(given)
  const { exprs } = flatten(formulas)
  const taken = new Set(argumentsOf(exprs, options.args))
  const weights = exprs.map((f, i) => symbol(unused(`w_${i}`, taken), { shape: f.shape }))
  const weighted = add(...exprs.map((f, i) => inner(f, weights[i]!)))
  const names = namesOf('wrt', options.wrt)
  return compileProducts(exprs, gradient(weighted, names), byName(options.wrt, names), weights, options, names)
}

/** Products that are derivatives of a sum over columns keep the columns' shapes; `by` names what each is a derivative by. */
function compileProducts(
  formulas: readonly Expr[],
  exprs: readonly Expr[],
  layout: Layout,
  directions: readonly Expr[],
  options: CompileOptions,
  by: readonly string[] = [],
): Kernel {
  const args = [...argumentsOf(formulas, options.args), ...directions.map(({ name }) => name)]
  const gradientBy = by.map((name) => (args.includes(name) ? args.indexOf(name) : undefined))
  return compileExpressions({ exprs, layout, gradientBy, args, options })
}

/** A symbol `v_x` of the shape of x for each symbol x. */
function directionsOf(
  formulas: readonly Expr[],
  options: Partial<ProductOptions>,
): { readonly names: readonly string[]; readonly directions: readonly Expr[] } {
  const symbols = new Map(nodesOf(formulas).flatMap((e) => (e.op === 'sym' ? [[e.name, e] as const] : [])))
  const taken = new Set(argumentsOf(formulas, options.args))
  const names = namesOf('wrt', options.wrt)
  const directions = names.map((name) => symbol(unused(`v_${name}`, taken), { shape: symbols.get(name)?.shape ?? [] }))
  return { names, directions }
}

function unused(name: string, taken: ReadonlySet<string>): string {
  let free = name
  while (taken.has(free)) free += '_'
  return free
}

/** The sum of products of entries. */
const inner = (a: Expr, b: Expr): Expr => (a.shape.length === 0 ? mul(a, b) : sum(hadamard(a, b)))

/** One leaf for one symbol, a record for a list of them. */
const byName = (wrt: unknown, names: readonly string[]): Layout =>
  typeof wrt === 'string'
    ? { kind: 'leaf', at: 0 }
    : { kind: 'record', entries: names.map((name, at) => [name, { kind: 'leaf', at }]) }
