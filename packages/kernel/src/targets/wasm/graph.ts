import type { FunctionWriter } from './bytes.ts'
import type { MemoryOp, VectorOp } from './opcodes.ts'

/** A 128-bit value in a loop body: an index into the graph. */
export type Reg = number

type Node =
  | { readonly kind: 'constant'; readonly write: (f: FunctionWriter) => void }
  | { readonly kind: 'hoisted'; readonly load: MemoryOp; readonly address: number }
  | { readonly kind: 'load'; readonly load: MemoryOp; readonly pointer: number; readonly offset: number }
  | { readonly kind: 'op'; readonly name: VectorOp; readonly args: readonly Reg[] }
  | { readonly kind: 'shift'; readonly name: VectorOp; readonly args: readonly Reg[]; readonly count: number }
  | { readonly kind: 'shuffle'; readonly args: readonly Reg[]; readonly bytes: readonly number[] }

const none: readonly Reg[] = []

/** The vectors of floats: two doubles, or four singles. */
export type FloatShape = 'f64x2' | 'f32x4'

/**
 * The vector instructions of a loop body as a graph in which equal work is shared: sin and cos of one argument reduce it once.
 * Arithmetic without a lane in its name works on two doubles, in {@link singles} on four singles.
 */
export class VectorGraph {
  /** Whether fused multiply-add may be used. */
  readonly fma: boolean
  readonly shape: FloatShape
  /** The same graph with arithmetic on four singles. */
  readonly singles: VectorGraph
  readonly #nodes: Node[]
  readonly #known: Map<string, Reg>
  /** Constants are most of the nodes, and printing doubles for a key is slow. */
  readonly #doubles = new Map<number, Reg>()
  #minusZero: Reg | undefined
  readonly #guards: Reg[]

  constructor(fma: boolean, doubles?: VectorGraph) {
    this.fma = fma
    this.shape = doubles === undefined ? 'f64x2' : 'f32x4'
    this.#nodes = doubles === undefined ? [] : doubles.#nodes
    this.#known = doubles === undefined ? new Map() : doubles.#known
    this.#guards = doubles === undefined ? [] : doubles.#guards
    this.singles = doubles === undefined ? new VectorGraph(fma, this) : this
  }

  /** A double in both lanes. */
  f64(value: number): Reg {
    const known = Object.is(value, -0) ? this.#minusZero : this.#doubles.get(value)
    if (known !== undefined) return known
    const at = this.#nodes.push({ kind: 'constant', write: (f) => f.f64x2(value) }) - 1
    if (Object.is(value, -0)) this.#minusZero = at
    else this.#doubles.set(value, at)
    return at
  }

  /** A single in all lanes. */
  f32(value: number): Reg {
    const key = `f32 ${Object.is(value, -0) ? '-0' : value}`
    return this.#node(key, { kind: 'constant', write: (f) => f.f32x4(value) })
  }

  /** A 64-bit integer in both lanes. */
  i64(value: bigint): Reg {
    return this.#node(`i64 ${value}`, { kind: 'constant', write: (f) => f.i64x2(value) })
  }

  /** A 32-bit integer in all lanes. */
  i32(value: number): Reg {
    return this.#node(`i32 ${value}`, { kind: 'constant', write: (f) => f.i32x4(value) })
  }

  /** A load from a fixed address, done once before the loop. */
  hoisted(load: MemoryOp, address: number): Reg {
    return this.#node(`hoisted ${load} ${address}`, { kind: 'hoisted', load, address })
  }

  /** A load in each trip, at the address in local `pointer` plus `offset`. */
  load(load: MemoryOp, pointer: number, offset: number): Reg {
    return this.#node(`load ${load} ${pointer} ${offset}`, { kind: 'load', load, pointer, offset })
  }

  /** A number in all lanes of the graph's shape. */
  number(value: number): Reg {
    return this.shape === 'f64x2' ? this.f64(value) : this.f32(Math.fround(value))
  }

  /** An operation on floats of the graph's shape. */
  float(name: string, ...args: readonly Reg[]): Reg {
    return this.op(`${this.shape}.${name}` as VectorOp, ...args)
  }

  op(name: VectorOp, ...args: readonly Reg[]): Reg {
    return this.#node(`${name} ${args[0]} ${args[1]} ${args[2]}`, { kind: 'op', name, args })
  }

  /** Bytes of two values laid end to end, picked by position. */
  shuffle(a: Reg, b: Reg, bytes: readonly number[]): Reg {
    return this.#node(`shuffle ${a} ${b} ${bytes.join(' ')}`, { kind: 'shuffle', args: [a, b], bytes })
  }

  /** Asks for the slow path when any bit of the mask is set. */
  guard(mask: Reg): void {
    if (!this.#guards.includes(mask)) this.#guards.push(mask)
  }

  /** The union of all guards, undefined when there are none. */
  guarded(): Reg | undefined {
    const [first, ...rest] = this.#guards
    return first === undefined ? undefined : rest.reduce((all, it) => this.or(all, it), first)
  }

  add(a: Reg, b: Reg): Reg {
    return this.float('add', a, b)
  }
  sub(a: Reg, b: Reg): Reg {
    return this.float('sub', a, b)
  }
  mul(a: Reg, b: Reg): Reg {
    return this.float('mul', a, b)
  }
  div(a: Reg, b: Reg): Reg {
    return this.float('div', a, b)
  }
  /** a·b + c, fused where allowed: only where either rounding is right. */
  mad(a: Reg, b: Reg, c: Reg): Reg {
    return this.fma ? this.float('relaxed_madd', a, b, c) : this.add(this.mul(a, b), c)
  }
  /** c − a·b, fused where allowed. */
  nmad(a: Reg, b: Reg, c: Reg): Reg {
    return this.fma ? this.float('relaxed_nmadd', a, b, c) : this.sub(c, this.mul(a, b))
  }
  sqrt(a: Reg): Reg {
    return this.float('sqrt', a)
  }
  abs(a: Reg): Reg {
    return this.float('abs', a)
  }
  neg(a: Reg): Reg {
    return this.float('neg', a)
  }
  min(a: Reg, b: Reg): Reg {
    return this.float('min', a, b)
  }
  max(a: Reg, b: Reg): Reg {
    return this.float('max', a, b)
  }
  /** b where b < a, else a: one machine instruction where `min`, which must carry NaN and order ±0, takes eight. */
  lesser(a: Reg, b: Reg): Reg {
    return this.float('pmin', a, b)
  }
  /** b where a < b, else a. */
  greater(a: Reg, b: Reg): Reg {
    return this.float('pmax', a, b)
  }
  lt(a: Reg, b: Reg): Reg {
    return this.float('lt', a, b)
  }
  le(a: Reg, b: Reg): Reg {
    return this.float('le', a, b)
  }
  eq(a: Reg, b: Reg): Reg {
    return this.float('eq', a, b)
  }
  and(a: Reg, b: Reg): Reg {
    return this.op('v128.and', a, b)
  }
  /** a and not b. */
  andnot(a: Reg, b: Reg): Reg {
    return this.op('v128.andnot', a, b)
  }
  or(a: Reg, b: Reg): Reg {
    return this.op('v128.or', a, b)
  }
  xor(a: Reg, b: Reg): Reg {
    return this.op('v128.xor', a, b)
  }
  not(a: Reg): Reg {
    return this.op('v128.not', a)
  }
  /** a where the mask is set, b elsewhere. */
  select(mask: Reg, a: Reg, b: Reg): Reg {
    return this.op('v128.bitselect', a, b, mask)
  }
  iadd(a: Reg, b: Reg): Reg {
    return this.op('i64x2.add', a, b)
  }
  isub(a: Reg, b: Reg): Reg {
    return this.op('i64x2.sub', a, b)
  }
  shl(a: Reg, count: number): Reg {
    return this.shift('i64x2.shl', a, count)
  }
  shr(a: Reg, count: number): Reg {
    return this.shift('i64x2.shr_u', a, count)
  }
  shrSigned(a: Reg, count: number): Reg {
    return this.shift('i64x2.shr_s', a, count)
  }
  /** The sign bit of a. */
  signBit(a: Reg): Reg {
    return this.and(a, this.number(-0))
  }

  /** Σ cᵢ zⁱ by Estrin's scheme: short chains, so that several terms are in flight. */
  poly(z: Reg, coefficients: readonly number[]): Reg {
    return this.estrin(
      z,
      coefficients.map((c) => this.f64(c)),
    )
  }

  /** {@link poly} with coefficients that are values already. */
  estrin(z: Reg, coefficients: readonly Reg[]): Reg {
    let terms = [...coefficients]
    let power = z
    while (terms.length > 1) {
      const next: Reg[] = []
      for (let i = 0; i < terms.length; i += 2) {
        const high = terms[i + 1]
        next.push(high === undefined ? terms[i]! : this.mad(high, power, terms[i]!))
      }
      terms = next
      if (terms.length > 1) power = this.mul(power, power)
    }
    return terms[0]!
  }

  /**
   * Writes what `roots` need: constants and hoisted loads to `head`, the rest to `body`, each value in a local; locals of values
   * that are not read again are used again. Returns the local of each root.
   */
  write(roots: readonly Reg[], head: FunctionWriter, body: FunctionWriter): number[] {
    const lastUse = new Int32Array(this.#nodes.length).fill(-1)
    for (const root of roots) lastUse[root] = this.#nodes.length
    for (let at = this.#nodes.length - 1; at >= 0; at--) {
      if (lastUse[at]! < 0) continue
      for (const arg of argsOf(this.#nodes[at]!)) if (lastUse[arg]! < at) lastUse[arg] = at
    }
    const local: number[] = []
    const free: number[] = []
    this.#nodes.forEach((node, at) => {
      if (lastUse[at]! < 0) return
      if (node.kind === 'constant' || node.kind === 'hoisted') {
        if (node.kind === 'constant') node.write(head)
        else head.i32(0).memory(node.load, node.address)
        local[at] = head.local('v128')
        head.set(local[at]!)
        return
      }
      const args = argsOf(node)
      for (const arg of args) body.get(local[arg]!)
      if (node.kind === 'op') body.op(node.name)
      else if (node.kind === 'shift') body.i32(node.count).op(node.name)
      else if (node.kind === 'shuffle') body.shuffle(node.bytes)
      else body.get(node.pointer).memory(node.load, node.offset)
      for (const [i, arg] of args.entries()) {
        const kind = this.#nodes[arg]!.kind
        if (lastUse[arg] === at && args.indexOf(arg) === i && kind !== 'constant' && kind !== 'hoisted')
          free.push(local[arg]!)
      }
      local[at] = free.pop() ?? body.local('v128')
      body.set(local[at]!)
    })
    return roots.map((root) => local[root]!)
  }

  /** A shift of every lane by a constant. */
  shift(name: VectorOp, a: Reg, count: number): Reg {
    return this.#node(`${name} ${a} ${count}`, { kind: 'shift', name, args: [a], count })
  }

  #node(key: string, node: Node): Reg {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    this.#nodes.push(node)
    this.#known.set(key, this.#nodes.length - 1)
    return this.#nodes.length - 1
  }
}

function argsOf(node: Node): readonly Reg[] {
  return 'args' in node ? node.args : none
}
