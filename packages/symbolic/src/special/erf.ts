import { polynomial } from './polynomial.ts'
import { productError } from './product-error.ts'

// Rational approximations of W. J. Cody's kind, with the coefficients of fdlibm's s_erf.c (Sun Microsystems, 1993):
// error below one unit in the last place on each interval.
const NEAR_ONE = 0.8450629115104675
const SMALL_P = [
  0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442, -2.3763016656650163e-5,
]
const SMALL_Q = [
  1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164, -3.960228278775368e-6,
]
const MIDDLE_P = [
  -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175, -0.11089469428239668,
  0.035478304325618236, -0.002166375594868791,
]
const MIDDLE_Q = [
  1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164, 0.01363708391202905,
  0.011984499846799107,
]
const TAIL_P = [
  -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006, -162.39666946257347,
  -184.60509290671104, -81.2874355063066, -9.814329344169145,
]
const TAIL_Q = [
  1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679, 429.00814002756783,
  108.63500554177944, 6.570249770319282, -0.0604244152148581,
]
const FAR_P = [
  -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192, -637.5664433683896,
  -1025.0951316110772, -483.5191916086514,
]
const FAR_Q = [
  1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955, 2553.0504064331644,
  474.52854120695537, -22.44095244658582,
]

/** erfc(x) for x ≥ 1.25: exp(-x²) in two pieces, so that rounding x² costs nothing. */
function tail(x: number): number {
  if (x > 28) return 0
  const s = 1 / (x * x)
  const ratio =
    x < 1 / 0.35 ? polynomial(s, TAIL_P) / polynomial(s, TAIL_Q) : polynomial(s, FAR_P) / polynomial(s, FAR_Q)
  const z = Math.fround(x)
  return (Math.exp(-z * z - 0.5625) * Math.exp((z - x) * (z + x) + ratio)) / x
}

const small = (x: number): number => x * (polynomial(x * x, SMALL_P) / polynomial(x * x, SMALL_Q))

const middle = (x: number): number => polynomial(Math.abs(x) - 1, MIDDLE_P) / polynomial(Math.abs(x) - 1, MIDDLE_Q)

/** The error function 2/√π ∫₀ˣ exp(-t²) dt. */
export function erfOf(x: number): number {
  const size = Math.abs(x)
  if (size < 0.84375) return x + small(x)
  const positive = size < 1.25 ? NEAR_ONE + middle(x) : size < 6 ? 1 - tail(size) : 1
  return x < 0 ? -positive : x > 0 ? positive : Number.NaN
}

/** 1 - erf(x), accurate where that difference cancels. */
export function erfcOf(x: number): number {
  if (x < 0.25) return x < -0.84375 ? (x > -1.25 ? 1 + NEAR_ONE + middle(x) : 2 - tail(-x)) : 1 - (x + small(x))
  if (x < 0.84375) return 0.5 - (x - 0.5 + small(x))
  return x < 1.25 ? 1 - NEAR_ONE - middle(x) : x >= 1.25 ? tail(x) : Number.NaN
}

/** x·Φ(x) with the normal distribution function Φ(x) = erfc(-x / √2) / 2. */
export function geluOf(x: number): number {
  // there Φ(x) is less than the least double
  if (x < -39) return 0
  const t = -x * Math.SQRT1_2
  // erfc is steep: what rounding x / √2 lost counts, to first order
  const lost = -x * SQRT1_2_REST - productError(-x, Math.SQRT1_2, t)
  return (x * (erfcOf(t) - (t > 0 ? (2 / Math.sqrt(Math.PI)) * Math.exp(-t * t) * lost : 0))) / 2
}

/** 1/√2 - Math.SQRT1_2 */
const SQRT1_2_REST = -4.833646656726457e-17
