import { isFunctionName } from '../apply.ts'
import { isCondition } from '../conditions.ts'
import { definitionOf } from '../definitions.ts'
import { Rules } from '../differentiate.ts'
import { scalarOf } from '../evaluate-scalars.ts'
import { type Expr, isNumber } from '../expression.ts'
import { functions } from '../functions.ts'
import { rebuild } from '../rebuild.ts'
import { hasArrays } from '../shapes.ts'
import { symbol } from '../symbols.ts'
import { postorder } from '../traverse.ts'

/** Where test points are taken from: around 1, small, larger than 1, of both signs, large. */
const RANGES = [
  [0.3, 1.7],
  [0.05, 0.95],
  [1.1, 4],
  [-2, 2],
  [2, 9],
  [-0.9, -0.1],
] as const

const STEPS = new Set(['mod', 'floor', 'ceil', 'round', 'trunc'])
/** First step of the differences, relative to the variable, and the one that settles a doubt. */
const WIDE = 0.02
const NARROW = 2e-5

const ROUNDS = 4
const AGREEMENTS = 2

/** Numbers in [0, 1) from a fixed seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

type Values = Map<Expr, number>

/** Values of all nodes in order; undefined functions are played by exp(c·x), which knows its own derivatives. */
function evaluateAll(nodes: readonly Expr[], at: ReadonlyMap<string, number>, values: Values = new Map()): Values {
  for (const e of nodes) if (!values.has(e)) values.set(e, nodeValue(e, at, values))
  return values
}

function nodeValue(e: Expr, at: ReadonlyMap<string, number>, values: Values): number {
  if (e.op === 'sym') return at.get(e.name) ?? Number.NaN
  // a derivative of a function of ours that is known by name only
  if (e.op === 'D' || (e.op === 'call' && isFunctionName(e.name))) return Number.NaN
  if (e.op === 'call' && definitionOf(e.name) === undefined) return standIn(e, values)
  return scalarOf(e, values)
}

function standIn(e: Expr, values: Values): number {
  const slopes = e.args.map((_, i) => 0.2 + ((e.name.length * 7 + i * 3) % 5) / 10)
  const inner = e.args.reduce((sum, arg, i) => sum + slopes[i]! * values.get(arg)!, 0)
  return e.orders.reduce((product, order, i) => product * slopes[i]! ** order, Math.exp(inner))
}

/** A central difference, extrapolated from three step widths, with the change of the last extrapolation as its error. */
function slope(difference: (h: number) => number, h: number): { value: number; error: number } {
  const [a, b, c] = [difference(h), difference(h / 2), difference(h / 4)]
  const [ab, bc] = [(4 * b - a) / 3, (4 * c - b) / 3]
  const value = (16 * bc - ab) / 15
  return { value, error: Math.abs(value - bc) }
}

type Finding = 'agree' | 'differ' | 'unclear'

function compare(exact: number, numeric: { value: number; error: number }): Finding {
  const scale = Math.max(1, Math.abs(exact), Math.abs(numeric.value))
  if (!Number.isFinite(exact) || !Number.isFinite(numeric.value) || numeric.error > 1e-4 * scale) return 'unclear'
  return Math.abs(exact - numeric.value) <= 1e-6 * scale + 20 * numeric.error ? 'agree' : 'differ'
}

/**
 * Checks derivatives against finite differences: each node's own, at points where the formula is defined; and where no
 * such point is found, the rule that was applied to the node, with independent values for its arguments.
 */
export class Verifier {
  private readonly name: string
  private readonly derivatives: ReadonlyMap<Expr, Expr>
  private readonly findings = new Map<Expr, { agree: number; differ: number }>()

  constructor(root: Expr, name: string, derivatives: ReadonlyMap<Expr, Expr>) {
    this.name = name
    this.derivatives = derivatives
    const scalars = (e: Expr): boolean => e.shape.length === 0 && e.args.every((arg) => arg.shape.length === 0)
    const nodes = postorder([root])
    const all = postorder([root, ...derivatives.values()])
    if (all.every(scalars)) this.examine(nodes, all)
  }

  /** Does the derivative of the node, and the rule that gave it, hold numerically? */
  holds(e: Expr): boolean {
    const found = this.findings.get(e)
    if (found !== undefined && found.agree > found.differ) return true
    // a step of mod or floor that rounding puts on the other side is no fault of the rule
    if (found !== undefined && found.differ > 0 && !postorder([e]).some((part) => STEPS.has(part.op))) return false
    return hasArrays(e) || this.ruleHolds(e)
  }

  private examine(nodes: readonly Expr[], all: readonly Expr[]): void {
    const draw = random(1)
    const names = new Set(all.flatMap((e) => (e.op === 'sym' ? [e.name] : [])))
    const open = new Set(nodes.filter((e) => this.derivatives.has(e)))
    for (let round = 0; round < ROUNDS * RANGES.length && open.size > 0; round++) {
      const [low, high] = RANGES[round % RANGES.length]!
      const [otherLow, otherHigh] = round < RANGES.length ? [low, high] : RANGES[Math.floor(draw() * RANGES.length)]!
      const at = new Map(Array.from(names, (name) => [name, otherLow + draw() * (otherHigh - otherLow)]))
      const x = low + draw() * (high - low)
      at.set(this.name, x)
      this.examineAt(nodes, all, at, x, open)
    }
  }

  private examineAt(
    nodes: readonly Expr[],
    all: readonly Expr[],
    at: Map<string, number>,
    x: number,
    open: Set<Expr>,
  ): void {
    const values = evaluateAll(all, at)
    const along = (h: number): ((e: Expr) => { value: number; error: number }) => {
      const steps = [h, h / 2, h / 4]
      const shifted = steps.map((step) =>
        [step, -step].map((by) => evaluateAll(nodes, new Map(at).set(this.name, x + by))),
      )
      return (e) =>
        slope((step) => {
          const [right, left] = shifted[steps.indexOf(step)] as [Values, Values]
          return (right.get(e)! - left.get(e)!) / (2 * step)
        }, h)
    }
    const size = Math.max(0.1, Math.abs(x))
    const wide = along(WIDE * size)
    let narrow: typeof wide | undefined
    for (const e of open) {
      const exact = values.get(this.derivatives.get(e)!)!
      let finding = compare(exact, wide(e))
      if (finding === 'differ') {
        // a function that oscillates within the steps looks smooth to them
        narrow ??= along(NARROW * size)
        finding = compare(exact, narrow(e))
      }
      if (finding === 'unclear') continue
      const found = this.findings.get(e) ?? { agree: 0, differ: 0 }
      found[finding]++
      this.findings.set(e, found)
      if (found.agree >= AGREEMENTS && found.agree > found.differ) open.delete(e)
    }
  }

  /** The rule of one node: its operation on independent arguments, moving at independent speeds. */
  private ruleHolds(e: Expr): boolean {
    if (e.op === 'D' || e.args.length === 0) return true
    const letters = e.args.map((arg, i) => (isNumber(arg) || isCondition(arg) ? arg : symbol(`a${i}`)))
    const node = rebuild(e, letters)
    if (node.op !== e.op || node.args.some((arg, i) => arg !== letters[i])) return true
    const speeds = new Map(
      letters.flatMap((letter, i) => (letter.op === 'sym' ? [[letter, symbol(`d${i}`)] as const] : [])),
    )
    const rule = new Rules('', (letter) => speeds.get(letter)).derive(node)
    const draw = random(2)
    const [low, high] = isFunctionName(e.op) ? functions[e.op].sample : [0.3, 1.7]
    const nodes = postorder([node, rule])
    let [agree, differ] = [0, 0]
    for (let round = 0; round < 8; round++) {
      const places = letters.map(() => low + (0.1 + 0.8 * draw()) * (high - low))
      const moves = letters.map(() => draw() - 0.5)
      const at = (t: number): Map<string, number> =>
        new Map(
          letters.flatMap((_, i) => [[`a${i}`, places[i]! + t * moves[i]!] as const, [`d${i}`, moves[i]!] as const]),
        )
      const difference = (h: number): number =>
        (evaluateAll(nodes, at(h)).get(node)! - evaluateAll(nodes, at(-h)).get(node)!) / (2 * h)
      const finding = compare(evaluateAll(nodes, at(0)).get(rule)!, slope(difference, 0.02 * (high - low)))
      if (finding === 'agree') agree++
      else if (finding === 'differ') differ++
    }
    return differ === 0 || agree > differ
  }
}
