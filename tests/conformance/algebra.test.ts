import { factor, integrate, laplace, limit, partialFractions, solve } from '@fluxion/nerdamer'
import { derivative, evaluate, FluxionError, freeSymbols, parse, substitute, toText } from '@fluxion/symbolic'
import { expect } from 'vitest'
import { agree, corpusTest, type Fault, report, Score } from './corpus.ts'

type Expr = ReturnType<typeof parse>

interface Row {
  readonly src: string
  readonly kind: string
  readonly input: string
  readonly expected?: string
  readonly verified: boolean | null
}

const TIMEOUT = 4_000
const FLOOR = 0.85

/** Asks what a row asks, and judges the answer without the peer's expectation; undefined where a judgement has no ground. */
type Question = (args: readonly string[], row: Row) => Promise<Fault | undefined>

const wrong = (reason: string): Fault => ({ kind: 'wrong', reason })

const questions: Readonly<Record<string, Question>> = {
  integrate: async ([f = '', x = 'x']) => {
    const { result } = await integrate(f, x, { timeout: TIMEOUT })
    return differenceOf(derivative(result, x), parse(f))
  },
  solve: async ([equation = '', x = 'x']) => {
    const { result } = await solve(equation, x, { timeout: TIMEOUT })
    const [left = '', right = '0'] = equation.split('=')
    const f = parse(`(${left}) - (${right})`)
    const faults = result.map((root) => differenceOf(substitute(f, { [x]: root }), parse('0')))
    return faults.find((fault) => fault !== undefined)
  },
  limit: async ([f = '', x = 'x', to = '0'], row) =>
    againstPeer((await limit(f, x, to.replace('∞', 'infinity'), { timeout: TIMEOUT })).result, row),
  laplace: async ([f = '', t = 't', s = 's'], row) =>
    againstPeer((await laplace(f, t, s, { timeout: TIMEOUT })).result, row),
  factor: async ([f = '']) => differenceOf((await factor(f, { timeout: TIMEOUT })).result, parse(f)),
  partfrac: async ([f = '', x = 'x']) =>
    differenceOf((await partialFractions(f, x, { timeout: TIMEOUT })).result, parse(f)),
}

/** The peer's expectation, where it is not known to be wrong, is the answer; where it is, it must not be ours. */
function againstPeer(found: Expr, { expected = '', verified }: Row): Fault | undefined {
  const difference = differenceOf(found, parse(expected))
  if (verified !== false) return difference
  return difference === undefined ? wrong(`${toText(found)} is the answer known to be wrong`) : undefined
}

/** The arguments of the one call a row's input is. */
function argumentsOf(input: string): string[] {
  const inner = input
    .trim()
    .replace(/^\w+\(/, '')
    .replace(/\)$/, '')
  const found = ['']
  let depth = 0
  for (const c of inner) {
    depth += /[([]/.test(c) ? 1 : /[)\]]/.test(c) ? -1 : 0
    if (c === ',' && depth === 0) found.push('')
    else found[found.length - 1] += c
  }
  return found.map((argument) => argument.trim())
}

/** Where two formulas have different values at points where both are real. */
function differenceOf(found: Expr, wanted: Expr): Fault | undefined {
  const names = [...new Set([...freeSymbols(found), ...freeSymbols(wanted)])]
  for (let k = 1; k <= 12; k++) {
    const at = Object.fromEntries(names.map((name, i) => [name, 0.2 + ((k * 0.618034 + (i + 1) * 0.7548777) % 1.7)]))
    const [got, value] = [evaluate(found, at) as number, evaluate(wanted, at) as number]
    if (Number.isNaN(got) || Number.isNaN(value) || got === value) continue
    if (!agree(got, value, 1e-7)) return wrong(`${got} for ${value} at ${JSON.stringify(at)}: ${toText(found)}`)
  }
  return undefined
}

corpusTest<Row>('units-mathjs-nerdamer.jsonl', 'no wrong answer to what nerdamer is asked', async (all) => {
  const score = new Score('units-mathjs-nerdamer.jsonl algebra', ['wrong'])
  const refused: string[] = []
  for (const row of all.filter(({ kind }) => kind in questions)) {
    try {
      const fault = await (questions[row.kind] as Question)(argumentsOf(row.input), row)
      score.add(row.input, fault)
    } catch (error) {
      if (!(error instanceof FluxionError)) throw error
      refused.push(`${error.code}: ${row.input}`)
    }
  }
  score.print()
  report(`  refused: ${refused.length}`)
  for (const line of refused) report(`    ${line}`)
  expect(score.right).toBe(score.total)
  expect(score.right / (score.total + refused.length)).toBeGreaterThanOrEqual(FLOOR)
})
