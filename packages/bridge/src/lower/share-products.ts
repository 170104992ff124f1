import type { Instruction, LoopIR } from '@fluxion/kernel'
import { Emitter, type FloatLane } from './emitter.ts'

/** A factor: twice the value's index, plus one where it is below the line. */
type Factor = number

const above = (value: number): Factor => 2 * value
const below = (value: number): Factor => 2 * value + 1
const isBelow = (factor: Factor): boolean => factor % 2 === 1
const valueIn = (factor: Factor): number => factor >> 1

/** Longer products are left as they are. */
const LONGEST = 24

/**
 * Reassociates products so that they share their parts: where a·b/c and a·d/c are wanted, a/c is computed once. Greedy: the
 * pair of factors that most products have is made a value of its own, again and again. Gradients are full of such products.
 */
export function shareProducts(ir: LoopIR, lane: FloatLane): LoopIR {
  const products = findProducts(ir)
  if (products.size < 2) return ir
  const composites = new Composites(ir.body.length, products)
  return rebuild(ir, lane, products, composites)
}

/** The factors of each product: multiplications and divisions that nothing else reads are taken into the one around them. */
function findProducts({ body, outputs }: LoopIR): Map<number, Factor[]> {
  const uses = new Int32Array(body.length)
  for (const { args } of body) for (const arg of args) uses[arg]!++
  for (const { value } of outputs) uses[value]!++
  const absorbed = new Uint8Array(body.length)
  const isProduct = (it: Instruction): boolean => it.op === 'mul' || it.op === 'div'
  body.forEach((it) => {
    if (!isProduct(it)) return
    it.args.forEach((arg, side) => {
      const inner = body[arg]!
      const fits = inner.op === 'mul' || (inner.op === 'div' && !(it.op === 'div' && side === 1))
      if (fits && uses[arg] === 1) absorbed[arg] = 1
    })
  })
  const products = new Map<number, Factor[]>()
  const length = new Int32Array(body.length)
  body.forEach((it, at) => {
    if (!isProduct(it)) return
    length[at] = it.args.reduce((sum, arg) => sum + (absorbed[arg] === 1 ? length[arg]! : 1), 0)
    if (length[at]! > LONGEST) for (const arg of it.args) absorbed[arg] = 0
  })
  body.forEach((it, at) => {
    if (isProduct(it) && absorbed[at] === 0) products.set(at, factorsOf(body, absorbed, at))
  })
  return products
}

function factorsOf(body: readonly Instruction[], absorbed: Uint8Array, root: number): Factor[] {
  const factors: Factor[] = []
  const visit = (at: number, under: boolean, isRoot: boolean): void => {
    const it = body[at]!
    if (!isRoot && absorbed[at] === 0) {
      const isOne = it.op === 'const' && it.value === 1
      if (!isOne || it.type === 'bool') factors.push(under ? below(at) : above(at))
      return
    }
    visit(it.args[0]!, under, false)
    visit(it.args[1]!, it.op === 'div' ? !under : under, false)
  }
  visit(root, false, true)
  return factors
}

/** Pairs of factors made values of their own; their indices follow those of the instructions. */
class Composites {
  readonly #parts: (readonly [Factor, Factor])[] = []
  readonly #first: number
  readonly #products: ReadonlyMap<number, Factor[]>
  /** For each pair, the products that have it. */
  readonly #pairs = new Map<string, { readonly pair: readonly [Factor, Factor]; readonly owners: Set<number> }>()
  readonly #byCount: string[][] = []

  constructor(first: number, products: ReadonlyMap<number, Factor[]>) {
    this.#first = first
    this.#products = products
    for (const at of products.keys()) this.#enter(at)
    for (let count = this.#byCount.length - 1; count >= 2; count--) {
      const keys = this.#byCount[count] ?? []
      for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
        const entry = this.#pairs.get(key)!
        if (entry.owners.size === count) this.#join(entry.pair, [...entry.owners])
        else this.#rank(key, entry.owners.size)
      }
    }
  }

  /** The two factors of a composite, or undefined for an instruction. */
  parts(value: number): readonly [Factor, Factor] | undefined {
    return this.#parts[value - this.#first]
  }

  #rank(key: string, count: number): void {
    if (count < 2) return
    this.#byCount[count] ??= []
    this.#byCount[count].push(key)
  }

  #pairsOf(at: number, visit: (key: string, pair: readonly [Factor, Factor]) => void): void {
    const factors = [...this.#products.get(at)!].sort((a, b) => a - b)
    for (let i = 0; i < factors.length; i++)
      for (let j = i + 1; j < factors.length; j++) visit(`${factors[i]} ${factors[j]}`, [factors[i]!, factors[j]!])
  }

  #enter(at: number): void {
    this.#pairsOf(at, (key, pair) => {
      let entry = this.#pairs.get(key)
      if (entry === undefined) {
        entry = { pair, owners: new Set() }
        this.#pairs.set(key, entry)
      }
      if (entry.owners.has(at)) return
      entry.owners.add(at)
      this.#rank(key, entry.owners.size)
    })
  }

  #leave(at: number): void {
    this.#pairsOf(at, (key) => this.#pairs.get(key)?.owners.delete(at))
  }

  #join(pair: readonly [Factor, Factor], owners: readonly number[]): void {
    const value = this.#first + this.#parts.length
    this.#parts.push(pair)
    const joined = isBelow(pair[0]) && isBelow(pair[1]) ? below(value) : above(value)
    for (const at of owners) {
      this.#leave(at)
      const factors = this.#products.get(at)!
      for (const part of pair) factors.splice(factors.indexOf(part), 1)
      factors.unshift(joined)
      this.#enter(at)
    }
  }
}

function rebuild(
  ir: LoopIR,
  lane: FloatLane,
  products: ReadonlyMap<number, readonly Factor[]>,
  composites: Composites,
): LoopIR {
  const k = new Emitter(lane)
  const inputs = ir.inputs.map(({ name, kind }) => k.input(name, kind))
  const values = new Map<number, number>()
  const valueAt = (value: number): number => {
    let at = values.get(value)
    if (at === undefined) {
      const [a, b] = composites.parts(value)!
      const op = isBelow(a) === isBelow(b) ? 'mul' : 'div'
      // the one below the line divides
      at = isBelow(a) && op === 'div' ? k.op(op, factor(b), factor(a)) : k.op(op, factor(a), factor(b))
      values.set(value, at)
    }
    return at
  }
  const factor = (it: Factor): number => valueAt(valueIn(it))
  const multiply = (factors: readonly Factor[]): number | undefined =>
    factors.length === 0 ? undefined : factors.map(factor).reduce((a, b) => k.op('mul', a, b))
  const product = (factors: readonly Factor[]): number => {
    const top = multiply(factors.filter((it) => !isBelow(it))) ?? k.number(1)
    const bottom = multiply(factors.filter(isBelow))
    return bottom === undefined ? top : k.op('div', top, bottom)
  }
  ir.body.forEach((it, at) => {
    const { op, input } = it
    const factors = products.get(at)
    if (factors !== undefined) values.set(at, product(factors))
    else if (op === 'load') values.set(at, inputs[input!]!)
    else if (op !== 'mul' && op !== 'div') values.set(at, k.repeat(it, ...it.args.map((arg) => values.get(arg)!)))
  })
  for (const { value, reduce } of ir.outputs) k.output(values.get(value)!, reduce)
  return k.finish()
}
