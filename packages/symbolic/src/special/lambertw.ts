import { polynomial, quotients } from './polynomial.ts'
import { productError } from './product-error.ts'

/** The series of W at its branch point in p = √(2(e·x + 1)). */
const BRANCH = /* @__PURE__ */ quotients(
  [-1, 1],
  [1, 1],
  [-1, 3],
  [11, 72],
  [-43, 540],
  [769, 17280],
  [-221, 8505],
  [680863, 43545600],
  [-1963, 204120],
  [226287557, 37623398400],
  [-5776369, 1515591000],
  [169709463197, 69528040243200],
)

/** e - Math.E, so that e·x + 1 is right next to x = -1/e. */
const E_REST = 1.4456468917292502e-16

/**
 * The principal branch of Lambert's W: w·exp(w) = x for x ≥ -1/e. Halley's iteration from the branch-point series or a
 * logarithm (Corless et al., On the Lambert W function, 1996).
 */
export function lambertW(x: number): number {
  if (x === 0 || x === Number.POSITIVE_INFINITY) return x
  const product = x * Math.E
  const q = product + 1 + (x * E_REST - (Math.abs(x) < 1 ? productError(x, Math.E, product) : 0))
  if (!(q >= -1e-16)) return Number.NaN
  const p = Math.sqrt(2 * Math.max(q, 0))
  if (p < 0.05) return polynomial(p, BRANCH)
  let w =
    x < 1
      ? x < -0.25
        ? polynomial(p, BRANCH)
        : Math.log1p(x) * (1 - Math.log1p(Math.max(x, -0.25)) / 3)
      : startAbove(x)
  for (let i = 0; i < 8; i++) {
    // for large x the residual is taken in logarithms, where exp(w) would overflow
    const step = x > 1e6 ? logStep(w, x) : halleyStep(w, x)
    w -= step
    if (Math.abs(step) <= 1e-9 * Math.abs(w)) break
  }
  return w
}

function startAbove(x: number): number {
  const l = Math.log(x)
  return x < Math.E ? 0.5 + 0.2 * (x - 1) : l - Math.log(l)
}

function halleyStep(w: number, x: number): number {
  const e = Math.exp(w)
  const f = w * e - x
  return f / (e * (w + 1) - ((w + 2) * f) / (2 * w + 2))
}

function logStep(w: number, x: number): number {
  const f = w + Math.log(w) - Math.log(x)
  return (f * w) / (1 + w)
}
