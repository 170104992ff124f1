import { variableName } from '../differentiate.ts'
import * as errors from '../errors.ts'
import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { toLatex } from '../print/latex.ts'
import { toText } from '../print/text.ts'
import { htmlOf, latexOf, markdownOf, textOf } from './faces.ts'
import { Page } from './page.ts'
import { type Detail, type Step, stepsOf } from './steps.ts'
import { type Language, ruleWords, words } from './words.ts'
import { inText } from './writing.ts'

/** Highest order that is explained: beyond it nobody reads the steps. */
const MAX_ORDER = 20

/** How `explain` tells a derivation. */
export interface ExplainOptions {
  /** Order of the derivative; default 1. */
  readonly order?: number
  /** English (default) or Chinese. */
  readonly language?: Language
  /** `'full'` tells trivial steps too: constants, sums, powers of the variable. */
  readonly detail?: Detail
}

/** One differentiation of a derivation: of a derivative of order n there are n, one after the other. */
export interface Stage {
  readonly formula: Expr
  readonly variable: string
  readonly steps: readonly Step[]
  readonly result: Expr
}

/** A step as plain data; formulas are texts, derivatives not taken yet stand as `d/dx[u]`. */
export interface StepJson {
  readonly rule: string
  readonly name: string
  readonly sentence: string
  readonly formula?: string
  readonly substitution: Readonly<Record<string, string>>
  readonly part: { readonly from: string; readonly to: string }
  readonly before: string
  readonly after: string
  readonly verified: boolean
  readonly substeps: readonly StepJson[]
}

/** A derivation as plain data. */
export interface DerivationJson {
  readonly formula: string
  readonly variables: readonly string[]
  readonly language: Language
  readonly steps: readonly StepJson[]
  readonly result: string
  readonly latex: string
  readonly verified: boolean
}

/**
 * A derivative with the steps that lead to it: what {@link explain} returns.
 *
 * The steps are the trace of the very computation `derivative` makes, told from the outside in; the last one ends in
 * `result`. Each has been checked against finite differences.
 *
 * @example
 * explain('sin(x^2)', 'x').steps.map((step) => step.rule) // => ['chain', 'power']
 */
export class Derivation {
  readonly formula: Expr
  readonly stages: readonly Stage[]
  readonly language: Language

  constructor(formula: Expr, stages: readonly Stage[], language: Language) {
    this.formula = formula
    this.stages = stages
    this.language = language
  }

  /** The steps of all stages in order; steps below a step are its `substeps`. */
  get steps(): readonly Step[] {
    return this.stages.flatMap((stage) => stage.steps)
  }

  /** The derivative, as `derivative` gives it. */
  get result(): Expr {
    return this.stages.at(-1)?.result ?? this.formula
  }

  /** The variables, one for each differentiation. */
  get variables(): readonly string[] {
    return this.stages.map((stage) => stage.variable)
  }

  /** The derivation as plain text, for a terminal. */
  toText(): string {
    return textOf(this)
  }

  /** The derivation as LaTeX: sentences and displayed formulas. */
  toLatex(): string {
    return latexOf(this)
  }

  /** The derivation as Markdown with formulas between dollar signs. */
  toMarkdown(): string {
    return markdownOf(this)
  }

  /** The derivation as HTML with MathML; names are escaped. The part to differentiate next has the class `next`. */
  toHtml(): string {
    return htmlOf(this)
  }

  /** The derivation as plain data for `JSON.stringify`. */
  toJSON(): DerivationJson {
    const page = new Page('')
    return {
      formula: toText(this.formula),
      variables: this.variables,
      language: this.language,
      steps: this.steps.map((step) => stepJson(step, this.language, page)),
      result: toText(this.result),
      latex: toLatex(this.result),
      verified: true,
    }
  }

  toString(): string {
    return this.toText()
  }
}

function stepJson(step: Step, language: Language, page: Page): StepJson {
  const written = (e: Expr): string => page.counted(inText(e))
  const { name, sentence } = ruleWords(step, language)
  const letters = [...step.where, ...step.derivatives]
  return {
    rule: step.rule,
    name,
    sentence,
    ...(step.general && { formula: `${inText(step.general.left)} = ${inText(step.general.right)}` }),
    substitution: Object.fromEntries(letters.map(({ name: letter, value }) => [letter, toText(value)])),
    part: { from: written(step.from), to: written(step.to) },
    before: written(step.before),
    after: written(step.after),
    verified: step.verified,
    substeps: step.substeps.map((inner) => stepJson(inner, language, page)),
  }
}

/**
 * The derivative of a formula with every step on the way: the rule, its general formula, what its letters stand for, the
 * formula before and after. Each step is checked against finite differences as it is made.
 *
 * With a list of variables the mixed partial derivative, one after the other; with `order` the derivative of that order.
 *
 * Throws `explain/bad-language`, `symbolic/bad-order`, and `limit/size` for more than 2,000 parts that depend on the
 * variable; the faces throw it for more than 16 million characters.
 *
 * @example
 * explain('x^2 * sin(x)', 'x').result // => x ^ 2 * cos(x) + 2 * x * sin(x)
 * explain('exp(-x^2 / 2)', 'x', { language: 'zh' }).toJSON().steps[0].name // => exp 的链式法则
 */
export function explain(
  f: Formula,
  x: string | Expr | readonly (string | Expr)[],
  options?: ExplainOptions,
): Derivation {
  const { order = 1, language = 'en', detail = 'normal' } = options ?? {}
  if (!Object.hasOwn(words, language)) throw errors.unknownLanguage(language, Object.keys(words))
  if (!Number.isInteger(order) || order < 1 || order > MAX_ORDER) throw errors.badOrder(order, 1, MAX_ORDER)
  const names = (Array.isArray(x) ? x : [x as string | Expr]).map(variableName)
  const formula = toExpr(f)
  const stages: Stage[] = []
  let current = formula
  for (const variable of names.flatMap((name) => new Array<string>(order).fill(name))) {
    const { steps, result } = stepsOf(current, variable, detail)
    stages.push({ formula: current, variable, steps, result })
    current = result
  }
  return new Derivation(formula, stages, language)
}
