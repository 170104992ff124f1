import { errors } from './errors.ts'
import { type Instruction, isSpecial, type LoopIR, operations, resultLane } from './ir.ts'

/**
 * The written spec of valid loop IR, as code. Throws `internal:kernel/invalid-ir` naming the first instruction or output that breaks it.
 *
 * @example
 * verify({ inputs: [], body: [{ op: 'neg', args: [3], type: 'f64' }], outputs: [] }) // throws internal:kernel/invalid-ir
 */
export function verify(ir: LoopIR): void {
  ir.body.forEach((instruction, at) => {
    const fault = faultOf(ir, instruction, at)
    if (fault !== undefined) throw errors.invalidIr(`%${at}`, fault)
  })
  ir.outputs.forEach((output, at) => {
    const value = ir.body[output.value]
    const where = `output ${at}`
    if (value === undefined) throw errors.invalidIr(where, `%${output.value} is not defined`)
    const index = output.reduce === 'argmin' || output.reduce === 'argmax'
    const wanted = index ? 'i32' : value.type
    if (output.type !== wanted) throw errors.invalidIr(where, `is declared ${output.type}, its value is ${wanted}`)
    const truth = output.reduce === 'any' || output.reduce === 'all'
    if (output.reduce !== undefined && truth !== (value.type === 'bool')) {
      throw errors.invalidIr(where, `reduction ${output.reduce} does not take ${value.type}`)
    }
  })
}

function faultOf(ir: LoopIR, { op, args, type, value, input, special }: Instruction, at: number): string | undefined {
  if (!Object.hasOwn(operations, op)) return `unknown operation ${op}`
  const { arity, rule } = operations[op]
  if (args.length !== arity) return `${op} takes ${arity} operands, got ${args.length}`
  const late = args.find((arg) => !(Number.isInteger(arg) && arg >= 0 && arg < at))
  if (late !== undefined) return `${op} reads %${late}, which is not defined before it`
  if (op === 'const') {
    if (value === undefined) return 'const without a value'
    if (type === 'bool' && value !== 0 && value !== 1) return `bool constant ${value}`
    if (type === 'i32' && value !== (value | 0)) return `i32 constant ${value}`
    if (type === 'f32' && !Object.is(value, Math.fround(value))) return `f32 constant ${value} is not a single`
    return undefined
  }
  if (op === 'load') {
    const source = input === undefined ? undefined : ir.inputs[input]
    if (source === undefined) return `loads input ${input}, there are ${ir.inputs.length}`
    return source.type === type ? undefined : `loads ${source.type} input ${input} as ${type}`
  }
  if (rule === 'convert') return undefined
  if (isSpecial(op) && special === undefined) return `${op} without its function`
  const lanes = args.map((arg) => ir.body[arg]!.type)
  const wanted = resultLane(op, lanes)
  if (wanted === undefined) return `${op} does not take (${lanes.join(', ')})`
  return wanted === type ? undefined : `${op} of (${lanes.join(', ')}) is ${wanted}, not ${type}`
}
