import type { ElementaryOp } from '../ir.ts'
import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'

/** Adding it rounds a single to an integer, which then stands in the low bits. */
const magic = 12582912

/** Σ cᵢ zⁱ by Horner's rule. */
const horner = (s: VectorGraph, z: Reg, coefficients: readonly Reg[]): Reg =>
  coefficients.reduceRight((sum, c) => s.mad(sum, z, c))

/** (e^r − 1 − r) / r² on |r| ≤ ln 2 / 2. */
const exponential = [0.5, 0.16666576845993977, 0.04166655443768594, 0.008363202971575855, 0.0013926213466332444]

/** e^x for |x| ≤ 87, no guard: the scheme of the double. */
function expInRange(s: VectorGraph, x: Reg): Reg {
  const t = s.add(s.mul(x, s.number(Math.LOG2E)), s.number(magic))
  const k = s.sub(t, s.number(magic))
  const r = s.nmad(k, s.number(3.1946184945309415e-5), s.nmad(k, s.number(0.693115234375), x))
  const coefficients = exponential.map((it) => s.number(it))
  const p = s.add(s.mad(s.mul(r, r), horner(s, r, coefficients), r), s.number(1))
  return s.op('i32x4.add', p, s.shift('i32x4.shl', t, 23))
}

function exp(s: VectorGraph, x: Reg): Reg {
  const gone = s.lt(x, s.number(-104))
  s.guard(s.andnot(s.not(s.le(s.abs(x), s.number(87))), gone))
  return s.andnot(expInRange(s, x), gone)
}

/** fdlibm's e_logf.c. */
function log(s: VectorGraph, x: Reg): Reg {
  s.guard(s.not(s.and(s.le(s.number(1.1754943508222875e-38), x), s.lt(x, s.number(Number.POSITIVE_INFINITY)))))
  const above = s.op('i32x4.sub', x, s.i32(0x3f3504f3))
  const k = s.op('f32x4.convert_i32x4_s', s.shift('i32x4.shr_s', above, 23))
  const f = s.sub(s.op('i32x4.sub', x, s.and(above, s.i32(-0x800000))), s.number(1))
  const q = s.div(f, s.add(s.number(2), f))
  const z = s.mul(q, q)
  const series = [0.66666662693, 0.40000972152, 0.28498786688, 0.24279078841].map((it) => s.number(it))
  const half = s.mul(s.mul(f, f), s.number(0.5))
  const body = s.mul(q, s.mad(z, horner(s, z, series), half))
  const low = s.add(body, s.mul(k, s.number(9.0580006145e-6)))
  return s.add(s.mul(k, s.number(6.9313812256e-1)), s.sub(f, s.sub(half, low)))
}

const sine = [-0.16666664650292082, 0.008332745936380422, -0.00019587387068464455]
const cosine = [0.04166666464745738, -0.00138883006969039, 2.45474372101932e-5]
/** π/2 in four parts, the first three of 11 bits. */
const halfPi = [1.5703125, 0.0004837512969970703, 7.549533620476723e-8, 2.563344151594519e-12] as const

/** sin x for a quarter turn of 0, cos x for one of 1; |x| > 8000 takes the slow path. */
function wave(s: VectorGraph, x: Reg, quarter: 0 | 1): Reg {
  s.guard(s.not(s.le(s.abs(x), s.number(8000))))
  const t = s.add(s.mul(x, s.number(2 / Math.PI)), s.number(magic))
  const n = s.sub(t, s.number(magic))
  const first = s.nmad(n, s.number(halfPi[1]), s.nmad(n, s.number(halfPi[0]), x))
  const third = s.mul(n, s.number(halfPi[2]))
  const r = s.sub(first, third)
  const low = s.nmad(n, s.number(halfPi[3]), s.sub(s.sub(first, r), third))
  const turn = quarter === 0 ? t : s.op('i32x4.add', t, s.i32(1))
  const odd = s.op('i32x4.eq', s.and(turn, s.i32(1)), s.i32(1))
  const z = s.mul(r, r)
  const p = horner(
    s,
    z,
    sine.map((c, i) => s.select(odd, s.number(cosine[i]!), s.number(c))),
  )
  const half = s.mul(z, s.number(0.5))
  const top = s.sub(s.number(1), half)
  const tail = s.sub(s.sub(s.number(1), top), half)
  const base = s.select(odd, top, r)
  const rest = s.select(odd, s.nmad(r, low, tail), low)
  const value = s.add(base, s.mad(s.mul(s.select(odd, z, r), z), p, rest))
  return s.xor(value, s.shift('i32x4.shl', s.shift('i32x4.shr_u', turn, 1), 31))
}

/** (tanh t / t − 1) / t² in t² ≤ 0.36: Chebyshev fit, error 3e−8. */
const hyperbolic = [
  -0.3333333033273155, 0.13332915366987452, -0.053873948848643334, 0.02111095904951479, -0.006269119719649729,
]

function tanh(s: VectorGraph, x: Reg): Reg {
  const a = s.min(s.abs(x), s.number(10))
  const z = s.mul(a, a)
  const series = hyperbolic.map((it) => s.number(it))
  const near = s.mad(s.mul(a, z), horner(s, z, series), a)
  const e = expInRange(s, s.add(a, a))
  const far = s.sub(s.number(1), s.div(s.number(2), s.add(e, s.number(1))))
  return s.or(s.select(s.lt(a, s.number(0.6)), near, far), s.signBit(x))
}

function sigmoid(s: VectorGraph, x: Reg): Reg {
  s.guard(s.not(s.le(s.number(-87), x)))
  const e = expInRange(s, s.xor(s.min(s.abs(x), s.number(87)), s.number(-0)))
  const negative = s.lt(x, s.number(0))
  const bottom = s.add(s.number(1), e)
  const lost = s.sub(e, s.sub(bottom, s.number(1)))
  const q = s.div(s.select(negative, e, s.number(1)), bottom)
  const inverse = s.select(negative, s.sub(s.number(1), q), q)
  return s.nmad(s.mul(q, lost), inverse, q)
}

/**
 * Functions with a form of their own on four singles, within 2 units in the last place of float32; the others are computed in double and
 * rounded.
 */
export const singleMath: { readonly [Op in ElementaryOp]?: (g: VectorGraph, x: Reg) => Reg } = {
  exp: (g, x) => exp(g.singles, x),
  log: (g, x) => log(g.singles, x),
  sin: (g, x) => g.select(g.singles.eq(x, g.f32(0)), x, wave(g.singles, x, 0)),
  cos: (g, x) => wave(g.singles, x, 1),
  tanh: (g, x) => tanh(g.singles, x),
  sigmoid: (g, x) => sigmoid(g.singles, x),
}
