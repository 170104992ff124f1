/**
 * The loop IR: one pass over `length` elements, written as a list of instructions in static single assignment form.
 * An instruction reads earlier instructions by index and yields one value per element, on lanes of one type.
 */

/** The type of a value per element: IEEE double, IEEE single, 32-bit signed integer, truth value. */
export type Lane = 'f64' | 'f32' | 'i32' | 'bool'

/** The typed arrays the loop reads and writes: `f64`, `f32`, `i32`, and `bool` as bytes 0 and 1. */
export type TypedArray = Float64Array | Float32Array | Int32Array | Uint8Array

/**
 * How argument lanes decide the result's lane:
 * - `float`: all f64 or all f32, the same out;
 * - `number`: all of one lane among f64, f32, i32, the same out;
 * - `compare`: two of one lane, bool out;
 * - `logic`: all bool or all i32 (bitwise), the same out;
 * - `select`: bool, T, T, T out;
 * - `leaf`, `convert`: the lane is given by the instruction.
 */
type TypeRule = 'float' | 'number' | 'compare' | 'logic' | 'select' | 'convert' | 'leaf'

/** What an operation costs and where it can run: plain arithmetic, vector math, or a scalar function on every target. */
type OperationKind = 'arithmetic' | 'elementary' | 'scalar'

/** One row of the operation table. */
export interface OperationRow {
  readonly arity: number
  readonly rule: TypeRule
  readonly kind: OperationKind
}

/** Operations that move, compare and combine: plain machine arithmetic, and `mod` and `rem`. */
type BasicOp =
  | 'const'
  | 'load'
  | 'convert'
  | 'select'
  | 'add'
  | 'sub'
  | 'mul'
  | 'muladd'
  | 'div'
  | 'neg'
  | 'abs'
  | 'min'
  | 'max'
  | 'sign'
  | 'sqrt'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'trunc'
  | 'copysign'
  | 'mod'
  | 'rem'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'eq'
  | 'ne'
  | 'and'
  | 'or'
  | 'xor'
  | 'not'

/** Elementary functions, vectorised on the wasm target, each with a stated error bound. */
export type ElementaryOp =
  | 'exp'
  | 'exp2'
  | 'expm1'
  | 'log'
  | 'log2'
  | 'log10'
  | 'log1p'
  | 'cbrt'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'asinh'
  | 'acosh'
  | 'atanh'
  | 'sigmoid'
  | 'softplus'
  | 'erf'
  | 'erfc'
  | 'gelu'
  | 'pow'
  | 'atan2'
  | 'hypot'

/** Special functions, computed one number at a time on every target by the {@link SpecialFunctions} a loop is built with. */
export type SpecialOp = 'gamma' | 'lgamma' | 'digamma' | 'lambertw' | 'polygamma' | 'beta' | 'besselj' | 'bessely'

/** A special function on doubles. */
export type SpecialFunction = (a: number, b: number) => number

/**
 * What special operations compute, given by who builds a loop, so that who needs none carries none. A name means one function for all
 * who build loops.
 */
export type SpecialFunctions = { readonly [Op in SpecialOp]?: SpecialFunction }

/** The name of an operation. */
export type IrOp = BasicOp | ElementaryOp | SpecialOp

const row = (arity: number, rule: TypeRule, kind: OperationKind = 'arithmetic'): OperationRow => ({ arity, rule, kind })
const unary = row(1, 'float', 'elementary')
const binary = row(2, 'float', 'elementary')
const special = row(1, 'float', 'scalar')
const special2 = row(2, 'float', 'scalar')

/**
 * The operations. All follow IEEE 754: NaN in gives NaN out (`min` and `max` too), comparisons with NaN are false, `ne` true.
 * i32 arithmetic wraps. `round` is to nearest, ties to even. `mod` has the sign of the divisor (floored), `rem` that of the
 * dividend. `muladd` is a·b + c with one or two roundings, as the machine prefers. `convert` from float to i32 truncates and
 * saturates (NaN gives 0), to bool is `≠ 0`. `lambertw` is the principal branch; `besselj`, `bessely`, `polygamma` take the
 * order first; `gelu` is x·Φ(x) exactly, not the tanh approximation.
 *
 * @example
 * operations.atan2.arity // => 2
 */
export const operations: Readonly<Record<IrOp, OperationRow>> = {
  const: row(0, 'leaf'),
  load: row(0, 'leaf'),
  convert: row(1, 'convert'),
  select: row(3, 'select'),
  add: row(2, 'number'),
  sub: row(2, 'number'),
  mul: row(2, 'number'),
  muladd: row(3, 'float'),
  div: row(2, 'float'),
  neg: row(1, 'number'),
  abs: row(1, 'number'),
  min: row(2, 'number'),
  max: row(2, 'number'),
  sign: row(1, 'number'),
  sqrt: row(1, 'float'),
  floor: row(1, 'float'),
  ceil: row(1, 'float'),
  round: row(1, 'float'),
  trunc: row(1, 'float'),
  copysign: row(2, 'float'),
  mod: row(2, 'number', 'scalar'),
  rem: row(2, 'number', 'scalar'),
  lt: row(2, 'compare'),
  le: row(2, 'compare'),
  gt: row(2, 'compare'),
  ge: row(2, 'compare'),
  eq: row(2, 'compare'),
  ne: row(2, 'compare'),
  and: row(2, 'logic'),
  or: row(2, 'logic'),
  xor: row(2, 'logic'),
  not: row(1, 'logic'),
  exp: unary,
  exp2: unary,
  expm1: unary,
  log: unary,
  log2: unary,
  log10: unary,
  log1p: unary,
  cbrt: unary,
  sin: unary,
  cos: unary,
  tan: unary,
  asin: unary,
  acos: unary,
  atan: unary,
  sinh: unary,
  cosh: unary,
  tanh: unary,
  asinh: unary,
  acosh: unary,
  atanh: unary,
  sigmoid: unary,
  softplus: unary,
  erf: unary,
  erfc: unary,
  gelu: unary,
  pow: binary,
  atan2: binary,
  hypot: binary,
  gamma: special,
  lgamma: special,
  digamma: special,
  lambertw: special,
  polygamma: special2,
  beta: special2,
  besselj: special2,
  bessely: special2,
}

/** True for operations that are computed by a function given with the loop. */
export const isSpecial = (op: IrOp): op is SpecialOp => operations[op] === special || operations[op] === special2

/** One instruction: `args` are indices of earlier instructions, `type` the lane of the value it yields. */
export interface Instruction {
  readonly op: IrOp
  readonly args: readonly number[]
  readonly type: Lane
  /** The value of a `const` (a truth value is 0 or 1). */
  readonly value?: number
  /** The input a `load` reads, by its index. */
  readonly input?: number
  /** The function of a special operation. */
  readonly special?: SpecialFunction
}

/** An input: an array (one element a step, with offset and stride) or a scalar (one number for the whole loop). */
export interface LoopInput {
  readonly name: string
  readonly type: Lane
  readonly kind: 'array' | 'scalar'
}

/**
 * Reductions over the loop. `sum` and `prod` of f32 and i32 accumulate in double. Over no elements: 0, 1, +∞, −∞, false, true, −1.
 * `min` and `max` give NaN when an element is NaN. `argmin` and `argmax` give the index of the first extremum (of the first NaN).
 */
export type Reduction = 'sum' | 'prod' | 'min' | 'max' | 'any' | 'all' | 'argmin' | 'argmax'

/** An output: an array of the instruction's values, or with `reduce` one number for the whole loop. */
export interface LoopOutput {
  /** Index of the instruction. */
  readonly value: number
  /** Lane of the instruction (of the reduced value for `argmin` and `argmax`: i32). */
  readonly type: Lane
  readonly reduce?: Reduction
}

/** A loop kernel before compilation. Names of inputs are for people and errors only: they never reach emitted code. */
export interface LoopIR {
  readonly inputs: readonly LoopInput[]
  readonly body: readonly Instruction[]
  readonly outputs: readonly LoopOutput[]
}

/**
 * The lane that results from an operation on these argument lanes, or undefined when the operation does not take them.
 *
 * @example
 * String(resultLane('lt', ['f32', 'f32'])) // => bool
 */
export function resultLane(op: IrOp, args: readonly Lane[]): Lane | undefined {
  const row: { arity: number; rule: string } | undefined = operations[op]
  if (row === undefined || args.length !== row.arity) return undefined
  const [first, second, third] = args
  const same = args.every((lane) => lane === first)
  switch (row.rule) {
    case 'float':
      return same && (first === 'f64' || first === 'f32') ? first : undefined
    case 'number':
      return same && first !== 'bool' ? first : undefined
    case 'compare':
      return same ? 'bool' : undefined
    case 'logic':
      return same && (first === 'bool' || first === 'i32') ? first : undefined
    case 'select':
      return first === 'bool' && second === third ? second : undefined
    default:
      return undefined
  }
}

/**
 * A text that is equal exactly for loops that compute the same: the key under which compiled kernels are cached.
 * Names of inputs do not enter.
 *
 * @example
 * const k = new LoopBuilder()
 * k.output(k.op('neg', k.array('x')), 'sum')
 * irKey(k.finish()) // => array f64|load f64 0;neg f64 0|1 f64 sum
 */
export function irKey(ir: LoopIR): string {
  const body = ir.body.map(
    (it) =>
      `${it.op} ${it.type} ${it.args.join()}${it.value === undefined ? '' : Object.is(it.value, -0) ? '-0' : it.value}${it.input ?? ''}`,
  )
  const inputs = ir.inputs.map((it) => `${it.kind} ${it.type}`)
  const outputs = ir.outputs.map((it) => `${it.value} ${it.type} ${it.reduce ?? ''}`)
  return `${inputs.join(';')}|${body.join(';')}|${outputs.join(';')}`
}
