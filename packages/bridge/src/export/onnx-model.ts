import { bytesField, integerField, message, textField } from './protobuf.ts'

/** Element types of ONNX tensors that are used here (TensorProto.DataType). */
export const onnxTypes: Readonly<Record<'float' | 'int64' | 'bool' | 'double', number>> = {
  float: 1,
  int64: 7,
  bool: 9,
  double: 11,
}

/** The operator set that models ask for, and the version of the file format that goes with it. */
const OPSET = 17
const IR_VERSION = 8

const producer = 'fluxion'

/** A tensor of constants. */
export interface OnnxConstant {
  readonly name: string
  readonly type: keyof typeof onnxTypes
  readonly dims: readonly number[]
  readonly values: readonly number[]
}

/** An operator: inputs and outputs are names of tensors. */
export interface OnnxNode {
  readonly op: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Integer attributes. */
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>
}

/** An input or output of the model; dimensions are sizes, or names of open sizes. */
export interface OnnxPort {
  readonly name: string
  readonly type: keyof typeof onnxTypes
  readonly dims: readonly (number | string)[]
}

/** A model: a graph of operators in topological order. */
export interface OnnxGraph {
  readonly name: string
  readonly nodes: readonly OnnxNode[]
  readonly constants: readonly OnnxConstant[]
  readonly inputs: readonly OnnxPort[]
  readonly outputs: readonly OnnxPort[]
  readonly description: string
}

/** Field numbers are those of onnx.proto3 (github.com/onnx/onnx). */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  return message(
    integerField(1, IR_VERSION),
    textField(2, producer),
    textField(6, graph.description),
    bytesField(7, encodeGraph(graph)),
    bytesField(8, message(textField(1, ''), integerField(2, OPSET))),
  )
}

function encodeGraph({ name, nodes, constants, inputs, outputs }: OnnxGraph): Uint8Array {
  return message(
    ...nodes.map((node) => bytesField(1, encodeNode(node))),
    textField(2, name),
    ...constants.map((constant) => bytesField(5, encodeTensor(constant))),
    ...inputs.map((port) => bytesField(11, encodePort(port))),
    ...outputs.map((port) => bytesField(12, encodePort(port))),
  )
}

const ATTRIBUTE_INT = 2
const ATTRIBUTE_INTS = 7

function encodeNode({ op, inputs, outputs, attributes = {} }: OnnxNode): Uint8Array {
  return message(
    ...inputs.map((input) => textField(1, input)),
    ...outputs.map((output) => textField(2, output)),
    textField(4, op),
    ...Object.entries(attributes).map(([name, value]) =>
      bytesField(
        5,
        typeof value === 'number'
          ? message(textField(1, name), integerField(3, value), integerField(20, ATTRIBUTE_INT))
          : message(
              textField(1, name),
              ...value.map((entry) => integerField(8, entry)),
              integerField(20, ATTRIBUTE_INTS),
            ),
      ),
    ),
  )
}

function encodeTensor({ name, type, dims, values }: OnnxConstant): Uint8Array {
  return message(
    ...dims.map((size) => integerField(1, size)),
    integerField(2, onnxTypes[type]),
    textField(8, name),
    bytesField(9, encodeValues(type, values)),
  )
}

/** Little-endian, element after element. */
function encodeValues(type: keyof typeof onnxTypes, values: readonly number[]): Uint8Array {
  const size = { float: 4, int64: 8, bool: 1, double: 8 }[type]
  const bytes = new Uint8Array(size * values.length)
  const view = new DataView(bytes.buffer)
  values.forEach((value, i) => {
    if (type === 'float') view.setFloat32(4 * i, value, true)
    else if (type === 'double') view.setFloat64(8 * i, value, true)
    else if (type === 'int64') view.setBigInt64(8 * i, BigInt(value), true)
    else bytes[i] = value === 0 ? 0 : 1
  })
  return bytes
}

function encodePort({ name, type, dims }: OnnxPort): Uint8Array {
  const sizes = dims.map((size) => bytesField(1, typeof size === 'number' ? integerField(1, size) : textField(2, size)))
  const tensor = message(integerField(1, onnxTypes[type]), bytesField(2, message(...sizes)))
  return message(textField(1, name), bytesField(2, bytesField(1, tensor)))
}
