import type { Expr } from './expression.ts'
import { intern } from './intern.ts'
import { ONE } from './number.ts'
import { SPLICE_LIMIT } from './order.ts'
import { mulAll } from './product.ts'

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
  const found: Expr[] = []
  for (const [b, outside] of cofactors(blocks.map(blockProduct), seed).entries()) {
    const block = blocks[b]!
    for (let i = 0; i < block.length; i++) found.push(timesBlock(block, i, outside))
  }
  return found
}

const without = (list: readonly Expr[], i: number): Expr[] => list.toSpliced(i, 1)

/** Part of a canonical product is canonical, unless a number leads it. */
const blockProduct = (block: readonly Expr[]): Expr => (block[0]!.op === 'num' ? mulAll(block) : intern('mul', block))

const timesRest = (seed: Expr, rest: readonly Expr[]): Expr =>
  seed.payload === ONE && rest.length > 1 ? blockProduct(rest) : mulAll([seed, ...rest])

/** The factors of a block but for one, times what is outside the block. */
function timesBlock(block: readonly Expr[], i: number, outside: Expr): Expr {
  const factors = block.slice()
  for (let k = i + 1; k < block.length; k++) factors[k - 1] = block[k]!
  factors[block.length - 1] = outside
  // a long product goes last in the order of factors, and does not dissolve: nothing to sort, nothing to merge
  return outside.op === 'mul' &&
    outside.args.length > SPLICE_LIMIT &&
    block[block.length - 1]!.op !== 'mul' &&
    block[0]!.op !== 'num'
    ? intern('mul', factors)
    : mulAll(factors)
}
