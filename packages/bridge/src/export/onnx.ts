import type { Formula } from '@fluxion/symbolic'
import { argumentsOf } from '../compile.ts'
import { errors } from '../errors.ts'
import { choice, optionsOf, reductions } from '../options.ts'
import { dtypes, isRecord } from '../run/arguments.ts'
import { derivedOutputs, exportedLoop } from './derived.ts'
import { OnnxBuilder } from './onnx-builder.ts'
import { encodeModel } from './onnx-model.ts'
import { onnxOperator } from './onnx-operations.ts'

/** Options of {@link toOnnx}. */
export interface OnnxOptions {
  /** The model's inputs in order; default: all free symbols, sorted. */
  readonly args?: readonly string[]
  /** Partial derivatives that become outputs beside the value; `true`: by all free symbols. */
  readonly gradient?: boolean | string | readonly string[]
  /** Sums (averages) every output over all elements. */
  readonly reduce?: 'sum' | 'mean'
  /** Shapes of inputs: sizes, or names for sizes left open. Default: a column, `[N_x]`; `[]` makes a parameter. */
  readonly shapes?: Readonly<Record<string, readonly (number | string)[]>>
  /** Element type of inputs and outputs; default float64. */
  readonly dtype?: 'float64' | 'float32'
}

/**
 * Writes a scalar formula, and its gradient where asked for, as an ONNX model (opset 17), to be run elementwise over
 * inputs that broadcast by any ONNX engine. Inputs have the names of the symbols, outputs are `value` and `gradient_x` for each
 * symbol x. Operators that ONNX Runtime lacks in float64 on CPU are rewritten; Erf alone runs in single precision there, which the model's
 * description says. Throws `bridge/unsupported-export` for functions that ONNX cannot express (gamma, Bessel functions, …).
 *
 * @example
 * toOnnx('x ^ 2', { args: ['x'], gradient: true }) instanceof Uint8Array // => true
 */
export function toOnnx(formula: Formula, given?: OnnxOptions): Uint8Array {
  const options = optionsOf(given)
  const dtype = choice('dtype', options.dtype ?? 'float64', dtypes)
  const reduce = options.reduce === undefined ? undefined : choice('reduce', options.reduce, reductions)
  const { exprs, names } = derivedOutputs(formula, options.gradient)
  const args = argumentsOf(exprs, options.args)
  const taken = args.find((name) => name === '' || names.includes(name))
  if (taken !== undefined) throw errors.badIdentifier(`an input of a model with the outputs ${names.join(', ')}`, taken)
  const type = dtype === 'float64' ? 'double' : 'float'
  const g = new OnnxBuilder(type, freePrefix([...args, ...names]))
  const ir = exportedLoop(exprs, args, dtype, 'ONNX', (op) => onnxOperator(op) !== undefined)
  const values: string[] = []
  const depends: ReadonlySet<number>[] = []
  for (const instruction of ir.body) {
    const inputs = instruction.args.map((at) => values[at]!)
    const { input } = instruction
    values.push(input === undefined ? g.instruction(instruction, inputs) : args[input]!)
    depends.push(new Set(input === undefined ? instruction.args.flatMap((at) => [...depends[at]!]) : [input]))
  }
  let shape: string | undefined
  ir.outputs.forEach((output, i) => {
    let value = values[output.value]!
    if (depends[output.value]!.size < args.length) {
      shape ??= g.node('Shape', [args.reduce((sum, arg) => (sum === '' ? arg : g.node('Add', [sum, arg])), '')])
      value = g.node('Expand', [value, shape])
    }
    if (reduce !== undefined) value = g.node(reduce === 'sum' ? 'ReduceSum' : 'ReduceMean', [value], { keepdims: 0 })
    g.rename(value, names[i]!)
  })
  const shapes = new Map(args.map((name) => [name, shapeOf(name, options.shapes)]))
  const rank = Math.max(0, ...args.map((name) => shapes.get(name)!.length))
  const outputDims = reduce === undefined ? Array.from({ length: rank }, (_, d) => `N_${d}`) : []
  const single = [...g.single]
  const precision =
    single.length === 0 ? `computed in ${dtype}` : `computed in ${dtype}, but ${single.join(', ')} in float32`
  return encodeModel({
    name: 'formula',
    description: `${names[0]} = ${String(exprs[0])}; ${precision}`,
    nodes: g.nodes,
    constants: g.constants,
    inputs: args.map((name) => ({ name, type, dims: shapes.get(name)! })),
    outputs: names.map((name) => ({ name, type, dims: outputDims })),
  })
}

/** The dimensions of an input: those given, or one of open size. Throws `bridge/bad-option`. */
function shapeOf(name: string, shapes: unknown): readonly (number | string)[] {
  const wanted = 'an object with the dimensions of inputs, whole numbers or names'
  if (shapes !== undefined && !isRecord(shapes)) throw errors.badOption('shapes', shapes, wanted)
  if (shapes === undefined || !Object.hasOwn(shapes, name)) return [`N_${name}`]
  const shape = shapes[name]
  const isDimension = (it: unknown): it is number | string =>
    typeof it === 'string' ? it !== '' : Number.isSafeInteger(it) && (it as number) >= 0
  if (Array.isArray(shape) && Array.from(shape).every(isDimension)) return shape
  throw errors.badOption(`shapes.${name}`, shape, 'a list of dimensions, whole numbers or names')
}

/** A prefix that no name has. */
function freePrefix(names: readonly string[]): string {
  let prefix = 't'
  while (names.some((name) => name.startsWith(prefix))) prefix += '_'
  return prefix
}
