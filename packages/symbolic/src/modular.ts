import { type Expr, isNumber, isScalar } from './expression.ts'
import { isInteger, type NumberValue } from './number.ts'
import { postorder } from './traverse.ts'

/** 2^26 - 5: the largest prime whose residues multiply exactly in doubles. */
const PRIME = 67_108_859
const BIG_PRIME = /* @__PURE__ */ BigInt(PRIME)

/**
 * The value of a formula in the field of 67,108,859 elements with random elements for its symbols and for every part that
 * is not rational (equal parts get equal elements); undefined where a division by zero comes up. Two rational formulas
 * of degree d that differ agree at a random point with probability at most d / 67,108,859 (Schwartz 1980, Zippel 1979).
 */
export function residue(root: Expr, seed: number): number | undefined {
  const values = new Map<Expr, number>()
  for (const node of postorder([root])) {
    const value = residueOf(node, values, seed)
    if (value === undefined) return undefined
    values.set(node, value)
  }
  return values.get(root)
}

/** Whether the formula is made of exact numbers and symbols by +, -, *, / and whole powers alone. */
export function isRationalFormula(root: Expr): boolean {
  return postorder([root]).every((node) => {
    if (!isScalar(node)) return false
    if (node.op === 'num') return (node.payload as NumberValue).exact
    return node.op === 'sym' || node.op === 'add' || node.op === 'mul' || isWholePower(node)
  })
}

function residueOf(node: Expr, values: ReadonlyMap<Expr, number>, seed: number): number | undefined {
  const elementOf = (arg: Expr): number => values.get(arg) as number
  switch (node.op) {
    case 'num': {
      const { exact, numerator, denominator } = node.payload as NumberValue
      if (!exact) return randomElement(node, seed)
      const inverse = power(modulo(denominator), PRIME - 2)
      return inverse === 0 ? undefined : multiply(modulo(numerator), inverse)
    }
    case 'add':
      return node.args.reduce((sum, arg) => (sum + elementOf(arg)) % PRIME, 0)
    case 'mul':
      return isScalar(node)
        ? node.args.reduce((product, arg) => multiply(product, elementOf(arg)), 1)
        : randomElement(node, seed)
    case 'pow': {
      if (!isWholePower(node)) return randomElement(node, seed)
      const exponent = (node.args[1] as Expr).value
      const base = elementOf(node.args[0] as Expr)
      if (exponent >= 0) return power(base, exponent)
      return base === 0 ? undefined : power(power(base, PRIME - 2), -exponent)
    }
    default:
      return randomElement(node, seed)
  }
}

function isWholePower(e: Expr): boolean {
  const exponent = e.args[1]
  return (
    e.op === 'pow' &&
    exponent !== undefined &&
    isNumber(exponent) &&
    isInteger(exponent.payload) &&
    Number.isSafeInteger(exponent.value)
  )
}

const multiply = (a: number, b: number): number => (a * b) % PRIME

function power(base: number, exponent: number): number {
  let result = 1
  let square = base
  for (let n = exponent; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) result = multiply(result, square)
    square = multiply(square, square)
  }
  return result
}

function modulo(n: number | bigint): number {
  const r = typeof n === 'bigint' ? Number(n % BIG_PRIME) : n % PRIME
  return r < 0 ? r + PRIME : r
}

/** An element fixed by the node's structure and the seed. */
function randomElement(node: Expr, seed: number): number {
  let h = Math.imul(node.hash ^ Math.imul(seed + 1, 0x9e3779b1), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  h ^= h >>> 16
  return (h >>> 0) % PRIME
}
