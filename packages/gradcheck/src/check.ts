import type { Bench, Check } from './bench.ts'
import { likelyCause } from './causes.ts'
import { locate, type Projection, projections } from './fast.ts'
import { seededRandom } from './random.ts'
import { differenced, roundingNoise, stepped } from './reference.ts'
import { type Entry, Report } from './report.ts'
import { isKink } from './slope.ts'
import {
  type Claim,
  type Judgement,
  judge,
  judgeAgain,
  type Reference,
  type Strictness,
  type Verdict,
} from './verdict.ts'

/** Number of coordinates that fast mode checks one by one. */
const SAMPLES = 16
/** Up to this many entries, differences are shown beside the complex step. */
const SHOW_BOTH = 64

/** A variable below this may well be a zero that is not exact: its size does not tell how far it would move. */
const SMALL_VARIABLE = 1e-3

/** Runs a check: every claim against the numeric derivative, entry by entry or by projections. */
export function runCheck(check: Check): Report {
  const { subject, notes = [] } = check
  const x = subject.point.flat
  const size = x.length
  const values = subject.value(x)
  const outputs = values.length
  const content = { subject: check.title, size: outputs * size }
  if (!values.every(Number.isFinite)) {
    const found = subject.culprit?.(x)
    const value = values.find((v) => !Number.isFinite(v))
    const lost = x.findIndex((entry) => !Number.isFinite(entry))
    const note =
      lost >= 0
        ? `the point is no number: ${subject.point.path(lost)} is ${x[lost]}`
        : found === undefined
          ? `the function is ${value} at this point`
          : `no value: ${found}`
    return new Report({ ...content, entries: [], verdict: 'undefined', notes: [note, ...notes] })
  }
  const strictness = strictnessOf(check, values)
  const { epsilon } = check.claimPrecision ?? check.precision
  const shaking = seededRandom(check.seed + 2)
  const noise = (direction: Float64Array): readonly number[] => {
    const found = roundingNoise(subject, x, direction, epsilon, shaking)
    return Array.from(values, (_, output) => found[output] ?? 0)
  }
  const bench: Bench = { check, values, outputs, size, strictness, noise, showBoth: outputs * size <= SHOW_BOTH }

  if (check.mode === 'full') return conclude(bench, columns(bench, Array.from(x.keys())), notes)
  const random = seededRandom(check.seed)
  const projection = projections(bench, random)
  const wanted = new Set<number>(disputed(bench).slice(0, SAMPLES))
  const count = Math.min(size, wanted.size + SAMPLES)
  while (wanted.size < count) wanted.add(Math.floor(random() * size))
  if (projection.verdict === 'open') return conclude(bench, columns(bench, Array.from(x.keys())), notes)
  const located = projection.verdict === 'agree' ? [] : locate(bench, projection)
  for (const index of located) wanted.add(index)
  const entries = columns(
    bench,
    [...wanted].sort((a, b) => a - b),
  )
  const summary = projectionNotes(projection, entries)
  return conclude(bench, entries, [...summary, ...notes], projection)
}

/**
 * How strictly to judge each entry: the tolerance, and how far the claims move when the point moves by rounding
 * errors.
 */
function strictnessOf(check: Check, values: Float64Array): Bench['strictness'] {
  const { subject, claims, tolerance, precision, seed } = check
  const { epsilon, smallest } = check.claimPrecision ?? precision
  const x = subject.point.flat
  const size = x.length
  const random = seededRandom(seed + 1)
  const drift = new Float64Array(values.length * size)
  for (let round = 0; round < 2; round++) {
    const moved = x.map((value) => value * (1 + epsilon * (random() < 0.5 ? -2 : 2)))
    for (const claim of claims) {
      claim.at(moved).forEach((value, i) => {
        const change = Math.abs(value - claim.values[i]!)
        if (Number.isFinite(change)) drift[i] = Math.max(drift[i]!, change)
      })
    }
  }
  const largest = Array.from(values, (_, output) => {
    let most = 0
    for (const claim of claims) {
      for (let i = 0; i < size; i++) {
        const value = Math.abs(claim.values[output * size + i]!)
        if (Number.isFinite(value)) most = Math.max(most, value)
      }
    }
    return most
  })
  return (output, index) => {
    const magnitude = Math.abs(x[index]!)
    const value = Math.abs(values[output]!)
    return {
      tolerance,
      sensitivity: 4 * drift[output * size + index]!,
      floor: (1e4 * precision.epsilon * Math.max(value, 1)) / Math.max(magnitude, 1) + 1e-8 * largest[output]!,
      resolution: (16 * (epsilon * value + smallest)) / Math.max(magnitude || 1, SMALL_VARIABLE),
    }
  }
}

/** How exact, relative, a numeric derivative need be to tell what is within tolerance. */
export const wantedError = ({ tolerance }: Check): number => Math.max(tolerance / 10, 1e-9)

/** The entries of these variables, every output each. */
function columns(bench: Bench, indices: readonly number[]): Entry[] {
  const byVariable = indices.map((index) => column(bench, index))
  return Array.from({ length: bench.outputs }, (_, output) => byVariable.map((entries) => entries[output]!)).flat()
}

function column(bench: Bench, index: number): Entry[] {
  const { check, outputs, size } = bench
  const { subject, precision } = check
  const direction = new Float64Array(size)
  direction[index] = 1
  const exact = stepped(subject, subject.point.flat, direction)
  const claimsOf = (output: number): Claim[] =>
    check.claims.map(({ name, values }) => ({ name, value: values[output * size + index]! }))
  const judgeBy = (output: number, reference: Reference): Judgement =>
    judge(claimsOf(output), reference, bench.strictness(output, index))
  const settled = Array.from({ length: outputs }, (_, output) => {
    const reference = exact[output]
    return reference !== undefined && judgeBy(output, reference).ok
  })
  let noise: readonly number[] | undefined
  const needed = bench.showBoth || settled.some((isSettled) => !isSettled)
  const differences = needed ? differenced(subject, subject.point.flat, direction, precision, wantedError(check)) : []
  return Array.from({ length: outputs }, (_, output) => {
    const byStep = exact[output]
    const byDifference = differences[output]
    // The complex step decides, unless it alone objects.
    const isAlone =
      byStep !== undefined &&
      byDifference !== undefined &&
      !settled[output] &&
      Math.abs(byStep.value - byDifference.value) > 8 * byDifference.error &&
      judgeBy(output, byDifference).ok
    const reference = byStep === undefined || isAlone ? byDifference! : byStep
    const claims = claimsOf(output)
    const strictness = bench.strictness(output, index)
    const first = judge(claims, reference, strictness)
    noise ??= first.verdict === 'disagree' ? bench.noise(direction) : undefined
    const judgement = first.verdict === 'disagree' ? judgeAgain(claims, reference, strictness, noise![output]!) : first
    return entryOf(
      check.path(output, index),
      claims,
      reference,
      byDifference ?? reference,
      byStep,
      judgement,
      strictness,
    )
  })
}

function entryOf(
  path: string,
  claims: readonly Claim[],
  reference: Reference,
  shown: Reference,
  exact: Reference | undefined,
  judgement: Judgement,
  strictness: Strictness,
): Entry {
  const columnsShown = [...claims, { name: 'numeric' as const, value: reference.value }]
  return {
    path,
    ...Object.fromEntries(claims.map(({ name, value }) => [name, value])),
    ...(exact === undefined ? {} : { complex: exact.value }),
    numeric: shown.value,
    error: shown.error,
    method: shown.method,
    ...(isKink(reference) ? { left: reference.left.value, right: reference.right.value } : {}),
    ...judgement,
    ...(judgement.verdict === 'disagree' ? agreeingColumns(columnsShown, strictness) : {}),
  }
}

/** The largest group of columns that agree with each other, when there are three or more columns. */
function agreeingColumns(
  shown: readonly { readonly name: string; readonly value: number }[],
  { tolerance, sensitivity }: Strictness,
): { readonly agreeing?: readonly string[] } {
  if (shown.length < 3) return {}
  const groups = shown.map((a) =>
    shown.filter(
      (b) =>
        Math.abs(a.value - b.value) <=
        Math.max(tolerance, 2.5e-5) * Math.max(Math.abs(a.value), Math.abs(b.value)) + sensitivity,
    ),
  )
  const largest = groups.reduce((best, group) => (group.length > best.length ? group : best))
  return largest.length > 1 && largest.length < shown.length ? { agreeing: largest.map(({ name }) => name) } : {}
}

/** Variables where the claims differ from each other, the largest difference first. */
function disputed({ check, outputs, size, strictness }: Bench): number[] {
  const [first, ...others] = check.claims
  if (first === undefined || others.length === 0) return []
  const found: { index: number; excess: number }[] = []
  for (let index = 0; index < size; index++) {
    let excess = 0
    for (let output = 0; output < outputs; output++) {
      const { tolerance, sensitivity } = strictness(output, index)
      const a = first.values[output * size + index]!
      for (const { values } of others) {
        const b = values[output * size + index]!
        const allowed = tolerance * Math.max(Math.abs(a), Math.abs(b)) + sensitivity
        const difference = Number.isNaN(a - b) ? Infinity : Math.abs(a - b)
        if (difference > allowed) excess = Math.max(excess, difference)
      }
    }
    if (excess > 0) found.push({ index, excess })
  }
  return found.sort((a, b) => b.excess - a.excess).map(({ index }) => index)
}

function projectionNotes(projection: Projection, entries: readonly Entry[]): string[] {
  if (projection.verdict === 'agree') return [`all entries at once: ${projection.directions} random projections agree`]
  const isFound = entries.some((entry) => !entry.ok)
  return [
    `a random projection of all entries is off by ${projection.difference.toPrecision(3)}${
      isFound ? '' : ', spread over many entries'
    }`,
  ]
}

function conclude(bench: Bench, entries: readonly Entry[], notes: readonly string[], projection?: Projection): Report {
  const { check, size, outputs } = bench
  const failed = projection !== undefined && projection.verdict === 'disagree'
  const verdict: Verdict = failed ? 'disagree' : 'agree'
  const found: string[] = []
  if (failed || entries.some((entry) => entry.verdict === 'disagree')) {
    const cause = outputs === 1 ? explain(bench, entries) : undefined
    if (cause !== undefined) found.push(cause)
  }
  const lost = entries.find((entry) => entry.verdict === 'undefined')
  if (lost !== undefined) found.push(undefinedNote(bench, lost))
  if (entries.some((entry) => entry.verdict === 'unreliable')) {
    found.push(
      'the numeric derivative is too noisy here to confirm or refute; try another point, or the formula instead of a function',
    )
  }
  return new Report({ subject: check.title, size: outputs * size, entries, verdict, notes: [...found, ...notes] })
}

/**
 * The likely cause of a disagreement: of the given gradient, else of the compiled one; from the entries that were
 * checked.
 */
function explain(bench: Bench, entries: readonly Entry[]): string | undefined {
  const { check, size } = bench
  const suspect = check.claims.find(({ name }) => name === 'given') ?? check.claims.at(-1)
  if (suspect === undefined) return undefined
  const symbolic = check.claims.find(({ name }) => name === 'symbolic')
  const isTrusted = symbolic !== undefined && symbolic !== suspect
  const places = new Map(Array.from({ length: size }, (_, index) => [check.path(0, index), index]))
  const checked = entries.map((entry) => ({ entry, index: places.get(entry.path)! }))
  const indices = isTrusted ? Array.from({ length: size }, (_, index) => index) : checked.map(({ index }) => index)
  const trusted = isTrusted
    ? symbolic.values
    : Float64Array.from(checked, ({ entry }) => entry.complex ?? entry.numeric)
  const allowed = trusted.map((value, k) => {
    const { tolerance, sensitivity } = bench.strictness(0, indices[k]!)
    return Math.max(tolerance, 1e-6) * Math.abs(value) + sensitivity + Number.MIN_VALUE
  })
  const isWhole = indices.length === size
  return likelyCause({
    claimed: Float64Array.from(indices, (index) => suspect.values[index]!),
    trusted,
    allowed,
    path: (k) => check.path(0, indices[k]!),
    isWhole,
    matrices: isWhole
      ? check.subject.point.parts.map(({ name, shape, offset }) => ({ name: name ?? 'x', shape, offset }))
      : [],
    terms: isWhole ? (check.terms?.() ?? []) : [],
  })
}

/** Why an entry has no derivative: the sub-expression without a value, at the point or just beside it. */
function undefinedNote({ check, outputs, size }: Bench, entry: Entry): string {
  const { subject, claims } = check
  const x = subject.point.flat
  const place = Array.from({ length: outputs * size }, (_, k) => k).find(
    (k) => check.path(Math.floor(k / size), k % size) === entry.path,
  )
  const index = (place ?? 0) % size
  for (const side of [-1, 1]) {
    const moved = Float64Array.from(x)
    moved[index] = moved[index]! + side * 1e-7 * (Math.abs(moved[index]!) || 1)
    const value = subject.value(moved)
    if (value.every(Number.isFinite)) continue
    const found = subject.culprit?.(moved)
    const where = `${side < 0 ? 'below' : 'above'} this point in ${subject.point.path(index)}`
    return found === undefined
      ? `the function has no value just ${where}`
      : `border of the domain: no value just ${where}: ${found}`
  }
  for (const claim of claims) {
    const found = claim.culprit?.(place ?? 0, x)
    if (found !== undefined) return `the derivative has no value: ${found}`
  }
  return `the slope grows without end towards this point in ${subject.point.path(index)}: a jump or a vertical tangent`
}
