import type { Expr } from '../expression.ts'
import { toMathML } from '../print/mathml.ts'
import type { Derivation, Stage } from './derivation.ts'
import { Page } from './page.ts'
import { inert } from './rules.ts'
import type { Step } from './steps.ts'
import { type Language, ruleWords, words } from './words.ts'
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
  const page = new Page('\n')
  for (const [at, stage] of stages.entries()) {
    page.write(heading(derivation, at, inText(stage.formula), stage.variable), '')
    for (const { step, number, depth } of numbered(stage.steps))
      page.write(...textStep(step, number, '   '.repeat(depth), language))
    page.write('', `${words[language].result}: ${inText(start(stage))} = ${inText(stage.result)}`, '')
  }
  return page.text.trimEnd()
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
  const page = new Page('\n')
  for (const [at, stage] of stages.entries()) {
    page.write(heading(derivation, at, `$${inLatex(stage.formula)}$`, `$${inLatex(start(stage).args[1]!)}$`), '')
    for (const { step, number } of numbered(stage.steps)) {
      const { name, sentence } = ruleWords(step, language)
      page.write(`\\noindent\\textbf{${number}. ${latexWords(name)}.} ${latexWords(sentence)}${words[language].stop}`)
      page.write(
        ...latexRule(step, language),
        `\\[ ${inLatex(step.before, step.from)} = ${inLatex(step.rewritten)} \\]`,
      )
    }
    page.write(
      '',
      `\\noindent ${words[language].result}:`,
      `\\[ ${inLatex(start(stage))} = ${inLatex(stage.result)} \\]`,
      '',
    )
  }
  return page.text.trimEnd()
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
  const page = new Page('\n')
  for (const [at, stage] of stages.entries()) {
    page.write(heading(derivation, at, `$${inLatex(stage.formula)}$`, `$${inLatex(start(stage).args[1]!)}$`), '')
    for (const { step, number, depth } of numbered(stage.steps)) {
      const indent = '    '.repeat(depth)
      const { name, sentence } = ruleWords(step, language)
      page.write(`${indent}- **${number}. ${name}.** ${sentence}${stop}`, '')
      if (step.general !== undefined) {
        const given = equations(step, (e) => inLatex(e), latexName)
        const letters = given.length === 0 ? '' : ` ${where} ${given.map((equation) => `$${equation}$`).join(', ')}`
        page.write(`${indent}    $${inLatex(step.general.left)} = ${inLatex(step.general.right)}$${letters}`, '')
      }
      page.write(`${indent}    $$${inLatex(step.before, step.from)} = ${inLatex(step.rewritten)}$$`, '')
    }
    page.write(`**${result}:** $${inLatex(start(stage))} = ${inLatex(stage.result)}$`, '')
  }
  return page.text.trimEnd()
}

// ---- HTML

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const equation = (left: string, right: string): string => `<p class="equation">${left} = ${right}</p>`

export function htmlOf(derivation: Derivation): string {
  const { stages, language } = derivation
  const page = new Page('')
  page.write(`<div class="derivation" lang="${language}">`)
  for (const [at, stage] of stages.entries()) {
    const title = heading(derivation, at, inMathML(stage.formula), inMathML(start(stage).args[1]!))
    page.write(`<p>${title}</p>`)
    writeHtmlSteps(stage.steps, language, page)
    const result = `${inMathML(start(stage))} = ${inMathML(stage.result)}`
    page.write(`<p class="result">${words[language].result}: ${result}</p>`)
  }
  page.write('</div>')
  return page.text
}

function writeHtmlSteps(steps: readonly Step[], language: Language, page: Page): void {
  page.write('<ol>')
  for (const step of steps) {
    const { name, sentence } = ruleWords(step, language)
    page.write(`<li><p><strong>${escaped(name)}.</strong> ${escaped(sentence)}${words[language].stop}</p>`)
    if (step.general !== undefined) page.write(`<p class="rule">${htmlRule(step, step.general, language)}</p>`)
    page.write(equation(inMathML(step.before, step.from), inMathML(step.rewritten)))
    if (step.substeps.length > 0) writeHtmlSteps(step.substeps, language, page)
    page.write('</li>')
  }
  page.write('</ol>')
}

function htmlRule(step: Step, { left, right }: NonNullable<Step['general']>, language: Language): string {
  const letters = equations(step, toMathML, escaped)
  const where = letters.length === 0 ? '' : ` ${words[language].where} ${letters.join(', ')}`
  return `${inMathML(left)} = ${inMathML(right)}${where}`
}
