import { errors } from './errors.ts'
import {
  type Instruction,
  type IrOp,
  type Lane,
  type LoopInput,
  type LoopIR,
  type LoopOutput,
  type Reduction,
  resultLane,
  type SpecialFunctions,
  type SpecialOp,
} from './ir.ts'

/** Operations whose lane follows from their arguments. */
export type InferredOp = Exclude<IrOp, 'const' | 'load' | 'convert'>

/**
 * Builds a {@link LoopIR} instruction by instruction; lanes are inferred. Methods return the index of the new instruction.
 *
 * @example
 * const k = new LoopBuilder()
 * const x = k.array('x')
 * k.output(k.op('mul', x, k.op('sin', x)))
 * interpret(k.finish(), 1, [Float64Array.of(2)])[0]?.toString() // => 1.8185948536513634
 */
export class LoopBuilder {
  readonly inputs: LoopInput[] = []
  readonly body: Instruction[] = []
  readonly outputs: LoopOutput[] = []
  readonly #functions: SpecialFunctions

  constructor(functions: SpecialFunctions = {}) {
    this.#functions = functions
  }

  /** An array input and the load of its element. */
  array(name: string, type: Lane = 'f64'): number {
    return this.#input({ name, type, kind: 'array' })
  }

  /** A scalar input and the load of it. */
  scalar(name: string, type: Lane = 'f64'): number {
    return this.#input({ name, type, kind: 'scalar' })
  }

  /** A constant; of lane bool 0 or 1. */
  constant(value: number, type: Lane = 'f64'): number {
    return this.#push({ op: 'const', args: [], type, value })
  }

  /** An operation on earlier instructions. */
  op(op: InferredOp, ...args: readonly number[]): number {
    const lanes = args.map((at) => this.lane(at))
    const type = resultLane(op, lanes)
    if (type === undefined) throw errors.invalidIr(`%${this.body.length}`, `${op} does not take (${lanes.join(', ')})`)
    const special = this.#functions[op as SpecialOp]
    return this.#push(special === undefined ? { op, args, type } : { op, args, type, special })
  }

  /** The value on another lane; the value itself when it has that lane already. */
  convert(value: number, type: Lane): number {
    return this.lane(value) === type ? value : this.#push({ op: 'convert', args: [value], type })
  }

  /** The lane of an earlier instruction. */
  lane(at: number): Lane {
    const found = this.body[at]
    if (found === undefined)
      throw errors.invalidIr(`%${this.body.length}`, `reads %${at}, which is not defined before it`)
    return found.type
  }

  /** Declares an output and returns its position. */
  output(value: number, reduce?: Reduction): number {
    const type = reduce === 'argmin' || reduce === 'argmax' ? 'i32' : this.lane(value)
    this.outputs.push(reduce === undefined ? { value, type } : { value, type, reduce })
    return this.outputs.length - 1
  }

  /** The loop built so far. */
  finish(): LoopIR {
    return { inputs: [...this.inputs], body: [...this.body], outputs: [...this.outputs] }
  }

  #input(input: LoopInput): number {
    this.inputs.push(input)
    return this.#push({ op: 'load', args: [], type: input.type, input: this.inputs.length - 1 })
  }

  #push(instruction: Instruction): number {
    this.body.push(instruction)
    return this.body.length - 1
  }
}
