import type { Argument } from '@fluxion/bridge'
import { checkGradient, checkHessian, checkJacobian, type Report } from '@fluxion/gradcheck'
import {
  derivative,
  type Expr,
  evaluate,
  gradient,
  hessian,
  jacobian,
  parse,
  type Shape,
  toText,
} from '@fluxion/symbolic'
import { expect } from 'vitest'
import { agree, corpusTest, report, Score } from './corpus.ts'
import { randomInputs, withDistinctSizes } from './matrix-inputs.ts'

type Nested = number | readonly Nested[]

interface Row {
  readonly id: string
  readonly expr: string
  readonly wrt: string
  readonly shapes: Readonly<Record<string, readonly number[]>>
  readonly kind: 'gradient' | 'jacobian' | 'hessian' | 'derivative'
  readonly result: string
  readonly assume: string | null
  readonly example: { readonly inputs: Readonly<Record<string, Nested>>; readonly result: Nested }
}

const operations: { readonly [Kind in Row['kind']]: (f: Expr, x: string) => Expr } = {
  gradient,
  jacobian,
  hessian,
  derivative,
}

type Check = (f: Expr, options: { readonly at: Record<string, Argument>; readonly wrt: string }) => Report

const checks: { readonly [Kind in Row['kind']]: Check } = {
  gradient: checkGradient,
  jacobian: checkJacobian,
  hessian: checkHessian,
  derivative: checkJacobian,
}

/** What a row says of its matrices: `W symmetric`, `A positive definite; A any`. */
function assumptionsOf({ assume }: Row): Record<string, { symmetric: true }> {
  const named = (assume ?? '').matchAll(/(\w+) (?:symmetric|positive definite)/g)
  return Object.fromEntries([...named].map((match) => [match[1] as string, { symmetric: true as const }]))
}

/** The same shapes with a name for every size. */
const withNamedSizes = (shapes: Row['shapes']): Record<string, Shape> =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, shape.map((size) => `n${size}`)]))

const entries = (value: Nested): number[] => (typeof value === 'number' ? [value] : value.flatMap(entries))

function differentiated(row: Row, shapes: Readonly<Record<string, Shape>>): Expr {
  return operations[row.kind](parse(row.expr, { shapes, assume: assumptionsOf(row) }), row.wrt)
}

function fault(row: Row, result: Expr): { kind: string; reason: string } | undefined {
  const found = entries(evaluate<Nested>(result, row.example.inputs as Record<string, number>))
  const wanted = entries(row.example.result)
  const right = found.length === wanted.length && found.every((value, i) => agree(value, wanted[i] as number, 1e-9))
  return right
    ? undefined
    : { kind: 'wrong', reason: `${row.expr} by ${row.wrt} gave ${toText(result)}, not ${row.result}` }
}

const lengthOf = (text: string): number => text.replace(/\s/g, '').length

corpusTest<Row>('matrix-calculus.jsonl', 'closed forms agree in value and are short', (rows) => {
  const numeric = new Score('matrix-calculus.jsonl, numeric sizes', ['wrong'])
  const symbolic = new Score('matrix-calculus.jsonl, symbolic sizes', ['wrong'])
  let short = 0
  for (const row of rows) {
    const result = differentiated(row, row.shapes)
    numeric.add(row.id, fault(row, result))
    symbolic.add(row.id, fault(row, differentiated(row, withNamedSizes(row.shapes))))
    if (lengthOf(toText(result)) <= lengthOf(row.result)) short++
    else report(`  longer than listed: ${row.id}: ${toText(result)}, listed ${row.result}`)
  }
  numeric.print()
  symbolic.print()
  report(`matrix-calculus.jsonl no longer than the listed form: ${short}/${rows.length}`)
  expect(numeric.right).toBe(rows.length)
  expect(symbolic.right).toBe(rows.length)
  expect(short).toBeGreaterThanOrEqual(Math.floor(0.8 * rows.length))
})

corpusTest<Row>(
  'matrix-calculus.jsonl',
  'derivatives pass the gradient check at shapes with all sizes different',
  (rows) => {
    const checked = new Score('matrix-calculus.jsonl, checked at random values', ['disagree'])
    for (const [i, row] of rows.entries()) {
      const shapes = withDistinctSizes(row.expr, row.shapes, assumptionsOf(row))
      const f = parse(row.expr, { shapes, assume: assumptionsOf(row) })
      const at = randomInputs(shapes, row.assume, i)
      const outcome = checks[row.kind](f, { at, wrt: row.wrt })
      const kind = outcome.ok ? undefined : 'disagree'
      checked.add(row.id, kind && { kind, reason: String(outcome) })
    }
    checked.print()
    expect(checked.right).toBe(rows.length)
  },
)
