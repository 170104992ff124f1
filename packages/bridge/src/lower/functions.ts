import type { InferredOp } from '@fluxion/kernel'
import type { FunctionName } from '@fluxion/symbolic'
import type { Emitter } from './emitter.ts'

/** How a function becomes instructions, given the values of its arguments. */
export type LowerFunction = (k: Emitter, ...args: readonly number[]) => number

const direct =
  (op: InferredOp): LowerFunction =>
  (k, ...args) =>
    k.op(op, ...args)

const reciprocal = (k: Emitter, x: number): number => k.op('div', k.number(1), x)

/** f(x) = 1 / g(x) */
const reciprocalOf =
  (op: InferredOp): LowerFunction =>
  (k, x) =>
    reciprocal(k, k.op(op, x!))

/** f(x) = g(1 / x) */
const ofReciprocal =
  (op: InferredOp): LowerFunction =>
  (k, x) =>
    k.op(op, reciprocal(k, x!))

/** f(x, y, …) = g(g(x, y), …) */
const chain =
  (op: InferredOp): LowerFunction =>
  (k, ...args) =>
    args.reduce((value, arg) => k.op(op, value, arg))

/** The largest double below 1/2: added before truncation it rounds halves away from zero, and nothing else up. */
const BELOW_HALF = 0.49999999999999994
const BELOW_HALF_SINGLE = 0.4999999701976776

/** The n-th root that is real for odd n and negative x: the sign comes out, then the root of |x|. */
function nthRoot(k: Emitter, x: number, n: number): number {
  const zero = k.number(0)
  const two = k.number(2)
  const root = k.op('pow', k.op('abs', x), reciprocal(k, n))
  const odd = k.op('eq', k.op('abs', k.op('rem', n, two)), k.number(1))
  const signed = k.op('select', odd, k.op('mul', k.op('sign', x), root), k.number(Number.NaN))
  return k.op('select', k.op('lt', x, zero), signed, root)
}

/** sin(x) / x, with its limits 1 at 0 and 0 at ±∞. */
function sinc(k: Emitter, x: number): number {
  const far = k.op('eq', k.op('abs', x), k.number(Number.POSITIVE_INFINITY))
  const value = k.op('select', far, k.number(0), k.op('div', k.op('sin', x), x))
  return k.op('select', k.op('eq', x, k.number(0)), k.number(1), value)
}

/** The functions of symbolic's table in instructions. Inverses follow the table's conventions: `acot(x)` is `atan(1 / x)`. */
const rows: { readonly [Name in FunctionName]: LowerFunction } = {
  abs: direct('abs'),
  sign: direct('sign'),
  floor: direct('floor'),
  ceil: direct('ceil'),
  trunc: direct('trunc'),
  round: (k, x) => {
    const half = k.number(k.lane === 'f64' ? BELOW_HALF : BELOW_HALF_SINGLE)
    return k.op('trunc', k.op('add', x!, k.op('copysign', half, x!)))
  },
  mod: direct('mod'),
  min: chain('min'),
  max: chain('max'),
  hypot: (k, ...args) => (args.length === 1 ? k.op('abs', args[0]!) : chain('hypot')(k, ...args)),
  exp: direct('exp'),
  expm1: direct('expm1'),
  log: direct('log'),
  log2: direct('log2'),
  log10: direct('log10'),
  log1p: direct('log1p'),
  cbrt: direct('cbrt'),
  nthRoot: (k, x, n) => nthRoot(k, x!, n!),
  sin: direct('sin'),
  cos: direct('cos'),
  tan: direct('tan'),
  sec: reciprocalOf('cos'),
  csc: reciprocalOf('sin'),
  cot: reciprocalOf('tan'),
  asin: direct('asin'),
  acos: direct('acos'),
  atan: direct('atan'),
  atan2: direct('atan2'),
  asec: ofReciprocal('acos'),
  acsc: ofReciprocal('asin'),
  // x + 0 is 0 for x = -0, where atan(1 / x) would jump to -π/2
  acot: (k, x) => k.op('atan', reciprocal(k, k.op('add', x!, k.number(0)))),
  sinh: direct('sinh'),
  cosh: direct('cosh'),
  tanh: direct('tanh'),
  sech: reciprocalOf('cosh'),
  csch: reciprocalOf('sinh'),
  coth: reciprocalOf('tanh'),
  asinh: direct('asinh'),
  acosh: direct('acosh'),
  atanh: direct('atanh'),
  asech: ofReciprocal('acosh'),
  acsch: ofReciprocal('asinh'),
  acoth: ofReciprocal('atanh'),
  sigmoid: direct('sigmoid'),
  softplus: direct('softplus'),
  relu: (k, x) => k.op('max', x!, k.number(0)),
  gelu: direct('gelu'),
  erf: direct('erf'),
  erfc: direct('erfc'),
  gamma: direct('gamma'),
  lgamma: direct('lgamma'),
  digamma: direct('digamma'),
  polygamma: direct('polygamma'),
  beta: direct('beta'),
  besselj: direct('besselj'),
  bessely: direct('bessely'),
  lambertw: direct('lambertw'),
  heaviside: (k, x) => {
    const half = k.number(0.5)
    return k.op('add', half, k.op('mul', half, k.op('sign', x!)))
  },
  sinc: (k, x) => sinc(k, x!),
}

/** The instructions of a function of the table, or undefined when the operation is none. */
export function functionRow(op: string): LowerFunction | undefined {
  return Object.hasOwn(rows, op) ? rows[op as FunctionName] : undefined
}
