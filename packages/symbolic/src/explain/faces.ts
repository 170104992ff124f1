import type { Expr } from '../expression.ts'
import { toMathML } from '../print/mathml.ts'
import { type Derivation, ruleWords, type Stage } from './derivation.ts'
import { inert } from './rules.ts'
import type { Step } from './steps.ts'
import { type Language, words } from './words.ts'
import { inLatex, inMathML, inText } from './writing.ts'

/** A step with its number: `2`, `2.1`. */
interface Numbered {
  readonly step: Step
  readonly number: string
  readonly depth: number
}

function* numbered(steps: readonly Step[], prefix = '', depth = 0): Generator<Numbered> {
  for (const [i, step] of steps.entries()) {
    const number = `${prefix}${i + 1}`
    yield { step, number, depth }
    yield* numbered(step.substeps, `${number}.`, depth + 1)
  }
}

/** The sentence above a stage. */
function heading({ stages, language }: Derivation, at: number, formula: string, variable: string): string {
  const { differentiate, again } = words[language]
  const sentence = at === 0 ? differentiate : again
  return sentence
    .replace('#1', () => (stages.length > 0 && at > 0 ? String(at + 1) : formula))
    .replace('#2', () => variable)
}

/** `u = 2 * x`, `du/dx = 2`, … in a notation. */
const equations = (step: Step, write: (e: Expr) => string, name: (letter: string) => string): string[] =>
  [...step.where, ...step.settled].map(({ name: letter, value }) => `${name(letter)} = ${write(value)}`)

const start = (stage: Stage): Expr => inert(stage.formula, stage.variable)

// ---- plain text

export function textOf(derivation: Derivation): string {
  const { stages, language } = derivation
  const lines: string[] = []
  for (const [at, stage] of stages.entries()) {
    lines.push(heading(derivation, at, inText(stage.formula), stage.variable), '')
    for (const { step, number, depth } of numbered(stage.steps))
      lines.push(...textStep(step, number, '   '.repeat(depth), language))
    lines.push('', `${words[language].result}: ${inText(start(stage))} = ${inText(stage.result)}`, '')
  }
  return lines.join('\n').trimEnd()
}

function textStep(step: Step, number: string, indent: string, language: Language): string[] {
  const { name, sentence } = ruleWords(step, language)
  const { where, stop, therefore } = words[language]
  const inside = `${indent}     `
  const lines = [`${indent}${number}. ${name}: ${sentence}${stop}`]
  const here = `${inText(step.from)} = ${inText(step.to)}`
  if (step.general !== undefined) {
    const given = equations(step, inText, (letter) => letter)
    const letters = given.length === 0 ? '' : `   ${where} ${given.join(', ')}`
    const rule = `${inText(step.general.left)} = ${inText(step.general.right)}`
    if (rule !== here) lines.push(`${inside}${rule}${letters}`)
  }
  lines.push(`${inside}${here}`)
  const whole = step.rewritten
  if (whole !== step.to) lines.push(`${inside}${therefore}: ${inText(whole)}`)
  return lines
}

// ---- LaTeX

const latexName = (letter: string): string => {
  const [top, bottom] = letter.split('/')
  if (bottom !== undefined) return `\\frac{${latexName(top!)}}{${latexName(bottom)}}`
  return letter.replace(/_(\d+)$/, '_{$1}')
}

/** Words in LaTeX text: `exp` and `_` are what they are. */
const latexWords = (sentence: string): string => sentence.replace(/[_$%&#]/g, '\\$&')

export function latexOf(derivation: Derivation): string {
  const { stages, language } = derivation
  const lines: string[] = []
  for (const [at, stage] of stages.entries()) {
    lines.push(heading(derivation, at, `$${inLatex(stage.formula)}$`, `$${inLatex(start(stage).args[1]!)}$`), '')
    for (const { step, number } of numbered(stage.steps)) {
      const { name, sentence } = ruleWords(step, language)
      lines.push(`\\noindent\\textbf{${number}. ${latexWords(name)}.} ${latexWords(sentence)}${words[language].stop}`)
      lines.push(
        ...latexRule(step, language),
        `\\[ ${inLatex(step.before, step.from)} = ${inLatex(step.rewritten)} \\]`,
      )
    }
    lines.push(
      '',
      `\\noindent ${words[language].result}:`,
      `\\[ ${inLatex(start(stage))} = ${inLatex(stage.result)} \\]`,
      '',
    )
  }
  return lines.join('\n').trimEnd()
}

function latexRule(step: Step, language: Language): string[] {
  if (step.general === undefined) return []
  const given = equations(step, (e) => inLatex(e), latexName)
  const letters = given.length === 0 ? '' : ` \\qquad \\text{${words[language].where} } ${given.join(', \\; ')}`
  return [`\\[ ${inLatex(step.general.left)} = ${inLatex(step.general.right)}${letters} \\]`]
}

// ---- Markdown

export function markdownOf(derivation: Derivation): string {
  const { stages, language } = derivation
  const { where, stop, result } = words[language]
  const lines: string[] = []
  for (const [at, stage] of stages.entries()) {
    lines.push(heading(derivation, at, `$${inLatex(stage.formula)}$`, `$${inLatex(start(stage).args[1]!)}$`), '')
    for (const { step, number, depth } of numbered(stage.steps)) {
      const indent = '    '.repeat(depth)
      const { name, sentence } = ruleWords(step, language)
      lines.push(`${indent}- **${number}. ${name}.** ${sentence}${stop}`, '')
      if (step.general !== undefined) {
        const given = equations(step, (e) => inLatex(e), latexName)
        const letters = given.length === 0 ? '' : ` ${where} ${given.map((equation) => `$${equation}$`).join(', ')}`
        lines.push(`${indent}    $${inLatex(step.general.left)} = ${inLatex(step.general.right)}$${letters}`, '')
      }
      lines.push(`${indent}    $$${inLatex(step.before, step.from)} = ${inLatex(step.rewritten)}$$`, '')
    }
    lines.push(`**${result}:** $${inLatex(start(stage))} = ${inLatex(stage.result)}$`, '')
  }
  return lines.join('\n').trimEnd()
}

// ---- HTML

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const equation = (left: string, right: string): string => `<p class="equation">${left} = ${right}</p>`

export function htmlOf(derivation: Derivation): string {
  const { stages, language } = derivation
  const parts = stages.map((stage, at) => {
    const title = heading(derivation, at, inMathML(stage.formula), inMathML(start(stage).args[1]!))
    const result = `<p class="result">${words[language].result}: ${inMathML(start(stage))} = ${inMathML(stage.result)}</p>`
    return `<p>${title}</p>${htmlSteps(stage.steps, language)}${result}`
  })
  return `<div class="derivation" lang="${language}">${parts.join('')}</div>`
}

function htmlSteps(steps: readonly Step[], language: Language): string {
  const items = steps.map((step) => {
    const { name, sentence } = ruleWords(step, language)
    const { stop, where } = words[language]
    const letters = [...step.where, ...step.settled].map(
      ({ name: letter, value }) => `${escaped(letter)} = ${toMathML(value)}`,
    )
    const rule =
      step.general === undefined
        ? ''
        : `<p class="rule">${inMathML(step.general.left)} = ${inMathML(step.general.right)}${letters.length === 0 ? '' : ` ${where} ${letters.join(', ')}`}</p>`
    const inner = step.substeps.length === 0 ? '' : htmlSteps(step.substeps, language)
    return `<li><p><strong>${escaped(name)}.</strong> ${escaped(sentence)}${stop}</p>${rule}${equation(inMathML(step.before, step.from), inMathML(step.rewritten))}${inner}</li>`
  })
  return `<ol>${items.join('')}</ol>`
}
