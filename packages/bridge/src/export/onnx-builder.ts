import type { Instruction } from '@fluxion/kernel'
import { errors } from '../errors.ts'
import { type OnnxConstant, type OnnxNode, onnxTypes } from './onnx-model.ts'
import { onnxOperator } from './onnx-operations.ts'

/** Collects the operators and constants of a graph, naming what they yield. */
export class OnnxBuilder {
  readonly type: 'float' | 'double'
  readonly nodes: OnnxNode[] = []
  readonly constants: OnnxConstant[] = []
  /** Operators that run in single precision in a model of double precision. */
  readonly single: Set<string> = new Set()
  readonly #prefix: string
  readonly #known = new Map<string, string>()
  #names = 0

  /** Tensors made here get names that start with `prefix`. */
  constructor(type: 'float' | 'double', prefix: string) {
    this.type = type
    this.#prefix = prefix
  }

  node(op: string, inputs: readonly string[], attributes: Readonly<Record<string, number>> = {}): string {
    const output = `${this.#prefix}${this.#names++}`
    this.nodes.push({ op, inputs, outputs: [output], attributes })
    return output
  }

  /** Gives a tensor another name. */
  rename(from: string, to: string): void {
    this.nodes.push({ op: 'Identity', inputs: [from], outputs: [to] })
  }

  /** A scalar constant. */
  constant(type: OnnxConstant['type'], value: number): string {
    const key = `${type} ${Object.is(value, -0) ? '-0' : value}`
    let name = this.#known.get(key)
    if (name === undefined) {
      name = `${this.#prefix}${this.#names++}`
      this.#known.set(key, name)
      this.constants.push({ name, type, dims: [], values: [value] })
    }
    return name
  }

  /** One instruction of the loop IR, given the names of its arguments. */
  instruction({ op, type, value }: Instruction, inputs: readonly string[]): string {
    if (op === 'load') throw errors.internal('inputs of a model are named by the caller')
    if (op === 'const') return this.constant(type === 'bool' ? 'bool' : this.type, value!)
    if (op === 'convert')
      return this.node('Cast', inputs, { to: type === 'bool' ? onnxTypes.bool : onnxTypes[this.type] })
    const row = onnxOperator(op)
    if (row === undefined) throw errors.unsupportedExport('ONNX', `operation ${op}`)
    if (row.singleOnly !== true || this.type === 'float') return this.node(row.op, inputs, row.attributes)
    this.single.add(row.op)
    const narrow = inputs.map((input) => this.node('Cast', [input], { to: onnxTypes.float }))
    return this.node('Cast', [this.node(row.op, narrow, row.attributes)], { to: onnxTypes.double })
  }
}
