import {
  add,
  cos,
  derivative,
  div,
  type Expr,
  exp,
  expand,
  log,
  mul,
  neg,
  num,
  pow,
  sin,
  sub,
  symbol,
} from '@fluxion/symbolic'
import { coefficientsOf, isFree, ONE, wholeOf, ZERO } from './polynomial.ts'

/** factor · exp(rate) · cos(phase), or with the sine; rate and phase are linear in x. */
interface Wave {
  readonly factor: Expr
  readonly rate: Expr
  readonly phase: Expr
  readonly wave: 'cos' | 'sin'
}

const MOST = 40
const HIGHEST_POWER = 12

/**
 * The antiderivative of a polynomial times exponentials, sines, cosines, hyperbolic functions of linear formulas and their powers: the
 * product is written as a sum of single waves, and ∫ P·exp(k·x) dx = exp(k·x)·(P/k - P'/k² + …) with a complex k for each.
 */
export function ofWaves(f: Expr, x: string): Expr | undefined {
  let waves: Wave[] = [{ factor: ONE, rate: ZERO, phase: ZERO, wave: 'cos' }]
  const rest: Expr[] = []
  let count = 0
  for (const part of f.op === 'mul' ? f.args : [f]) {
    const n = part.op === 'pow' ? (wholeOf(part.args[1]) ?? 1) : 1
    const base = part.op === 'pow' && n !== 1 ? (part.args[0] as Expr) : part
    const times = timesFunction(base, x)
    if (times === undefined || n < 1 || n > HIGHEST_POWER) {
      rest.push(part)
      continue
    }
    count += base.op === 'sinh' || base.op === 'cosh' ? n : 2
    for (let i = 0; i < n; i++) waves = merged(waves.flatMap(times))
    if (waves.length > MOST) return undefined
  }
  const P = mul(...rest, ONE)
  // one hyperbolic function beside a polynomial stays one by parts
  if (count < 2 || coefficientsOf(P, x) === undefined) return undefined
  return add(...waves.map((wave) => antiderivativeOf(P, wave, x)))
}

type Times = (wave: Wave) => readonly Wave[]

const half = (e: Expr): Expr => div(e, 2)

/** How a wave is multiplied by exp(u), aᵘ, sin u, cos u, sinh u, cosh u with a linear u. */
function timesFunction(e: Expr, x: string): Times | undefined {
  const u = e.op === 'pow' && isFree(e.args[0] as Expr, x) ? e.args[1] : e.args[0]
  if (u === undefined || isFree(u, x) || coefficientsOf(u, x)?.length !== 2) return undefined
  if (e.op === 'pow') return isFree(e.args[0] as Expr, x) ? growing(mul(u, log(e.args[0] as Expr))) : undefined
  return Object.hasOwn(multiplications, e.op) ? multiplications[e.op]?.(u) : undefined
}

const growing =
  (u: Expr): Times =>
  (w) => [{ ...w, rate: expand(add(w.rate, u)) }]

const hyperbolic =
  (sign: number) =>
  (u: Expr): Times =>
  (w) => [
    { ...w, factor: half(w.factor), rate: expand(add(w.rate, u)) },
    { ...w, factor: half(mul(sign, w.factor)), rate: expand(sub(w.rate, u)) },
  ]

const multiplications: Readonly<Record<string, (u: Expr) => Times>> = {
  exp: growing,
  sinh: hyperbolic(-1),
  cosh: hyperbolic(1),
  cos: (u) => (w) => [
    { ...w, factor: half(w.factor), phase: expand(sub(w.phase, u)) },
    { ...w, factor: half(w.factor), phase: expand(add(w.phase, u)) },
  ],
  sin: (u) => (w) => {
    const [sum, difference] = [expand(add(w.phase, u)), expand(sub(w.phase, u))]
    const [plus, minus] = [half(w.factor), half(neg(w.factor))]
    return w.wave === 'cos'
      ? [
          { ...w, factor: plus, phase: sum, wave: 'sin' },
          { ...w, factor: minus, phase: difference, wave: 'sin' },
        ]
      : [
          { ...w, factor: plus, phase: difference, wave: 'cos' },
          { ...w, factor: minus, phase: sum, wave: 'cos' },
        ]
  },
}

/** Waves of the same rate and phase as one; opposite phases are the same up to sign. */
function merged(waves: readonly Wave[]): Wave[] {
  const found = new Map<string, Wave>()
  for (const wave of waves) {
    const opposite = neg(wave.phase)
    const turned = found.has(keyOf({ ...wave, phase: opposite }))
    const w = turned ? { ...wave, phase: opposite, factor: wave.wave === 'sin' ? neg(wave.factor) : wave.factor } : wave
    const known = found.get(keyOf(w))
    found.set(keyOf(w), known === undefined ? w : { ...w, factor: add(known.factor, w.factor) })
  }
  return [...found.values()].filter(({ factor, phase, wave }) => factor !== ZERO && (wave === 'cos' || phase !== ZERO))
}

const keyOf = ({ rate, phase, wave }: Wave): string => `${wave} ${rate.id} ${phase.id}`

/** A complex number of formulas. */
type Complex = readonly [re: Expr, im: Expr]

const product = ([a, b]: Complex, [c, d]: Complex): Complex => [sub(mul(a, c), mul(b, d)), add(mul(a, d), mul(b, c))]

function antiderivativeOf(P: Expr, { factor, rate, phase, wave }: Wave, x: string): Expr {
  const slope = (u: Expr): Expr => (isFree(u, x) ? ZERO : (coefficientsOf(u, x)?.[1] ?? ZERO))
  const [a, b] = [slope(rate), slope(phase)]
  const whole = wave === 'cos' ? cos(phase) : sin(phase)
  if (a === ZERO && b === ZERO) {
    const coefficients = coefficientsOf(P, x) as Expr[]
    const inner = integralOf(coefficients, x)
    return mul(factor, exp(rate), whole, inner)
  }
  const size = add(pow(a, 2), pow(b, 2))
  const inverse: Complex =
    a === ZERO ? [ZERO, neg(div(1, b))] : b === ZERO ? [div(1, a), ZERO] : [div(a, size), neg(div(b, size))]
  let sum: Complex = [ZERO, ZERO]
  let power = inverse
  for (let p = P, sign = 1; p !== ZERO; p = expand(derivative(p, x)), sign = -sign) {
    sum = [add(sum[0], mul(sign, p, power[0])), add(sum[1], mul(sign, p, power[1]))]
    power = product(power, inverse)
  }
  const [re, im] = sum
  const turned =
    wave === 'cos' ? sub(mul(re, cos(phase)), mul(im, sin(phase))) : add(mul(re, sin(phase)), mul(im, cos(phase)))
  return mul(factor, exp(rate), turned)
}

/** ∫ P of a polynomial by its coefficients. */
const integralOf = (coefficients: readonly Expr[], x: string): Expr =>
  add(...coefficients.map((c, i) => mul(c, num(`1/${i + 1}`), pow(symbol(x), i + 1))))
