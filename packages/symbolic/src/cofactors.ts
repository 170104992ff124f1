import type { Expr } from './expression.ts'
import { intern } from './intern.ts'
import { ONE } from './number.ts'
import { mulAll } from './product.ts'
import { SPLICE_LIMIT } from './sum.ts'

/** Up to this many factors each cofactor is written out; more would make the gradient of a product quadratic. */
const WRITTEN_OUT = 32

/** A block of this many factors is long enough to stay one entry of the product around it. */
const BLOCK = SPLICE_LIMIT + 1

/**
 * For each factor of a canonical product, `seed` times the product of the others.
 *
 * Long products are cut into blocks, and the blocks into blocks: a factor's cofactor is its neighbours in the block times
 * the cofactor of the block. All cofactors of n factors have O(n) entries together, and what they share is shared.
 */
export function cofactors(factors: readonly Expr[], seed: Expr): Expr[] {
  if (factors.length <= WRITTEN_OUT) return factors.map((_, i) => timesRest(seed, without(factors, i)))
  const blocks: (readonly Expr[])[] = []
  for (let start = 0; start < factors.length; ) {
    const end = start + 2 * BLOCK > factors.length ? factors.length : start + BLOCK
    blocks.push(factors.slice(start, end))
    start = end
  }
  const outside = cofactors(blocks.map(blockProduct), seed)
  return blocks.flatMap((block, b) => block.map((_, i) => timesBlock(without(block, i), outside[b]!)))
}

const without = (list: readonly Expr[], i: number): Expr[] => {
  const rest = list.slice()
  rest.splice(i, 1)
  return rest
}

/** Part of a canonical product is canonical, unless a number leads it. */
const blockProduct = (block: readonly Expr[]): Expr => (block[0]!.op === 'num' ? mulAll(block) : intern('mul', block))

const timesRest = (seed: Expr, rest: readonly Expr[]): Expr =>
  seed.payload === ONE && rest.length > 1 ? blockProduct(rest) : mulAll([seed, ...rest])

/** A long product goes last in the order of factors, and does not dissolve: nothing to sort, nothing to merge. */
const timesBlock = (factors: Expr[], outside: Expr): Expr =>
  outside.op === 'mul' &&
  outside.args.length > SPLICE_LIMIT &&
  factors[factors.length - 1]!.op !== 'mul' &&
  factors[0]!.op !== 'num'
    ? intern('mul', [...factors, outside])
    : mulAll([...factors, outside])
