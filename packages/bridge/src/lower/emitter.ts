import {
  type InferredOp,
  type Instruction,
  type IrOp,
  LoopBuilder,
  type LoopIR,
  passes,
  type Reduction,
} from '@fluxion/kernel'
import { errors } from '../errors.ts'
import { specialFunctions } from './special-functions.ts'

/** The lanes formulas are computed on. */
export type FloatLane = 'f64' | 'f32'

const commutative: ReadonlySet<IrOp> = new Set(['add', 'mul', 'eq', 'ne', 'and', 'or', 'xor'])

/**
 * Emits instructions with value numbering: asking twice for the same operation on the same values yields the same
 * instruction, so whatever two formulas have in common is computed once.
 */
export class Emitter {
  readonly lane: FloatLane
  readonly #builder = new LoopBuilder(specialFunctions)
  readonly #known = new Map<string, number>()
  /** For each negation, what it negates. */
  readonly #negated = new Map<number, number>()

  constructor(lane: FloatLane) {
    this.lane = lane
  }

  /** An input of the loop. */
  input(name: string, kind: 'array' | 'scalar'): number {
    return kind === 'array' ? this.#builder.array(name, this.lane) : this.#builder.scalar(name, this.lane)
  }

  /** A number on the float lane, rounded to it. */
  number(value: number): number {
    const rounded = this.lane === 'f32' ? Math.fround(value) : value
    const key = `number ${Object.is(rounded, -0) ? '-0' : rounded}`
    return this.#once(key, () => this.#builder.constant(rounded, this.lane))
  }

  /** A truth value. */
  truth(value: boolean): number {
    return this.#once(`truth ${value}`, () => this.#builder.constant(value ? 1 : 0, 'bool'))
  }

  /** An operation on earlier values. */
  op(op: InferredOp, ...args: number[]): number {
    if (commutative.has(op) && args[0]! > args[1]!) args.reverse()
    if (op === 'neg') return this.#negation(args[0]!)
    return this.#once(`${op} ${args[0]} ${args[1]} ${args[2]}`, () => this.#builder.op(op, ...args))
  }

  /** An instruction of another loop, on values of this one. */
  repeat({ op, type, value }: Instruction, ...args: number[]): number {
    if (op === 'load') throw errors.internal('a load is repeated by its input')
    if (op === 'const') return type === 'bool' ? this.truth(value === 1) : this.number(value!)
    if (op !== 'convert') return this.op(op, ...args)
    return type === 'bool' ? this.condition(args[0]!) : this.float(args[0]!)
  }

  /** The value on the float lane: truth values become 0 and 1. */
  float(value: number): number {
    return this.#builder.lane(value) === this.lane
      ? value
      : this.#once(`float ${value}`, () => this.#builder.convert(value, this.lane))
  }

  /** The value as a truth value: numbers other than 0 are true. */
  condition(value: number): number {
    return this.#builder.lane(value) === 'bool' ? value : this.op('ne', value, this.number(0))
  }

  /** Declares an output of the loop. */
  output(value: number, reduce?: Reduction): void {
    this.#builder.output(this.float(value), reduce)
  }

  /** The loop, without instructions that nothing reads. */
  finish(): LoopIR {
    return passes.drop(this.#builder.finish())
  }

  #negation(value: number): number {
    const inner = this.#negated.get(value)
    if (inner !== undefined) return inner
    const at = this.#once(`neg ${value}`, () => this.#builder.op('neg', value))
    this.#negated.set(at, value)
    return at
  }

  #once(key: string, make: () => number): number {
    let at = this.#known.get(key)
    if (at === undefined) {
      at = make()
      this.#known.set(key, at)
    }
    return at
  }
}
