import { compareArrays, sampleArrays } from './equivalent-arrays.ts'
import { boundedValue } from './error-bound.ts'
import * as errors from './errors.ts'
import type { Bindings } from './evaluate.ts'
import { type Expr, type Formula, isScalar } from './expression.ts'
import { toExpr } from './formula.ts'
import { isRationalFormula, residue } from './modular.ts'
import { substitute } from './substitute.ts'
import { addAll, neg } from './sum.ts'
import { postorder } from './traverse.ts'

/** Options of {@link equivalent}. */
export interface EquivalentOptions {
  /** Another seed takes other points; the same one always the same. */
  readonly seed?: number
  /** The interval each symbol is taken from; by default several around zero, one and beyond. */
  readonly domain?: Readonly<Record<string, readonly [low: number, high: number]>>
}

/** What {@link equivalent} found. */
export interface Equivalence {
  readonly verdict: 'equal' | 'different' | 'undecided'
  /** For formulas that differ: a point where they do. */
  readonly witness?: Bindings
}

type Domain = NonNullable<EquivalentOptions['domain']>

/** Random elements tried in the exact test, points tried in doubles, and points that must agree for `equal`. */
const EXACT_ROUNDS = 3
const POINTS = 96
const ENOUGH = 12

/** Values differ when they are further apart than this many times what rounding explains. */
const SAFETY = 16

/** A point says something when its values are known to this relative accuracy. */
const USABLE = 1e-7

/**
 * Whether two formulas have the same value wherever both are defined; those of vectors and matrices entry by entry.
 *
 * Rational formulas, and those that are rational in equal functions, are compared by exact arithmetic in a finite field at
 * random points, where a wrong `equal` has a chance below 1e-15 (Schwartz and Zippel). All others are evaluated in doubles with
 * a running error bound at points of their common domain; `different` comes with a point as witness, and `undecided`
 * says that too few points were found where both are defined and known well enough.
 *
 * @example
 * equivalent('(x + 1)^2', 'x^2 + 2 * x + 1').verdict // => equal
 * equivalent('sqrt(x^2)', 'x').verdict // => different
 */
export function equivalent(f: Formula, g: Formula, options?: EquivalentOptions): Equivalence {
  const { seed = 0, domain = {} } = options ?? {}
  const left = toExpr(f)
  const right = toExpr(g)
  if (left === right) return { verdict: 'equal' }
  if (left.shape.join() !== right.shape.join()) throw errors.shapeMismatch('equivalent', left.shape, right.shape)
  const difference = addAll([left, neg(right)])
  if (vanishesExactly(difference, seed)) return { verdict: 'equal' }
  const symbols = symbolsOf(left, right)
  const sampled = postorder([left, right]).every(isScalar)
    ? compareAtPoints(left, right, symbols, seed, domain)
    : compareAtArrays(left, right, symbols, seed, domain)
  if (sampled.verdict === 'different' || !isRationalFormula(difference)) return sampled
  const witness = exactWitness(
    difference,
    symbols.map((symbol) => symbol.name),
    seed,
  )
  return witness === undefined ? { verdict: 'undecided' } : { verdict: 'different', witness }
}

function vanishesExactly(difference: Expr, seed: number): boolean {
  let zeros = 0
  for (let round = 0; round < 4 * EXACT_ROUNDS && zeros < EXACT_ROUNDS; round++) {
    const value = residue(difference, 31 * seed + round)
    if (value !== undefined && value !== 0) return false
    if (value === 0) zeros++
  }
  return zeros === EXACT_ROUNDS
}

const symbolsOf = (...roots: Expr[]): Expr[] => postorder(roots).filter((node) => node.op === 'sym')

function compareAtPoints(left: Expr, right: Expr, symbols: readonly Expr[], seed: number, domain: Domain): Equivalence {
  const random = generator(seed)
  let agreed = 0
  const points = symbols.length === 0 ? 1 : POINTS
  for (let k = 0; k < points; k++) {
    const at = Object.fromEntries(
      symbols.map((symbol) => [symbol.name, sample(symbol, k, random, rangeOf(symbol, domain))]),
    )
    const a = boundedValue(left, at)
    const b = boundedValue(right, at)
    const scale = Math.max(Math.abs(a.value), Math.abs(b.value))
    const error = a.error + b.error
    if (!Number.isFinite(scale) || !(error <= USABLE * Math.max(scale, Number.MIN_VALUE) || error <= 1e-12)) continue
    if (Math.abs(a.value - b.value) > SAFETY * error) return { verdict: 'different', witness: at }
    agreed++
    if (agreed >= 2 * ENOUGH) break
  }
  return { verdict: agreed >= Math.min(points, ENOUGH) ? 'equal' : 'undecided' }
}

function compareAtArrays(left: Expr, right: Expr, symbols: readonly Expr[], seed: number, domain: Domain): Equivalence {
  const random = generator(seed)
  let agreed = 0
  for (let k = 0; k < POINTS && agreed < ENOUGH; k++) {
    const at = sampleArrays(symbols, (symbol) => sample(symbol, k, random, rangeOf(symbol, domain)), random)
    const verdict = compareArrays(left, right, at)
    if (verdict === 'differ') return { verdict: 'different', witness: at }
    if (verdict === 'agree') agreed++
  }
  return { verdict: agreed >= ENOUGH ? 'equal' : 'undecided' }
}

/** The interval a symbol is taken from, where one is given. */
function rangeOf(symbol: Expr, domain: Domain): readonly [number, number] | undefined {
  const range = Object.hasOwn(domain, symbol.name) ? domain[symbol.name] : undefined
  if (range !== undefined && !(Array.isArray(range) && range[0] <= range[1])) throw errors.badRange(symbol.name, range)
  return range
}

/** Intervals that symbols are taken from in turn: about zero, between zero and one, from one up, wide. */
const intervals: readonly (readonly [number, number])[] = [
  [-3, 3],
  [0, 1],
  [1, 4],
  [-1, 1],
  [0.1, 10],
]

/** Every so many points have whole entries, zero at first: where formulas jump, or differ at a single number. */
const WHOLE_EVERY = 4

function sample(symbol: Expr, k: number, random: () => number, range: readonly [number, number] | undefined): number {
  const [low, high] = range ?? (intervals[k % intervals.length] as readonly [number, number])
  const { integer, positive, nonnegative } = symbol.assumptions
  const value = low + (high - low) * random()
  const isWholePoint = range === undefined && k % WHOLE_EVERY === WHOLE_EVERY - 1
  const near = isWholePoint ? (k < WHOLE_EVERY ? 0 : Math.round(value)) : value
  const whole = integer === true ? Math.round(value * 4) : near
  if (range !== undefined || (positive !== true && nonnegative !== true)) return whole
  return Math.abs(whole) + (positive === true && whole === 0 ? 1 : 0)
}

/** Small whole numbers at which a rational formula is defined and not zero, by exact arithmetic. */
function exactWitness(difference: Expr, names: readonly string[], seed: number): Record<string, number> | undefined {
  const random = generator(seed + 1)
  for (let k = 0; k < POINTS; k++) {
    const at = Object.fromEntries(names.map((name) => [name, Math.floor(random() * 40) - 10]))
    const value = substitute(difference, at)
    if (value.op === 'num' && value.value !== 0) return at
  }
  return undefined
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = (seed * 0x9e3779b1 + 0x6d2b79f5) | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
