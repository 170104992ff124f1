import { numericGradient } from '@fluxion/gradcheck'
import { collect, derivative, evaluate, expand, freeSymbols, parse, simplify } from '@fluxion/symbolic'
import { expect } from 'vitest'
import { agree, corpusTest, type Fault, report, Score } from './corpus.ts'

type Expr = ReturnType<typeof parse>

interface Row {
  readonly src: string
  readonly kind: string
  readonly input: string
  readonly expected?: string
  readonly operand?: string
  readonly var?: string
  readonly by?: readonly (readonly [string, number])[]
  readonly extra?: readonly string[]
  readonly throws?: string
  readonly verified: boolean | null
}

/** The operation nearest in meaning to a kind of row; a row of any other kind asks for something we do not offer. */
const operations: Readonly<Record<string, (row: Row) => Expr>> = {
  derivative: (row) => {
    const orders = row.by ?? [[row.var ?? 'x', 1]]
    return orders.reduce((f, [name, order]) => derivative(f, name, order), formula(row))
  },
  ...forKinds(['expand', 'expand_trig', 'expand_log', 'expand_mul', 'expand_multinomial'], (row) =>
    expand(formula(row)),
  ),
  ...forKinds(['collect', 'rcollect'], (row) => collect(formula(row), row.extra?.[0]?.match(/^[a-z]$/)?.[0] ?? 'x')),
  ...forKinds(
    ['simplify', 'trigsimp', 'exptrigsimp', 'powsimp', 'powdenest', 'radsimp', 'sqrtdenest', 'logcombine', 'nsimplify'],
    (row) => simplify(formula(row)),
  ),
  ...forKinds(
    ['factor', 'factor_terms', 'gcd_terms', 'together', 'cancel', 'apart', 'partfrac', 'rationalize', 'simplifyCore'],
    (row) => simplify(formula(row)),
  ),
  ...forKinds(['canonical', 'fu', 'TR5', 'TR6', 'TR8'], (row) => simplify(formula(row))),
}

for (const [file, floor] of [
  ['units-sympy.jsonl', 0.98],
  ['units-mathjs-nerdamer.jsonl', 0.98],
] as const) {
  corpusTest<Row>(file, 'equal in value to what the peer expects', (rows) => {
    const score = new Score(file, ['wrong', 'undefined', 'error'])
    const beside = new Map<string, number>()
    for (const row of rows) {
      const reason = inapplicable(row)
      if (reason === undefined) score.add(`${row.src} ${row.kind} ${row.input}`, judge(row))
      else beside.set(reason, (beside.get(reason) ?? 0) + 1)
    }
    score.print()
    for (const [reason, count] of [...beside].sort(([, a], [, b]) => b - a))
      report(`  not applicable: ${count} ${reason}`)
    expect(score.right / score.total).toBeGreaterThanOrEqual(floor)
  })
}

for (const file of ['units-sympy.jsonl', 'units-mathjs-nerdamer.jsonl']) {
  corpusTest<Row>(file, 'right where the expectation of the peer is wrong', (rows) => {
    const score = new Score(`${file}, expectation wrong`, ['wrong', 'error'])
    for (const row of rows.filter(({ verified, kind }) => verified === false && kind in operations)) {
      if (/[[{"]/.test(row.operand ?? row.input)) continue
      score.add(`${row.src} ${row.kind} ${row.input}`, judgeByInput(row))
    }
    score.print()
    expect(score.right).toBe(score.total)
  })
}

/** A rewritten formula has the value of the input, a derivative the numeric slope of the one before it. */
function judgeByInput(row: Row): Fault | undefined {
  try {
    const orders = row.kind === 'derivative' ? (row.by ?? [[row.var ?? 'x', 1] as const]) : []
    const [last, order] = orders[orders.length - 1] ?? [undefined, 0]
    const before = [
      ...orders.slice(0, -1),
      ...(last === undefined || order === 0 ? [] : [[last, order - 1] as const]),
    ].reduce((f, [name, order]) => derivative(f, name, order), formula(row))
    const result = (operations[row.kind] as (row: Row) => Expr)(row)
    for (const at of points([...new Set([...freeSymbols(result), ...freeSymbols(before)])])) {
      const wanted = last === undefined || order === 0 ? evaluate(before, at) : slopeOf(before, last, at)
      const got = evaluate(result, at)
      if (Number.isNaN(wanted) || Number.isNaN(got)) continue
      if (!agree(got, wanted, 1e-6)) return { kind: 'wrong', reason: `${got} for ${wanted}: ${result}` }
    }
    return undefined
  } catch (error) {
    return { kind: 'error', reason: String(error).split('\n')[0] as string }
  }
}

function slopeOf(f: Expr, x: string, at: Readonly<Record<string, number>>): number {
  const { gradient, error } = numericGradient((v) => evaluate(f, { ...at, [x]: v[0] as number }), [at[x] ?? 0.5], {
    method: 'richardson',
  })
  const [slope = Number.NaN] = gradient
  return (error[0] ?? 1) <= 1e-7 * Math.max(1, Math.abs(slope)) ? slope : Number.NaN
}

/** Why a row asks for something outside real scalar calculus and algebra; undefined when it applies. */
function inapplicable(row: Row): string | undefined {
  if (!(row.kind in operations)) return `of kind ${row.kind}`
  if (row.throws !== undefined) return 'rejections that pin a limitation of the peer'
  if (row.verified === false) return 'whose expectation is wrong'
  if (row.verified !== true || row.expected === undefined)
    return 'whose expectation has no checked real value (complex, matrix, custom rules, booleans, …)'
  if (/[[{"]/.test(row.operand ?? row.input)) return 'with array, object or text literals'
  if (!isReal(row.expected) || (row.kind !== 'derivative' && !isReal(row.operand ?? row.input)))
    return 'without a real value at any sampled point'
  return undefined
}

/** Whether the formula has a value at some sampled point; a text that does not parse is left for the row to report. */
function isReal(text: string): boolean {
  try {
    const f = parse(text)
    return points(freeSymbols(f)).some((at) => !Number.isNaN(evaluate(f, at)))
  } catch {
    return true
  }
}

function judge(row: Row): Fault | undefined {
  try {
    const result = (operations[row.kind] as (row: Row) => Expr)(row)
    const expected = parse(row.expected as string)
    let compared = 0
    for (const at of points([...new Set([...freeSymbols(result), ...freeSymbols(expected)])])) {
      const wanted = evaluate(expected, at)
      const got = evaluate(result, at)
      if (Number.isNaN(wanted) || Number.isNaN(got)) continue
      compared++
      if (!agree(got, wanted, 1e-8)) {
        return { kind: 'wrong', reason: `${got} for ${wanted} at ${JSON.stringify(at)}: ${result} for ${expected}` }
      }
    }
    if (compared > 0) return undefined
    return { kind: 'undefined', reason: `${result} has no real value where ${expected} has` }
  } catch (error) {
    return { kind: 'error', reason: String(error).split('\n')[0] as string }
  }
}

/** Twelve points with positive coordinates, where the peers' assumptions hold, small enough for towers of powers. */
function points(names: readonly string[]): readonly Record<string, number>[] {
  return Array.from({ length: 12 }, (_, k) =>
    Object.fromEntries(names.map((name, i) => [name, 0.25 + 1.9 * fraction((k + 1) * 0.618034 + (i + 1) * 0.7548777)])),
  )
}

function fraction(x: number): number {
  return x - Math.floor(x)
}

function formula(row: Row): Expr {
  return parse(row.operand ?? row.input)
}

function forKinds(kinds: readonly string[], run: (row: Row) => Expr): Record<string, (row: Row) => Expr> {
  return Object.fromEntries(kinds.map((kind) => [kind, run]))
}
