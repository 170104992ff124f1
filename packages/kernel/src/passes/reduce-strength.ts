import type { Instruction, LoopIR } from '../ir.ts'
import { type Draft, rebuild } from './rebuild.ts'

/** Whole powers up to this become products: at most four roundings. */
const largestPower = 8

/**
 * Replaces operations by cheaper ones with the same result: x·1, x − 0, −(−x), x + (−y), division by a power of two. Whole powers become
 * products, which round up to four times where `pow` rounds once.
 */
export function reduceStrength(ir: LoopIR): LoopIR {
  return rebuild(ir, (it, draft) => cheaper(it, draft))
}

function cheaper({ op, args, type }: Instruction, draft: Draft): number | undefined {
  const [a, b] = args as [number, number]
  const constant = (at: number): number | undefined =>
    draft.body[at]?.op === 'const' ? draft.body[at].value : undefined
  const negated = (at: number): number | undefined =>
    draft.body[at]?.op === 'neg' ? draft.body[at].args[0] : undefined
  switch (op) {
    case 'neg':
      return negated(a)
    case 'mul': {
      const [factor, other] = constant(a) === undefined ? [constant(b), a] : [constant(a), b]
      if (factor === 1) return other
      if (factor === -1) return negated(other) ?? draft.op('neg', type, other)
      return factor === 2 ? draft.op('add', type, other, other) : undefined
    }
    case 'add': {
      if (Object.is(constant(b), -0)) return a
      if (Object.is(constant(a), -0)) return b
      const right = negated(b)
      if (right !== undefined) return draft.op('sub', type, a, right)
      const left = negated(a)
      return left === undefined ? undefined : draft.op('sub', type, b, left)
    }
    case 'sub': {
      if (Object.is(constant(b), 0)) return a
      const right = negated(b)
      return right === undefined ? undefined : draft.op('add', type, a, right)
    }
    case 'div': {
      const divisor = constant(b)
      if (divisor === 1) return a
      const exact = divisor !== undefined && Math.abs(divisor) > 1e-30 && Math.abs(divisor) < 1e30
      if (!(exact && Number.isInteger(Math.log2(Math.abs(divisor))))) return undefined
      return draft.op('mul', type, a, draft.constant(1 / divisor, type))
    }
    case 'pow': {
      const exponent = constant(b)
      if (exponent === undefined || !Number.isInteger(exponent) || Math.abs(exponent) > largestPower) return undefined
      if (exponent === 0) return draft.constant(1, type)
      const power = product(draft, type, a, Math.abs(exponent))
      return exponent > 0 ? power : draft.op('div', type, draft.constant(1, type), power)
    }
    default:
      return undefined
  }
}

/** x^n by squaring. */
function product(draft: Draft, type: Instruction['type'], x: number, n: number): number {
  if (n === 1) return x
  const half = product(draft, type, x, n >> 1)
  const square = draft.op('mul', type, half, half)
  return n % 2 === 0 ? square : draft.op('mul', type, square, x)
}
