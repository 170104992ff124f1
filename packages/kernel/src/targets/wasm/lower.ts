import type { ElementaryOp, Instruction, IrOp, Lane, LoopIR } from '../../ir.ts'
import { singleMath } from '../../math/single.ts'
import { vectorMath } from '../../math/vector.ts'
import { bytesOf } from '../../operands.ts'
import type { Reg, VectorGraph } from './graph.ts'
import type { Layout } from './layout.ts'
import type { VectorOp } from './opcodes.ts'

/** A value of all lanes of a step: f64 in wide steps takes two registers, all else one. Truth values are masks of a lane's width. */
export type Parts = readonly Reg[]

/** Locals that hold byte offsets of the current step, by element size. */
export interface Pointers {
  readonly 1: number
  readonly 4: number
  readonly 8: number
}

type Shape = 'f64x2' | 'f32x4' | 'i32x4'
const shapes: Readonly<Record<Lane, Shape>> = { f64: 'f64x2', f32: 'f32x4', i32: 'i32x4', bool: 'i32x4' }

/** Operations that are one instruction, or two, on every shape that has them; of the same name but for `round`. */
const direct: ReadonlySet<IrOp> = new Set([
  ...(['add', 'sub', 'mul', 'div', 'neg', 'abs', 'min', 'max', 'sqrt', 'floor', 'ceil', 'trunc', 'round'] as const),
  ...(['lt', 'le', 'gt', 'ge', 'eq', 'ne'] as const),
])
const signed = new Set<IrOp>(['min', 'max', 'lt', 'le', 'gt', 'ge'])
const bitwise: { readonly [Op in IrOp]?: VectorOp } = {
  and: 'v128.and',
  or: 'v128.or',
  xor: 'v128.xor',
  not: 'v128.not',
}

const lowHalf = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]
const highHalf = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15]
const evenWords = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27]
const doubledLow = [0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7]
const doubledHigh = [8, 9, 10, 11, 8, 9, 10, 11, 12, 13, 14, 15, 12, 13, 14, 15]
const pairOfBytes = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]
const fourBytes = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]

const isElementary = (op: IrOp): op is ElementaryOp => Object.hasOwn(vectorMath, op)

/** Lowers the body of a loop to vectors, for the step that the pointers show or the one `ahead` elements later. */
export class BodyLowering {
  readonly #graph: VectorGraph
  readonly #ir: LoopIR
  readonly #layout: Layout
  readonly #pointers: Pointers
  readonly #ahead: number
  readonly #values: Parts[] = []

  constructor(graph: VectorGraph, ir: LoopIR, layout: Layout, pointers: Pointers, ahead: number = 0) {
    this.#ahead = ahead
    this.#graph = graph
    this.#ir = ir
    this.#layout = layout
    this.#pointers = pointers
    for (const instruction of ir.body) this.#values.push(this.#lower(instruction))
  }

  /** The value of an instruction on the lane an output carries: sums and products travel as doubles. */
  value(at: number, lane: Lane): Parts {
    return this.#convert(this.#values[at]!, this.#ir.body[at]!.type, lane)
  }

  #lower({ op, args, type, value, input }: Instruction): Parts {
    const g = this.#graph
    const operands = args.map((at) => this.#values[at]!)
    if (op === 'const') return this.#constant(value!, type)
    if (op === 'load') return this.#load(input!, type)
    const from = args.length === 0 ? type : this.#ir.body[args[0]!]!.type
    if (op === 'convert') return this.#convert(operands[0]!, from, type)
    if (op === 'select') {
      const masks = type === 'f64' ? this.#widen(operands[0]!) : operands[0]!
      return masks.map((mask, k) => g.select(mask, operands[1]![k]!, operands[2]![k]!))
    }
    const bits = bitwise[op]
    if (bits !== undefined)
      return operands[0]!.map((a, k) => (op === 'not' ? g.op(bits, a) : g.op(bits, a, operands[1]![k]!)))
    const floats = type === 'f64' ? g : g.singles
    if (direct.has(op)) {
      if (from === 'bool') return this.#compareMasks(op, operands)
      const shape = shapes[from]
      const name = op === 'round' ? 'nearest' : op
      const suffix = shape === 'i32x4' && signed.has(op) ? '_s' : ''
      const parts = operands[0]!.map((_, k) =>
        g.op(`${shape}.${name}${suffix}` as VectorOp, ...operands.map((it) => it[k]!)),
      )
      return type === 'bool' && from === 'f64' ? this.#narrow(parts) : parts
    }
    if (op === 'muladd') return operands[0]!.map((a, k) => floats.mad(a, operands[1]![k]!, operands[2]![k]!))
    if (op === 'sign') return operands[0]!.map((a) => this.#sign(type, a))
    if (op === 'copysign') {
      const bit = floats.number(-0)
      return operands[0]!.map((a, k) => g.select(bit, operands[1]![k]!, a))
    }
    return this.#function(op, type, operands)
  }

  /** An elementary function: on singles where it has such a form, otherwise on doubles. Functions without a vector form ask for the slow path always. */
  #function(op: IrOp, type: Lane, operands: readonly Parts[]): Parts {
    const g = this.#graph
    if (!isElementary(op)) {
      g.guard(g.i64(-1n))
      return this.#constant(0, type)
    }
    const single = type === 'f32' ? singleMath[op] : undefined
    if (single !== undefined) return operands[0]!.map((a) => single(g, a))
    const f = vectorMath[op]
    const doubles = operands.map((it) => this.#convert(it, type, 'f64'))
    const parts = doubles[0]!.map((a, k) => f(g, a, doubles[1]?.[k] ?? a))
    return this.#convert(parts, 'f64', type)
  }

  #constant(value: number, type: Lane): Parts {
    const g = this.#graph
    if (type === 'f32') return [g.f32(value)]
    if (type === 'i32') return [g.i32(value)]
    if (type === 'bool') return [g.i64(value === 0 ? 0n : -1n)]
    const reg = g.f64(value)
    return this.#layout.width === 2 ? [reg] : [reg, reg]
  }

  #load(input: number, type: Lane): Parts {
    const g = this.#graph
    const { width } = this.#layout
    const start = this.#layout.inputBlocks[input]
    if (start === undefined) {
      const slot = this.#layout.scalars + 8 * input
      const reg = g.hoisted(type === 'f64' || type === 'bool' ? 'v128.load64_splat' : 'v128.load32_splat', slot)
      return type === 'f64' && width === 4 ? [reg, reg] : [reg]
    }
    const block = start + this.#ahead * bytesOf[type]
    if (type === 'bool') {
      const bytes = g.load(width === 2 ? 'v128.load16_splat' : 'v128.load32_splat', this.#pointers[1], block)
      const spread = g.shuffle(bytes, bytes, width === 2 ? pairOfBytes : fourBytes)
      return [g.op('i8x16.ne', spread, g.i64(0n))]
    }
    const pointer = this.#pointers[type === 'f64' ? 8 : 4]
    const first = g.load('v128.load', pointer, block)
    return type === 'f64' && width === 4 ? [first, g.load('v128.load', pointer, block + 16)] : [first]
  }

  #convert(parts: Parts, from: Lane, to: Lane): Parts {
    const g = this.#graph
    const [low, high] = parts as [Reg, Reg]
    if (from === to) return parts
    if (from === 'bool') {
      if (to === 'f64') return this.#widen(parts).map((mask) => g.and(mask, g.f64(1)))
      return [g.and(low, to === 'f32' ? g.f32(1) : g.i32(1))]
    }
    if (to === 'bool') {
      if (from === 'f64') return this.#narrow(parts.map((it) => g.op('f64x2.ne', it, g.f64(0))))
      return [from === 'f32' ? g.op('f32x4.ne', low, g.f32(0)) : g.op('i32x4.ne', low, g.i32(0))]
    }
    if (from === 'f64') {
      const name = to === 'f32' ? 'f32x4.demote_f64x2_zero' : 'i32x4.trunc_sat_f64x2_s_zero'
      return [g.shuffle(g.op(name, low), g.op(name, high), lowHalf)]
    }
    if (to === 'f64') {
      const name = from === 'f32' ? 'f64x2.promote_low_f32x4' : 'f64x2.convert_low_i32x4_s'
      return [g.op(name, low), g.op(name, g.shuffle(low, low, highHalf))]
    }
    return [g.op(to === 'f32' ? 'f32x4.convert_i32x4_s' : 'i32x4.trunc_sat_f32x4_s', low)]
  }

  /** Masks of doubles to the width truth values have in this loop. */
  #narrow(masks: Parts): Parts {
    const [low, high] = masks as [Reg, Reg]
    return high === undefined ? masks : [this.#graph.shuffle(low, high, evenWords)]
  }

  #widen(mask: Parts): Parts {
    const [only] = mask as [Reg]
    if (this.#layout.width === 2) return mask
    return [this.#graph.shuffle(only, only, doubledLow), this.#graph.shuffle(only, only, doubledHigh)]
  }

  /** Comparison of truth values, false below true. */
  #compareMasks(op: IrOp, [left, right]: readonly Parts[]): Parts {
    const g = this.#graph
    const a = left![0]!
    const b = right![0]!
    if (op === 'lt') return [g.andnot(b, a)]
    if (op === 'gt') return [g.andnot(a, b)]
    if (op === 'le') return [g.or(b, g.not(a))]
    if (op === 'ge') return [g.or(a, g.not(b))]
    return [op === 'ne' ? g.xor(a, b) : g.not(g.xor(a, b))]
  }

  #sign(type: Lane, a: Reg): Reg {
    const g = this.#graph
    if (type === 'i32') {
      const positive = g.op('i32x4.gt_s', a, g.i32(0))
      return g.op('i32x4.sub', g.op('i32x4.lt_s', a, g.i32(0)), positive)
    }
    const floats = type === 'f64' ? g : g.singles
    const zero = floats.number(0)
    const nonzero = g.or(floats.lt(zero, a), floats.lt(a, zero))
    return g.select(nonzero, g.select(floats.number(-0), a, floats.number(1)), a)
  }
}
