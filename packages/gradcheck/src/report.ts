import { FluxionError } from '@fluxion/symbolic'
import { textTable } from './table.ts'
import { gravest, type Verdict } from './verdict.ts'

/** One derivative that was checked. */
export interface Entry {
  /** Where it stands: `x`, `x[3]`, `A[1, 2]`; in a Jacobian `f[0] by x`; indices count from zero. */
  readonly path: string
  /** By the rules of differentiation, where the formula is known. */
  readonly symbolic?: number
  /** By the compiled kernel, where the formula is known. */
  readonly compiled?: number
  /** By the gradient that was passed in. */
  readonly given?: number
  /** By complex step, for formulas where there is one. */
  readonly complex?: number
  /** By differences; by complex step in large checks of formulas. */
  readonly numeric: number
  /** Estimate of the error of `numeric`. */
  readonly error: number
  /** How `numeric` was found. */
  readonly method: 'richardson' | 'complex'
  /** Slopes from below and above, at a kink. */
  readonly left?: number
  readonly right?: number
  /** Largest difference of a claim from the numeric derivative. */
  readonly absoluteError: number
  readonly relativeError: number
  readonly verdict: Verdict
  readonly ok: boolean
  /** Which of the columns agree with each other where not all do. */
  readonly agreeing?: readonly string[]
}

/** What a {@link Report} is made of. */
export interface ReportContent {
  /** What was checked, as in `gradient of x ^ 2 at x = 3`. */
  readonly subject: string
  readonly entries: readonly Entry[]
  /** Number of entries there are; more than were checked one by one in fast mode. */
  readonly size: number
  /** Verdict that does not come from an entry, such as a function without a value at the point. */
  readonly verdict?: Verdict
  /** Sentences for the reader: the culprit of an undefined point, the likely cause of a disagreement. */
  readonly notes: readonly string[]
}

/**
 * The outcome of a check. `String(report)` is a table of the worst entries for a terminal, `toJSON` everything as
 * plain data.
 *
 * @example
 * checkGradient('x^2', { at: { x: 3 } }).verdict // => agree
 */
export class Report {
  /** What was checked. */
  readonly subject: string
  /** Whether the gradient passes: it agrees, or lies between the one-sided slopes wherever there is a kink. */
  readonly ok: boolean
  readonly verdict: Verdict
  /** The entries that were checked one by one, in their order. */
  readonly entries: readonly Entry[]
  /** The entry that fails worst; where all pass, the one with the largest relative error. */
  readonly worst: Entry | undefined
  /** Number of entries there are. */
  readonly size: number
  /** What made a point undefined, what is likely wrong with a gradient. */
  readonly notes: readonly string[]

  constructor(content: ReportContent) {
    this.subject = content.subject
    this.entries = content.entries
    this.size = content.size
    this.notes = content.notes
    this.verdict = gravest([content.verdict ?? 'agree', ...content.entries.map((entry) => entry.verdict)])
    this.ok = this.verdict === 'agree' || (this.verdict === 'kink' && content.entries.every((entry) => entry.ok))
    this.worst = worstEntry(content.entries)
  }

  /** Plain text: the verdict, a table of the worst entries (at most `rows`), the notes. */
  toText(rows = 10): string {
    const passing = this.entries.filter((entry) => entry.ok).length
    const checked = this.entries.length === this.size ? `${this.size}` : `${this.entries.length} of ${this.size}`
    const count = `${checked} ${this.size === 1 ? 'entry' : 'entries'} checked, ${passing} pass`
    const title = `${VERDICTS[this.verdict]}: ${this.subject} (${count})`
    const shown = [...this.entries].sort(byGravity).slice(0, rows)
    const inOrder = shown.length === this.entries.length ? this.entries : shown
    const rest = this.entries.length - shown.length
    const more = rest > 0 ? [`  … and ${rest} more, none worse`] : []
    const notes = this.notes.map((note) => `  ${note}`)
    return [title, ...(inOrder.length === 0 ? [] : [entryTable(inOrder)]), ...more, ...notes].join('\n')
  }

  /** The report as text. */
  toString(): string {
    return this.toText()
  }

  /** Everything as plain data. */
  toJSON(): Record<string, unknown> {
    const { ok, verdict, subject, size, entries, worst, notes } = this
    return { ok, verdict, subject, size, entries, ...(worst === undefined ? {} : { worst }), notes }
  }
}

/**
 * A gradient that does not pass its check: what {@link assertGradient} throws. `message` is the report as text, `code`
 * its verdict.
 *
 * @example
 * new GradientError(checkGradient('x^2', { at: { x: 3 }, gradient: '3 * x' })).code // => gradcheck/disagree
 */
export class GradientError extends FluxionError {
  readonly report: Report

  constructor(report: Report) {
    super(`gradcheck/${report.verdict}`, String(report), { hint: report.notes[0] ?? HINTS[report.verdict] })
    this.name = 'GradientError'
    this.report = report
  }
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  agree: 'agrees',
  disagree: 'DISAGREES',
  kink: 'kink',
  undefined: 'UNDEFINED',
  unreliable: 'UNRELIABLE',
}

const HINTS: Readonly<Record<Verdict, string>> = {
  agree: 'nothing to do',
  disagree: 'the worst entry is in report.worst',
  kink: 'check at a point beside the kink',
  undefined: 'check at a point where the function and its derivative have values',
  unreliable: 'check at another point, or in a higher precision',
}

const GRAVITY: readonly Verdict[] = ['disagree', 'undefined', 'unreliable', 'kink', 'agree']

function byGravity(a: Entry, b: Entry): number {
  const rank = GRAVITY.indexOf(a.verdict) - GRAVITY.indexOf(b.verdict)
  if (rank !== 0) return rank
  const size = (entry: Entry): number => (Number.isNaN(entry.relativeError) ? Infinity : entry.relativeError)
  return size(a) === size(b) ? 0 : size(b) - size(a)
}

function worstEntry(entries: readonly Entry[]): Entry | undefined {
  let worst = entries[0]
  for (const entry of entries) if (worst !== undefined && byGravity(entry, worst) < 0) worst = entry
  return worst
}

function entryTable(entries: readonly Entry[]): string {
  const columns = (['given', 'symbolic', 'compiled', 'complex'] as const).filter(
    (name) => entries[0]?.[name] !== undefined,
  )
  const slopes = entries.some(({ left }) => left !== undefined)
  const header = ['entry', ...columns, 'numeric', '± error', ...(slopes ? ['slopes'] : []), 'difference', 'verdict']
  const body = entries.map((entry) => [
    entry.path,
    ...columns.map((name) => digits(entry[name])),
    digits(entry.numeric),
    short(entry.error),
    ...(slopes ? [entry.left === undefined ? '' : `${short(entry.left)} | ${short(entry.right)}`] : []),
    short(entry.relativeError),
    verdictText(entry),
  ])
  return textTable(header, body)
}

/** The verdict, and which column differs from the others. */
function verdictText({ verdict, agreeing, given, symbolic, compiled }: Entry): string {
  if (agreeing === undefined) return verdict
  const columns = Object.entries({ given, symbolic, compiled, numeric: 0 }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  )
  const differing = columns.filter((name) => !agreeing.includes(name))
  return `${verdict}: ${differing.join(' and ')} ${differing.length === 1 ? 'differs' : 'differ'}`
}

/** A number to ten digits, for columns that are compared by eye. */
function digits(x: number | undefined): string {
  if (x === undefined) return ''
  return Number.isFinite(x) ? String(Number(x.toPrecision(10))) : String(x)
}

/** A number to two digits, for errors. */
function short(x: number | undefined): string {
  if (x === undefined || x === 0) return '0'
  return Number.isFinite(x) ? String(Number(x.toPrecision(2))) : String(x)
}
