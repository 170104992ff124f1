import type { InferredOp, LoopIR } from '@fluxion/kernel'
import { errors } from '../errors.ts'
import { Emitter, type FloatLane } from '../lower/emitter.ts'

type Rewrite = (k: Emitter, ...args: number[]) => number

const add: Rewrite = (k, a, b) => k.op('add', a!, b!)
const sub: Rewrite = (k, a, b) => k.op('sub', a!, b!)
const mul: Rewrite = (k, a, b) => k.op('mul', a!, b!)
const div: Rewrite = (k, a, b) => k.op('div', a!, b!)
const where: Rewrite = (k, test, a, b) => k.op('select', test!, a!, b!)
const squared: Rewrite = (k, a) => mul(k, a!, a!)
const isNegative: Rewrite = (k, x) => k.op('lt', x!, k.number(0))

/** Odd functions are computed from |x|. */
const odd = (k: Emitter, x: number, of: (magnitude: number) => number): number => {
  const value = of(k.op('abs', x))
  return where(k, isNegative(k, x), k.op('neg', value), value)
}

/** A polynomial by Horner's rule, constant coefficient first. */
const polynomial = (k: Emitter, x: number, coefficients: readonly number[]): number =>
  coefficients.slice(0, -1).reduceRight((sum, c) => add(k, mul(k, sum, x), k.number(c)), k.number(coefficients.at(-1)!))

/** The coefficients of fdlibm's s_atan.c (Sun Microsystems), for arguments up to 7/16. */
const atanCoefficients = [
  0.3333333333333293, -0.19999999999876483, 0.14285714272503466, -0.11111110405462356, 0.09090887133436507,
  -0.0769187620504483, 0.06661073137387531, -0.058335701337905735, 0.049768779946159324, -0.036531572744216916,
  0.016285820115365782,
]

/** By reduction to |t| ≤ tan(π/8): above 1 to the reciprocal, then to half the angle. */
const atan: Rewrite = (k, x) =>
  odd(k, x!, (magnitude) => {
    const one = k.number(1)
    const large = k.op('gt', magnitude, one)
    const t = where(k, large, div(k, one, magnitude), magnitude)
    const half = div(k, t, add(k, one, k.op('sqrt', add(k, one, squared(k, t)))))
    const z = squared(k, half)
    const angle = mul(k, k.number(2), sub(k, half, mul(k, half, mul(k, z, polynomial(k, z, atanCoefficients)))))
    return where(k, large, sub(k, k.number(Math.PI / 2), angle), angle)
  })

/** By atan of the quotient, turned into the half-plane of x; the axes by themselves. */
const atan2: Rewrite = (k, y, x) => {
  const zero = k.number(0)
  const below = isNegative(k, y!)
  const left = isNegative(k, x!)
  const onAxis = k.op('eq', x!, zero)
  const angle = k.op('atan', div(k, y!, where(k, onAxis, k.number(1), x!)))
  const turned = where(k, left, add(k, angle, where(k, below, k.number(-Math.PI), k.number(Math.PI))), angle)
  const upright = where(k, below, k.number(-Math.PI / 2), where(k, k.op('gt', y!, zero), k.number(Math.PI / 2), zero))
  return where(k, onAxis, upright, turned)
}

/** sqrt((1 − x)(1 + x)), accurate near ±1. */
const cofunction = (k: Emitter, x: number): number =>
  k.op('sqrt', mul(k, sub(k, k.number(1), x), add(k, k.number(1), x)))

/** log(u) · x / (u − 1) for u = fl(1 + x): what rounding does to u cancels (Goldberg 1991, theorem 4). */
const log1p: Rewrite = (k, x) => {
  const one = k.number(1)
  const u = add(k, one, x!)
  const tiny = k.op('eq', u, one)
  const same = k.op('or', tiny, k.op('eq', u, x!))
  const log = k.op('log', where(k, tiny, k.number(2), u))
  const scaled = div(k, mul(k, log, x!), where(k, same, one, sub(k, u, one)))
  return where(k, tiny, x!, where(k, same, log, scaled))
}

/** (u − 1) · x / log(u) for u = fl(exp(x)): what rounding does to u cancels (Kahan; Higham 2002, section 1.14.1). */
const expm1: Rewrite = (k, x) => {
  const one = k.number(1)
  const u = k.op('exp', x!)
  const tiny = k.op('eq', u, one)
  const plain = sub(k, u, one)
  const far = k.op('gt', k.op('abs', x!), one)
  const log = k.op('log', where(k, k.op('or', tiny, far), k.number(2), u))
  return where(k, tiny, x!, where(k, far, plain, div(k, mul(k, plain, x!), log)))
}

/** Operations in terms of simpler ones, accurate where the textbook formula cancels or overflows. */
const rewrites: { readonly [Op in InferredOp]?: Rewrite } = {
  muladd: (k, a, b, c) => add(k, mul(k, a!, b!), c!),
  trunc: (k, x) => odd(k, x!, (magnitude) => k.op('floor', magnitude)),
  copysign: (k, x, y) => {
    const magnitude = k.op('abs', x!)
    return where(k, isNegative(k, y!), k.op('neg', magnitude), magnitude)
  },
  mod: (k, x, y) => sub(k, x!, mul(k, y!, k.op('floor', div(k, x!, y!)))),
  rem: (k, x, y) => sub(k, x!, mul(k, y!, k.op('trunc', div(k, x!, y!)))),
  sign: (k, x) => where(k, isNegative(k, x!), k.number(-1), where(k, k.op('gt', x!, k.number(0)), k.number(1), x!)),
  ne: (k, a, b) => k.op('not', k.op('eq', a!, b!)),
  xor: (k, a, b) => k.op('or', k.op('and', a!, k.op('not', b!)), k.op('and', k.op('not', a!), b!)),
  exp2: (k, x) => k.op('pow', k.number(2), x!),
  expm1,
  tanh: (k, x) =>
    odd(k, x!, (magnitude) => {
      const t = k.op('expm1', mul(k, k.number(-2), magnitude))
      return k.op('neg', div(k, t, add(k, t, k.number(2))))
    }),
  log2: (k, x) => mul(k, k.op('log', x!), k.number(Math.LOG2E)),
  log10: (k, x) => mul(k, k.op('log', x!), k.number(Math.LOG10E)),
  log1p,
  cbrt: (k, x) => odd(k, x!, (magnitude) => k.op('pow', magnitude, k.number(1 / 3))),
  tan: (k, x) => div(k, k.op('sin', x!), k.op('cos', x!)),
  asin: (k, x) => k.op('atan2', x!, cofunction(k, x!)),
  acos: (k, x) => k.op('atan2', cofunction(k, x!), x!),
  atan,
  atan2,
  sinh: (k, x) =>
    odd(k, x!, (magnitude) => {
      const e = k.op('expm1', magnitude)
      const near = mul(k, k.number(0.5), add(k, e, div(k, e, add(k, e, k.number(1)))))
      // beyond 709 exp overflows before sinh does
      const half = k.op('exp', mul(k, magnitude, k.number(0.5)))
      return where(k, k.op('gt', magnitude, k.number(22)), mul(k, mul(k, k.number(0.5), half), half), near)
    }),
  cosh: (k, x) => {
    const magnitude = k.op('abs', x!)
    const half = k.op('exp', mul(k, magnitude, k.number(0.5)))
    const down = mul(k, k.number(0.5), k.op('exp', k.op('neg', magnitude)))
    return add(k, mul(k, mul(k, k.number(0.5), half), half), down)
  },
  asinh: (k, x) =>
    odd(k, x!, (magnitude) => {
      const one = k.number(1)
      const square = squared(k, magnitude)
      const near = k.op('log1p', add(k, magnitude, div(k, square, add(k, one, k.op('sqrt', add(k, one, square))))))
      const far = add(k, k.op('log', magnitude), k.number(Math.LN2))
      return where(k, k.op('gt', magnitude, k.number(1e9)), far, near)
    }),
  acosh: (k, x) => {
    const t = sub(k, x!, k.number(1))
    const near = k.op('log1p', add(k, t, k.op('sqrt', mul(k, t, add(k, t, k.number(2))))))
    return where(k, k.op('gt', x!, k.number(1e9)), add(k, k.op('log', x!), k.number(Math.LN2)), near)
  },
  atanh: (k, x) =>
    odd(k, x!, (magnitude) => {
      const ratio = div(k, mul(k, k.number(2), magnitude), sub(k, k.number(1), magnitude))
      return mul(k, k.number(0.5), k.op('log1p', ratio))
    }),
  sigmoid: (k, x) => {
    const e = k.op('exp', k.op('neg', k.op('abs', x!)))
    return div(k, where(k, isNegative(k, x!), e, k.number(1)), add(k, k.number(1), e))
  },
  softplus: (k, x) => add(k, k.op('max', x!, k.number(0)), k.op('log1p', k.op('exp', k.op('neg', k.op('abs', x!))))),
  erfc: (k, x) => sub(k, k.number(1), k.op('erf', x!)),
  gelu: (k, x) => {
    const normal = add(k, k.number(1), k.op('erf', mul(k, x!, k.number(Math.SQRT1_2))))
    return mul(k, mul(k, k.number(0.5), x!), normal)
  },
  hypot: (k, a, b) => {
    const [p, q] = [k.op('abs', a!), k.op('abs', b!)]
    const large = k.op('max', p, q)
    const ratio = div(k, k.op('min', p, q), where(k, k.op('eq', large, k.number(0)), k.number(1), large))
    return mul(k, large, k.op('sqrt', add(k, k.number(1), squared(k, ratio))))
  },
  gamma: (k, x) => {
    const magnitude = k.op('exp', k.op('lgamma', x!))
    const odd = k.op('eq', k.op('rem', k.op('floor', x!), k.number(2)), k.number(-1))
    return where(k, k.op('and', isNegative(k, x!), odd), k.op('neg', magnitude), magnitude)
  },
  beta: (k, a, b) => {
    const log = sub(k, add(k, k.op('lgamma', a!), k.op('lgamma', b!)), k.op('lgamma', add(k, a!, b!)))
    return k.op('exp', log)
  },
}

/** Emits only operations that a target has; the others are rewritten. */
class LegalEmitter extends Emitter {
  readonly #target: string
  readonly #has: (op: InferredOp) => boolean

  constructor(lane: FloatLane, target: string, has: (op: InferredOp) => boolean) {
    super(lane)
    this.#target = target
    this.#has = has
  }

  override op(op: InferredOp, ...args: number[]): number {
    if (this.#has(op)) return super.op(op, ...args)
    const rewrite = rewrites[op]
    if (rewrite === undefined) throw errors.unsupportedExport(this.#target, `operation ${op}`)
    return rewrite(this, ...args)
  }
}

/** The same loop in operations that a target has. Throws `bridge/unsupported-export` where there is no way. */
export function legalise(ir: LoopIR, lane: FloatLane, target: string, has: (op: InferredOp) => boolean): LoopIR {
  const k = new LegalEmitter(lane, target, has)
  const inputs = ir.inputs.map(({ name, kind }) => k.input(name, kind))
  const values: number[] = []
  for (const { op, args, type, value, input } of ir.body) {
    const given = args.map((at) => values[at]!)
    if (op === 'load') values.push(inputs[input!]!)
    else if (op === 'const') values.push(type === 'bool' ? k.truth(value === 1) : k.number(value!))
    else if (op === 'convert') values.push(type === 'bool' ? k.condition(given[0]!) : k.float(given[0]!))
    else values.push(k.op(op, ...given))
  }
  for (const { value, reduce } of ir.outputs) k.output(values[value]!, reduce)
  return k.finish()
}
