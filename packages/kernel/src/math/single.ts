import type { ElementaryOp } from '../ir.ts'
import type { Reg, VectorGraph } from '../targets/wasm/graph.ts'
import type { VectorOp } from '../targets/wasm/opcodes.ts'

/** Adding it rounds a single to an integer, which then stands in the low bits. */
const magic = 12582912

/** Arithmetic on four singles, spelled shortly. */
class Singles {
  readonly graph: VectorGraph

  constructor(graph: VectorGraph) {
    this.graph = graph
  }
  c(value: number): Reg {
    return this.graph.f32(Math.fround(value))
  }
  #op(name: string, ...args: readonly Reg[]): Reg {
    return this.graph.op(`f32x4.${name}` as VectorOp, ...args)
  }
  add(a: Reg, b: Reg): Reg {
    return this.#op('add', a, b)
  }
  sub(a: Reg, b: Reg): Reg {
    return this.#op('sub', a, b)
  }
  mul(a: Reg, b: Reg): Reg {
    return this.#op('mul', a, b)
  }
  div(a: Reg, b: Reg): Reg {
    return this.#op('div', a, b)
  }
  min(a: Reg, b: Reg): Reg {
    return this.#op('min', a, b)
  }
  abs(a: Reg): Reg {
    return this.#op('abs', a)
  }
  lt(a: Reg, b: Reg): Reg {
    return this.#op('lt', a, b)
  }
  le(a: Reg, b: Reg): Reg {
    return this.#op('le', a, b)
  }
  mad(a: Reg, b: Reg, c: Reg): Reg {
    return this.graph.fma ? this.#op('relaxed_madd', a, b, c) : this.add(this.mul(a, b), c)
  }
  nmad(a: Reg, b: Reg, c: Reg): Reg {
    return this.graph.fma ? this.#op('relaxed_nmadd', a, b, c) : this.sub(c, this.mul(a, b))
  }
  /** Σ cᵢ zⁱ by Horner's rule. */
  poly(z: Reg, coefficients: readonly Reg[]): Reg {
    return coefficients.reduceRight((sum, c) => this.mad(sum, z, c))
  }
  signBit(a: Reg): Reg {
    return this.graph.and(a, this.c(-0))
  }
}

/** (e^r − 1 − r) / r² on |r| ≤ ln 2 / 2. */
const exponential = [0.5, 0.16666576845993977, 0.04166655443768594, 0.008363202971575855, 0.0013926213466332444]

/** e^x for |x| ≤ 87, no guard: the scheme of the double. */
function expInRange(s: Singles, x: Reg): Reg {
  const g = s.graph
  const t = s.add(s.mul(x, s.c(Math.LOG2E)), s.c(magic))
  const k = s.sub(t, s.c(magic))
  const r = s.nmad(k, s.c(3.1946184945309415e-5), s.nmad(k, s.c(0.693115234375), x))
  const coefficients = exponential.map((it) => s.c(it))
  const p = s.add(s.mad(s.mul(r, r), s.poly(r, coefficients), r), s.c(1))
  return g.op('i32x4.add', p, g.shift('i32x4.shl', t, 23))
}

function exp(s: Singles, x: Reg): Reg {
  const g = s.graph
  const gone = s.lt(x, s.c(-104))
  g.guard(g.andnot(g.not(s.le(s.abs(x), s.c(87))), gone))
  return g.andnot(expInRange(s, x), gone)
}

/** fdlibm's e_logf.c. */
function log(s: Singles, x: Reg): Reg {
  const g = s.graph
  g.guard(g.not(g.and(s.le(s.c(1.1754943508222875e-38), x), s.lt(x, s.c(Number.POSITIVE_INFINITY)))))
  const above = g.op('i32x4.sub', x, g.i32(0x3f3504f3))
  const k = g.op('f32x4.convert_i32x4_s', g.shift('i32x4.shr_s', above, 23))
  const f = s.sub(g.op('i32x4.sub', x, g.and(above, g.i32(-0x800000))), s.c(1))
  const q = s.div(f, s.add(s.c(2), f))
  const z = s.mul(q, q)
  const series = [0.66666662693, 0.40000972152, 0.28498786688, 0.24279078841].map((it) => s.c(it))
  const half = s.mul(s.mul(f, f), s.c(0.5))
  const body = s.mul(q, s.mad(z, s.poly(z, series), half))
  const low = s.add(body, s.mul(k, s.c(9.0580006145e-6)))
  return s.add(s.mul(k, s.c(6.9313812256e-1)), s.sub(f, s.sub(half, low)))
}

const sine = [-0.16666664650292082, 0.008332745936380422, -0.00019587387068464455]
const cosine = [0.04166666464745738, -0.00138883006969039, 2.45474372101932e-5]
/** π/2 in four parts, the first three of 11 bits. */
const halfPi = [1.5703125, 0.0004837512969970703, 7.549533620476723e-8, 2.563344151594519e-12] as const

/** sin x for a quarter turn of 0, cos x for one of 1; |x| > 8000 takes the slow path. */
function wave(s: Singles, x: Reg, quarter: 0 | 1): Reg {
  const g = s.graph
  g.guard(g.not(s.le(s.abs(x), s.c(8000))))
  const t = s.add(s.mul(x, s.c(2 / Math.PI)), s.c(magic))
  const n = s.sub(t, s.c(magic))
  const first = s.nmad(n, s.c(halfPi[1]), s.nmad(n, s.c(halfPi[0]), x))
  const third = s.mul(n, s.c(halfPi[2]))
  const r = s.sub(first, third)
  const low = s.nmad(n, s.c(halfPi[3]), s.sub(s.sub(first, r), third))
  const turn = quarter === 0 ? t : g.op('i32x4.add', t, g.i32(1))
  const odd = g.op('i32x4.eq', g.and(turn, g.i32(1)), g.i32(1))
  const z = s.mul(r, r)
  const p = s.poly(
    z,
    sine.map((c, i) => g.select(odd, s.c(cosine[i]!), s.c(c))),
  )
  const half = s.mul(z, s.c(0.5))
  const top = s.sub(s.c(1), half)
  const tail = s.sub(s.sub(s.c(1), top), half)
  const base = g.select(odd, top, r)
  const rest = g.select(odd, s.nmad(r, low, tail), low)
  const value = s.add(base, s.mad(s.mul(g.select(odd, z, r), z), p, rest))
  return g.xor(value, g.shift('i32x4.shl', g.shift('i32x4.shr_u', turn, 1), 31))
}

/** (tanh t / t − 1) / t² in t² ≤ 0.36: Chebyshev fit, error 3e−8. */
const hyperbolic = [
  -0.3333333033273155, 0.13332915366987452, -0.053873948848643334, 0.02111095904951479, -0.006269119719649729,
]

function tanh(s: Singles, x: Reg): Reg {
  const g = s.graph
  const a = s.min(s.abs(x), s.c(10))
  const z = s.mul(a, a)
  const series = hyperbolic.map((it) => s.c(it))
  const near = s.mad(s.mul(a, z), s.poly(z, series), a)
  const e = expInRange(s, s.add(a, a))
  const far = s.sub(s.c(1), s.div(s.c(2), s.add(e, s.c(1))))
  return g.or(g.select(s.lt(a, s.c(0.6)), near, far), s.signBit(x))
}

function sigmoid(s: Singles, x: Reg): Reg {
  const g = s.graph
  g.guard(g.not(s.le(s.c(-87), x)))
  const e = expInRange(s, g.xor(s.min(s.abs(x), s.c(87)), s.c(-0)))
  const negative = s.lt(x, s.c(0))
  const bottom = s.add(s.c(1), e)
  const lost = s.sub(e, s.sub(bottom, s.c(1)))
  const q = s.div(g.select(negative, e, s.c(1)), bottom)
  const inverse = g.select(negative, s.sub(s.c(1), q), q)
  return s.nmad(s.mul(q, lost), inverse, q)
}

/**
 * Functions with a form of their own on four singles, within 2 units in the last place of float32; the others are computed in double and
 * rounded.
 */
export const singleMath: { readonly [Op in ElementaryOp]?: (g: VectorGraph, x: Reg) => Reg } = {
  exp: (g, x) => exp(new Singles(g), x),
  log: (g, x) => log(new Singles(g), x),
  sin: (g, x) => g.select(g.op('f32x4.eq', x, g.f32(0)), x, wave(new Singles(g), x, 0)),
  cos: (g, x) => wave(new Singles(g), x, 1),
  tanh: (g, x) => tanh(new Singles(g), x),
  sigmoid: (g, x) => sigmoid(new Singles(g), x),
}
