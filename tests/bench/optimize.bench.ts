// Fitting and minimising against loops written by hand for the very problem, in one process. Results are compared before
// anything is timed; times are the best of several.
import { checkGradient } from '@fluxion/gradcheck'
import { fit, minimize } from '@fluxion/optimize'

const rows = 1_000_000
const x = Float64Array.from({ length: rows }, (_, i) => (4 * i) / rows)
let state = 7
const noise = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32 - 0.5
}
const y = x.map((t) => 2.5 * Math.exp(-1.3 * t) + 0.7 + 0.2 * noise())
const label = x.map((t) => (noise() < 1 / (1 + Math.exp(2 - 1.5 * t)) - 0.5 ? 1 : 0))

function best(run: () => void, seconds = 2): number {
  let least = Number.POSITIVE_INFINITY
  const start = performance.now()
  for (let round = 0; round < 20 && (round < 2 || performance.now() - start < 1000 * seconds); round++) {
    const before = performance.now()
    run()
    least = Math.min(least, performance.now() - before)
  }
  return least
}

const show = (name: string, ours: number, theirs: number | undefined, note: string): void => {
  const ratio = theirs === undefined ? '' : `${(theirs / ours).toFixed(2)}×`
  const other = theirs === undefined ? '' : `${theirs.toFixed(1)} ms`
  console.log(
    `${name.padEnd(46)} ${`${ours.toFixed(1)} ms`.padStart(11)} ${other.padStart(11)} ${ratio.padStart(7)}  ${note}`,
  )
}

/** Gauss–Newton by normal equations with the derivatives of a * exp(-b x) + c written out: the loop a careful person writes. */
function byHand(start: readonly [number, number, number], steps: number): [number, number, number] {
  let [a, b, c] = start
  for (let step = 0; step < steps; step++) {
    const m = new Float64Array(9)
    const g = new Float64Array(3)
    for (let i = 0; i < rows; i++) {
      const e = Math.exp(-b * x[i]!)
      const da = e
      const db = -a * x[i]! * e
      const r = a * e + c - y[i]!
      m[0]! += da * da
      m[1]! += da * db
      m[2]! += da
      m[4]! += db * db
      m[5]! += db
      g[0]! += da * r
      g[1]! += db * r
      g[2]! += r
    }
    const [da, db, dc] = solve3(m[0]!, m[1]!, m[2]!, m[4]!, m[5]!, rows, g)
    a -= da
    b -= db
    c -= dc
  }
  return [a, b, c]
}

function solve3(
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  g: Float64Array,
): [number, number, number] {
  const det = a * (d * f - e * e) - b * (b * f - c * e) + c * (b * e - c * d)
  const [p, q, r] = [g[0]!, g[1]!, g[2]!]
  return [
    (p * (d * f - e * e) - b * (q * f - e * r) + c * (q * e - d * r)) / det,
    (a * (q * f - e * r) - p * (b * f - c * e) + c * (b * r - q * c)) / det,
    (a * (d * r - q * e) - b * (b * r - q * c) + p * (b * e - c * d)) / det,
  ]
}

console.log(`${''.padEnd(46)} ${'fluxion'.padStart(11)} ${'by hand'.padStart(11)}`)

const model = 'a * exp(-b * x) + c'
const options = { data: { x, y }, response: 'y', start: { a: 1, b: 1, c: 0 } }
const fitted = fit(model, options)
const steps = fitted.evaluations
const hand = byHand([1, 1, 0], steps)
hand.forEach((value, i) => {
  const found = fitted.parameters[fitted.names[i]!]!
  if (!(Math.abs(found - value) <= 1e-7 * Math.abs(value))) throw new Error(`fits differ: ${found} and ${value}`)
})
show(
  'fit a exp(-b x) + c, 1e6 rows, 3 parameters',
  best(() => void fit(model, options), 6),
  best(() => void byHand([1, 1, 0], steps), 6),
  `${steps} passes; QR and standard errors against normal equations`,
)

const loss = 'log(1 + exp(-(w * x + b))) + (1 - label) * (w * x + b)'
const logistic = { start: { w: 0, b: 0 }, data: { x, label }, reduce: 'mean' as const }
const separated = minimize(loss, logistic)
const lossByHand = (p: Float64Array, g: Float64Array): number => {
  let sum = 0
  let gw = 0
  let gb = 0
  for (let i = 0; i < rows; i++) {
    const z = p[0]! * x[i]! + p[1]!
    const e = Math.exp(-z)
    const slope = 1 - label[i]! - e / (1 + e)
    sum += Math.log(1 + e) + (1 - label[i]!) * z
    gw += slope * x[i]!
    gb += slope
  }
  g[0] = gw / rows
  g[1] = gb / rows
  return sum / rows
}
const handGradient = new Float64Array(2)
const point = Float64Array.of(separated.x.w, separated.x.b)
if (!(Math.abs(lossByHand(point, handGradient) - separated.value) < 1e-9)) throw new Error('losses differ')
show(
  'logistic regression, 1e6 rows, L-BFGS',
  best(() => void minimize(loss, logistic), 6),
  best(() => {
    for (let k = 0; k < separated.evaluations; k++) lossByHand(point, handGradient)
  }, 6),
  `${separated.evaluations} evaluations of value and gradient; by hand without the L-BFGS`,
)

const n = 1000
const rosenbrock = (p: Float64Array): number => {
  let sum = 0
  for (let i = 0; i + 1 < n; i++) sum += 100 * (p[i + 1]! - p[i]! ** 2) ** 2 + (1 - p[i]!) ** 2
  return sum
}
const rosenbrockGradient = (p: Float64Array): Float64Array => {
  const g = new Float64Array(n)
  for (let i = 0; i + 1 < n; i++) {
    const away = p[i + 1]! - p[i]! ** 2
    g[i]! += -400 * away * p[i]! - 2 * (1 - p[i]!)
    g[i + 1]! += 200 * away
  }
  return g
}
const names = Array.from({ length: n }, (_, i) => `x${i}`)
const text = names
  .slice(1)
  .map((name, i) => `100 * (${name} - x${i}^2)^2 + (1 - x${i})^2`)
  .join(' + ')
const from = names.map((_, i) => (i % 2 === 0 ? -1.2 : 1))
const start = Object.fromEntries(names.map((name, i) => [name, from[i]!]))
const limit = { maxIterations: 500 }
const formula = minimize(text, { start, ...limit })
show(
  'Rosenbrock of 1000 variables, 500 steps of L-BFGS',
  best(() => void minimize(text, { start, ...limit }), 8),
  best(() => void minimize(rosenbrock, { start: from, gradient: rosenbrockGradient, ...limit })),
  `${formula.evaluations} evaluations; from text, against a gradient written by hand in the same L-BFGS`,
)

const banana = '(1 - x)^2 + 100 * (y - x^2)^2'
const corner = { x: -1.2, y: 1 }
show(
  'Rosenbrock of 2 variables, from text',
  best(() => void minimize(banana, { start: corner })),
  undefined,
  '',
)

const size = 2000
const at = Float64Array.from({ length: size }, (_, i) => Math.cos(3 * i))
const sum = (p: Float64Array): number => p.reduce((total, value) => total + Math.exp(0.3 * value), 0)
const gradient = (p: Float64Array): Float64Array => p.map((value) => 0.3 * Math.exp(0.3 * value))
for (const mode of ['fast', 'full'] as const) {
  const time = best(() => void checkGradient(sum, { at, gradient, mode }))
  show(`check a gradient of ${size} entries, ${mode}`, time, undefined, '')
}
