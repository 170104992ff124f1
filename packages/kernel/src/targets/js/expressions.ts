import type { Instruction, IrOp, Lane } from '../../ir.ts'
import { literal } from '../target.ts'

/** Writes an operation on doubles as a JavaScript expression of its arguments' texts. `m` holds the scalar functions of this package. */
type Emit = (a: string, b: string, c: string) => string

const infix =
  (operator: string): Emit =>
  (a, b) =>
    `${a} ${operator} ${b}`
const math =
  (name: string): Emit =>
  (a) =>
    `Math.${name}(${a})`
const math2 =
  (name: string): Emit =>
  (a, b) =>
    `Math.${name}(${a}, ${b})`
const own =
  (name: IrOp): Emit =>
  (a) =>
    `m.${name}(${a})`
const own2 =
  (name: IrOp): Emit =>
  (a, b) =>
    `m.${name}(${a}, ${b})`

/** One row for each operation on floats and truth values; truth values are booleans inside a loop. */
const onFloats: { readonly [Op in Exclude<IrOp, 'const' | 'load' | 'convert'>]: Emit } = {
  select: (a, b, c) => `${a} ? ${b} : ${c}`,
  add: infix('+'),
  sub: infix('-'),
  mul: infix('*'),
  muladd: (a, b, c) => `${a} * ${b} + ${c}`,
  div: infix('/'),
  neg: (a) => `-${a}`,
  abs: math('abs'),
  min: math2('min'),
  max: math2('max'),
  sign: math('sign'),
  sqrt: math('sqrt'),
  floor: math('floor'),
  ceil: math('ceil'),
  round: own('round'),
  trunc: math('trunc'),
  copysign: own2('copysign'),
  mod: own2('mod'),
  rem: infix('%'),
  lt: infix('<'),
  le: infix('<='),
  gt: infix('>'),
  ge: infix('>='),
  eq: infix('==='),
  ne: infix('!=='),
  and: infix('&&'),
  or: infix('||'),
  xor: infix('!=='),
  not: (a) => `!${a}`,
  exp: math('exp'),
  exp2: own('exp2'),
  expm1: math('expm1'),
  log: math('log'),
  log2: math('log2'),
  log10: math('log10'),
  log1p: math('log1p'),
  cbrt: math('cbrt'),
  sin: own('sin'),
  cos: own('cos'),
  tan: own('tan'),
  asin: math('asin'),
  acos: math('acos'),
  atan: math('atan'),
  sinh: math('sinh'),
  cosh: math('cosh'),
  tanh: math('tanh'),
  asinh: math('asinh'),
  acosh: math('acosh'),
  atanh: math('atanh'),
  sigmoid: own('sigmoid'),
  softplus: own('softplus'),
  erf: own('erf'),
  erfc: own('erfc'),
  gelu: own('gelu'),
  pow: own2('pow'),
  atan2: math2('atan2'),
  hypot: own2('hypot'),
  gamma: own('gamma'),
  lgamma: own('lgamma'),
  digamma: own('digamma'),
  lambertw: own('lambertw'),
  polygamma: own2('polygamma'),
  beta: own2('beta'),
  besselj: own2('besselj'),
  bessely: own2('bessely'),
}

/** Rows that differ for 32-bit integers. */
const onIntegers: { readonly [Op in IrOp]?: Emit } = {
  add: (a, b) => `(${a} + ${b}) | 0`,
  sub: (a, b) => `(${a} - ${b}) | 0`,
  mul: math2('imul'),
  neg: (a) => `-${a} | 0`,
  abs: (a) => `Math.abs(${a}) | 0`,
  mod: (a, b) => `m.mod(${a}, ${b}) | 0`,
  rem: (a, b) => `(${a} % ${b}) | 0`,
  and: infix('&'),
  or: infix('|'),
  xor: infix('^'),
  not: (a) => `~${a}`,
}

function conversion(from: Lane, to: Lane, a: string): string {
  if (to === 'bool') return `${a} !== 0`
  const number = from === 'bool' ? `(${a} ? 1 : 0)` : a
  if (to === 'f32') return `Math.fround(${number})`
  return to === 'i32' && from !== 'bool' ? `m.toInt32(${number})` : number
}

/** An instruction other than a load as an expression; `name(i)` is the local that holds instruction i. */
export function expression(
  { op, args, type, value }: Instruction,
  body: readonly Instruction[],
  name: (at: number) => string,
): string {
  const [a = '', b = '', c = ''] = args.map(name)
  if (op === 'const') return literal(value!, type)
  if (op === 'load') return ''
  if (op === 'convert') return conversion(body[args[0]!]!.type, type, a)
  const integer = type === 'i32' ? onIntegers[op] : undefined
  const text = (integer ?? onFloats[op])(a, b, c)
  return type === 'f32' && op !== 'select' ? `Math.fround(${text})` : text
}
