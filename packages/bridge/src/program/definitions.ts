import {
  abs,
  add,
  diagonal,
  div,
  dotPow,
  type Expr,
  exp,
  hadamard,
  log,
  matmul,
  mul,
  num,
  ones,
  pow,
  sub,
  sum,
  symbol,
  transpose,
} from '@fluxion/symbolic'
import { matrixChain } from './chain.ts'
import { type Dimensions, sizeOfDimension, sizesOf } from './dimensions.ts'

/** A matrix product cut in two. */
export interface Cut {
  readonly left: Expr
  readonly right: Expr
}

/**
 * Rewrites matrix operations into elementwise formulas, sums and binary products, where that is how they are computed:
 * norms and means are sums, a product that ends in a scalar is a sum too, log Σ exp and softmax are taken relative to the
 * largest entry, chains of products are cut in the cheapest order.
 */
export class Definitions {
  readonly #sizes: Dimensions
  readonly #taken: ReadonlySet<string>
  readonly #known = new Map<Expr, Expr>()
  readonly #cuts = new Map<Expr, Cut>()
  readonly #largest = new Map<Expr, Expr>()
  readonly #maxima = new Map<Expr, Expr>()

  /** `taken` are the names of the formula's own symbols, which placeholders must not have. */
  constructor(sizes: Dimensions, taken: ReadonlySet<string>) {
    this.#sizes = sizes
    this.#taken = taken
  }

  /** The formula by which a node is computed: the node itself where nothing is rewritten. */
  resolve(e: Expr): Expr {
    let known = this.#known.get(e)
    if (known === undefined) {
      known = e
      for (let next = this.#rewrite(e); next !== undefined; next = this.#rewrite(next)) known = next
      this.#known.set(e, known)
    }
    return known
  }

  /** The two factors of a matrix product that {@link resolve} left as one. */
  cut(e: Expr): Cut {
    let cut = this.#cuts.get(e)
    if (cut === undefined) {
      cut = this.#cheapest(e.args)
      this.#cuts.set(e, cut)
    }
    return cut
  }

  /** The vector or matrix whose largest entry a placeholder symbol stands for. */
  maximumOf(e: Expr): Expr | undefined {
    return this.#maxima.get(e)
  }

  #rewrite(e: Expr): Expr | undefined {
    const x = e.args[0]
    switch (e.op) {
      case 'norm':
        return pow(this.#squares(x!), '1/2')
      case 'norm1':
        return sum(abs(x!))
      case 'sum':
        return x!.op === 'ones' ? num(sizesOf(x!.shape, this.#sizes).reduce((a, b) => a * b, 1)) : undefined
      case 'mean':
        return div(
          sum(x!),
          sizesOf(x!.shape, this.#sizes).reduce((a, b) => a * b, 1),
        )
      case 'logsumexp': {
        const m = this.#maximum(x!)
        return add(m, log(sum(exp(sub(x!, m)))))
      }
      case 'softmax': {
        const exponentials = exp(sub(x!, this.#maximum(x!)))
        return mul(pow(sum(exponentials), -1), exponentials)
      }
      case 'trace':
        return this.#trace(x!)
      case 'pow': {
        const exponent = e.args[1]!
        return x!.op === 'norm' && exponent.op === 'num' && exponent.value % 2 === 0
          ? pow(this.#squares(x!.args[0]!), exponent.value / 2)
          : undefined
      }
      case 'matmul':
        return this.#product(e)
      default:
        return undefined
    }
  }

  #squares(x: Expr): Expr {
    return sum(dotPow(x, 2))
  }

  /** A scalar symbol that stands for the largest entry. */
  #maximum(x: Expr): Expr {
    let placeholder = this.#largest.get(x)
    if (placeholder === undefined) {
      let name = `$largest${this.#largest.size}`
      while (this.#taken.has(name)) name += '_'
      placeholder = symbol(name)
      this.#largest.set(x, placeholder)
      this.#maxima.set(placeholder, x)
    }
    return placeholder
  }

  /** tr(P·Q) is the sum of P ∘ Q', which saves the product. */
  #trace(x: Expr): Expr {
    if (x.op !== 'matmul' || x.args.length < 2) return sum(diagonal(x))
    const { left, right } = this.cut(x)
    return sum(hadamard(left, flipped(right)))
  }

  #product(e: Expr): Expr | undefined {
    const { left, right } = this.cut(e)
    // a matrix of one column times the number that a matrix of one row leaves is a vector
    if (right.shape.length === 0) return mul(right, e.shape.length < left.shape.length ? matmul(left, ones(1)) : left)
    if (left.shape.length === 0) return mul(left, right)
    if (left.op === 'diag' && right.shape.length === 1) return hadamard(left.args[0]!, right)
    // each inverse is then a system of equations
    if (right.shape.length === 1 && left.op === 'add' && left.args.some(endsInInverse))
      return add(...left.args.map((term) => matmul(term, right)))
    if (!this.#isRow(left)) return undefined
    return right.shape.length === 1 ? sum(hadamard(flipped(left), right)) : undefined
  }

  /** The column whose transpose a product is that begins with a transposed vector; it is computed as that column. */
  columnOf(e: Expr): Expr | undefined {
    if (e.op !== 'matmul' || e.shape.length !== 2 || !this.#isRow(this.cut(e).left)) return undefined
    const column = flipped(e)
    return column.shape.length === 1 ? column : undefined
  }

  /** A transposed vector, which is computed as a column. */
  #isRow(e: Expr): boolean {
    return (
      e.shape.length === 2 &&
      e.shape[0] === 1 &&
      (e.op === 'matmul' || e.op === 'transpose') &&
      flipped(e).shape.length === 1
    )
  }

  #cheapest(factors: readonly Expr[]): Cut {
    const rows = (e: Expr): number => sizeOfDimension(e.shape[0] ?? 1, this.#sizes)
    const columns = (e: Expr): number => sizeOfDimension(e.shape[1] ?? 1, this.#sizes)
    const at = matrixChain([rows(factors[0]!), ...factors.map(columns)]).cut(0, factors.length)
    return { left: matmul(...factors.slice(0, at)), right: matmul(...factors.slice(at)) }
  }
}

/** Whether a vector behind a term meets an inverse first. */
function endsInInverse(term: Expr): boolean {
  const last = term.op === 'mul' || term.op === 'matmul' ? term.args[term.args.length - 1]! : term
  return last === term ? invertedIn(term) !== undefined : endsInInverse(last)
}

/** The matrix whose inverse a factor is: `Z` of `inv(Z)`, `Z'` of `inv(Z)'`. */
export function invertedIn(e: Expr): Expr | undefined {
  if (e.op === 'inv') return e.args[0]
  const [x] = e.args
  return e.op === 'transpose' && x!.op === 'inv' ? transpose(x!.args[0]!) : undefined
}

/** The transpose, of a product factor by factor. */
export function flipped(e: Expr): Expr {
  return e.op === 'matmul' ? matmul(...[...e.args].reverse().map((factor) => transpose(factor))) : transpose(e)
}
