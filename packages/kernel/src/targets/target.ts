import type { Lane, LoopIR } from '../ir.ts'
import type { BoundOperands } from '../operands.ts'

/** A compiled loop as a target provides it: operands are checked and arrays made before it is called. */
export interface LoadedLoop {
  /** Runs the loop. `results[j]` starts as the identity of reduction j and ends as its value. */
  readonly run: (length: number, operands: BoundOperands, results: number[]) => void
  /** One element: writes every output to `out` and returns output 0. */
  readonly scalar: (inputs: ArrayLike<number>, out: { [index: number]: number }) => number
}

/** One way to run loops: IR to an artifact (bytes or text), artifact to something that runs. */
export interface LoopTarget<Artifact> {
  readonly name: string
  /** Throws `kernel/unsupported` for what the target cannot do. */
  readonly emit: (ir: LoopIR) => Artifact
  readonly load: (artifact: Artifact) => LoadedLoop
  /** The artifact for people. */
  readonly print: (artifact: Artifact) => string
}

/** A literal of the lane in JavaScript. */
export function literal(value: number, type: Lane): string {
  if (type === 'bool') return value === 0 ? 'false' : 'true'
  if (Number.isNaN(value)) return 'NaN'
  if (value === Number.POSITIVE_INFINITY) return 'Infinity'
  if (value === Number.NEGATIVE_INFINITY) return '-Infinity'
  return value < 0 || Object.is(value, -0) ? `(-${-value})` : `${value}`
}
