import { evaluate, type Formula, gradient, parse } from '@fluxion/symbolic'
import { describe, expect, test } from 'vitest'
import { type OnnxOptions, toOnnx } from './onnx.ts'

type Message = ReadonlyMap<number, readonly (bigint | Uint8Array)[]>

/** Reads the fields of a message: varints and length-delimited ones. */
function decode(bytes: Uint8Array): Message {
  const fields = new Map<number, (bigint | Uint8Array)[]>()
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]!
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const tag = Number(varint())
    const list = fields.get(tag >> 3) ?? []
    fields.set(tag >> 3, list)
    if ((tag & 7) === 0) list.push(varint())
    else if ((tag & 7) === 2) {
      const length = Number(varint())
      list.push(bytes.subarray(at, at + length))
      at += length
    } else throw new Error(`wire type ${tag & 7}`)
  }
  return fields
}

const messages = (message: Message, field: number): Message[] =>
  (message.get(field) ?? []).map((it) => decode(it as Uint8Array))
const texts = (message: Message, field: number): string[] =>
  (message.get(field) ?? []).map((it) => new TextDecoder().decode(it as Uint8Array))
const integer = (message: Message, field: number): number => Number(message.get(field)?.[0] ?? 0n)

const bool = (value: boolean): number => (value ? 1 : 0)

/** The operators that models use, on numbers. */
const operators: Readonly<Record<string, (...x: number[]) => number>> = {
  Identity: (a) => a!,
  Cast: (a) => a!,
  Expand: (a) => a!,
  Shape: () => 0,
  ReduceSum: (a) => a!,
  Where: (c, a, b) => (c !== 0 ? a! : b!),
  Add: (a, b) => a! + b!,
  Sub: (a, b) => a! - b!,
  Mul: (a, b) => a! * b!,
  Div: (a, b) => a! / b!,
  Neg: (a) => -a!,
  Abs: Math.abs,
  Min: Math.min,
  Max: Math.max,
  Sqrt: Math.sqrt,
  Floor: Math.floor,
  Less: (a, b) => bool(a! < b!),
  LessOrEqual: (a, b) => bool(a! <= b!),
  GreaterOrEqual: (a, b) => bool(a! >= b!),
  Sign: Math.sign,
  Greater: (a, b) => bool(a! > b!),
  Equal: (a, b) => bool(a! === b!),
  And: (a, b) => bool(a !== 0 && b !== 0),
  Or: (a, b) => bool(a !== 0 || b !== 0),
  Not: (a) => bool(a === 0),
  Exp: Math.exp,
  Log: Math.log,
  Sin: Math.sin,
  Cos: Math.cos,
  Tanh: Math.tanh,
  Sigmoid: (a) => 1 / (1 + Math.exp(-a!)),
  Pow: (a, b) => a! ** b!,
  Erf: (a) => evaluate(`erf(${a})`),
}

interface Model {
  readonly opset: number
  readonly irVersion: number
  readonly description: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly operators: readonly string[]
  run(at: Readonly<Record<string, number>>): Record<string, number>
}

/** A model read back from its bytes. */
function read(bytes: Uint8Array): Model {
  const model = decode(bytes)
  const graph = messages(model, 7)[0]!
  const nodes = messages(graph, 1).map((node) => ({
    inputs: texts(node, 1),
    outputs: texts(node, 2),
    op: texts(node, 4)[0]!,
  }))
  const constants = messages(graph, 5).map((tensor) => {
    const raw = tensor.get(9)![0] as Uint8Array
    const view = new DataView(raw.buffer, raw.byteOffset, raw.length)
    const type = integer(tensor, 2)
    const value = type === 11 ? view.getFloat64(0, true) : type === 1 ? view.getFloat32(0, true) : raw[0]!
    return [texts(tensor, 8)[0]!, value] as const
  })
  const names = (field: number): string[] => messages(graph, field).map((port) => texts(port, 1)[0]!)
  return {
    opset: integer(messages(model, 8)[0]!, 2),
    irVersion: integer(model, 1),
    description: texts(model, 6)[0]!,
    inputs: names(11),
    outputs: names(12),
    operators: nodes.map(({ op }) => op),
    run: (at) => {
      const values = new Map<string, number>([...Object.entries(at), ...constants])
      for (const { op, inputs, outputs } of nodes) {
        const given = inputs.map((input) => {
          if (!values.has(input)) throw new Error(`${input} is read before it is made`)
          return values.get(input)!
        })
        const run = operators[op]
        if (run === undefined) throw new Error(`no operator ${op}`)
        values.set(outputs[0]!, run(...given))
      }
      return Object.fromEntries(names(12).map((name) => [name, values.get(name)!]))
    },
  }
}

/** The model computes what evaluate does, value and gradient. */
function agrees(formula: Formula, at: Readonly<Record<string, number>>, options: OnnxOptions = {}, digits = 12): void {
  test(`${formula} ${JSON.stringify(options)}`, () => {
    const f = parse(String(formula))
    const names = Object.keys(at)
    const found = read(toOnnx(f, { args: names, gradient: names, ...options })).run(at)
    expect(found['value']).toBeCloseTo(evaluate(f, at), digits)
    gradient(f, names).forEach((partial, i) => {
      expect(found[`gradient_${names[i]}`]).toBeCloseTo(evaluate(partial, at), digits)
    })
  })
}

describe('an ONNX model computes the formula and its gradient', () => {
  agrees('x^2 * sin(y)', { x: 3, y: 0.5 })
  agrees('log(1 + exp(-y * (a * x + b)))', { a: 1, b: 2, x: -0.5, y: 1 })
  agrees('tan(x) + asin(x) + acos(x) + atan(x)', { x: 0.3 })
  agrees('sinh(x) + cosh(x) + asinh(x) + atanh(x / 2) + acosh(2 + x)', { x: 0.7 })
  agrees('x < y ? x^3 : abs(y)', { x: 1, y: 2 })
  agrees('max(x, y, 1) + min(x, y) + floor(x)', { x: 1.5, y: 2.5 })
  agrees('atan2(y, x) + hypot(x, y)', { x: -1, y: 2 })
  agrees('erf(x)', { x: 0.4 })
  agrees('x^2.3 + 2^x', { x: 1.7 })
  agrees('x^2 * sin(y)', { x: 3, y: 0.5 }, { dtype: 'float32' }, 6)
  agrees('3 * x', { x: 2 })
})

describe('a model', () => {
  test('is of opset 17, its inputs and outputs have names', () => {
    const model = read(toOnnx('a * x', { args: ['x', 'a'], gradient: ['a'] }))
    expect([model.irVersion, model.opset]).toEqual([8, 17])
    expect(model.inputs).toEqual(['x', 'a'])
    expect(model.outputs).toEqual(['value', 'gradient_a'])
  })
  test('has no operator that lacks a float64 kernel', () => {
    const { operators: used } = read(toOnnx('tan(x) + asinh(x) + log(1 + exp(x)) + atan(x)', {}))
    for (const op of ['Tan', 'Atan', 'Asinh', 'Softplus']) expect(used).not.toContain(op)
  })
  test('says what runs in single precision', () => {
    expect(read(toOnnx('erf(x)')).description).toContain('Erf in float32')
    expect(read(toOnnx('exp(x)')).description).toContain('computed in float64')
  })
  test('takes names that are like its own', () => {
    expect(read(toOnnx('t0 * t1 + t', {})).run({ t0: 2, t1: 3, t: 4 })['value']).toBe(10)
  })
  test('sums its outputs', () => {
    expect(read(toOnnx('a * x', { reduce: 'sum' })).operators).toContain('ReduceSum')
  })
  test('cannot express every function', () => {
    expect(() => toOnnx('digamma(x)')).toThrow('ONNX has no operation digamma')
  })
})
