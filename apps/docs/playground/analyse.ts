import { compile, valueAndGradient } from '@fluxion/bridge'
import { checkGradient } from '@fluxion/gradcheck'
import {
  type Expr,
  evaluate,
  explain,
  freeSymbols,
  gradient,
  type Language,
  parse,
  toLatex,
  toText,
} from '@fluxion/symbolic'

/** What the playground shows of one formula at one point. */
export interface Analysis {
  /** The formula as it was typed. */
  readonly text: string
  readonly latex: string
  readonly symbols: readonly string[]
  readonly value: number
  readonly partials: readonly Partial[]
  readonly check: { readonly ok: boolean; readonly verdict: string; readonly report: string }
  readonly kernel: { readonly backend: string; readonly operations: number; readonly source: string }
}

interface Partial {
  readonly name: string
  readonly text: string
  readonly latex: string
  readonly value: number
}

export type Point = Readonly<Record<string, number>>

/** Differentiates, compiles and checks a formula. Throws the FluxionError of whichever step refused it. */
export function analyse(text: string, at: Point): Analysis {
  const formula = parse(text)
  const symbols = freeSymbols(formula)
  const point = pointFor(symbols, at)
  const kernel = valueAndGradient(formula, { wrt: symbols })
  const report = checkGradient(formula, { at: point })
  return {
    text,
    latex: toLatex(formula),
    symbols,
    value: evaluate(formula, point) as number,
    partials: gradient(formula, symbols).map((partial, i) => describe(symbols[i] as string, partial, point)),
    check: { ok: report.ok, verdict: report.verdict, report: String(report) },
    kernel: { backend: kernel.backend, operations: kernel.operations, source: kernel.source },
  }
}

function describe(name: string, partial: Expr, point: Point): Partial {
  return { name, text: toText(partial), latex: toLatex(partial), value: evaluate(partial, point) as number }
}

/** The derivative by one symbol, told step by step, as HTML. */
export function explainSteps(text: string, along: string, language: Language): string {
  return explain(text, along, { language }).toHtml()
}

/** A value for every symbol: what the reader chose, or 1. */
export function pointFor(symbols: readonly string[], at: Point): Record<string, number> {
  return Object.fromEntries(symbols.map((name) => [name, Object.hasOwn(at, name) ? (at[name] as number) : 1]))
}

export interface Sample {
  readonly x: number
  readonly y: number
  readonly curve: string
}

/** Samples a formula and its derivative along one symbol, the others held, through one compiled kernel. */
export function sampleCurves(text: string, along: string, at: Point, from: number, to: number, count = 400): Sample[] {
  const formula = parse(text)
  const [slope] = gradient(formula, [along]) as [Expr]
  const xs = Float64Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1))
  const point = pointFor(freeSymbols(formula), at)
  const args = [...new Set([along, ...freeSymbols(formula)])]
  const curves = compile({ f: formula, slope }, { args })({ ...point, [along]: xs }) as unknown as Record<
    string,
    { tolist(): number[] }
  >
  const names: Record<string, string> = { f: 'f', slope: `∂f/∂${along}` }
  return Object.entries(curves).flatMap(([key, values]) =>
    values
      .tolist()
      .map((y, i) => ({ x: xs[i] as number, y, curve: names[key] as string }))
      .filter((sample) => Number.isFinite(sample.y)),
  )
}
