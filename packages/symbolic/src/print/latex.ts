import { isFunctionName } from '../apply.ts'
import { definitionOf } from '../definitions.ts'
import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { functions } from '../functions.ts'
import { greek, splitName } from './greek.ts'
import { layOut } from './layout.ts'
import { concat, type Notation, type Piece, type ProductKind, tightness } from './notation.ts'

const piece = (text: string, tight: number): Piece => ({ text, tightness: tight })

const inBrackets = (text: string): string => `\\left(${text}\\right)`

const within = ({ text, tightness: tight }: Piece, wanted: number): string => (tight < wanted ? inBrackets(text) : text)

const escaped = (text: string): string => text.replace(/[_$]/g, '\\$&')

const letters = (name: string): string =>
  greek.has(name) ? `\\${name}` : Array.from(name).length === 1 ? escaped(name) : `\\mathrm{${escaped(name)}}`

function named(name: string, bold: boolean): string {
  const { stem, index } = splitName(name)
  const base = bold ? `\\mathbf{${greek.has(stem) ? `\\${stem}` : escaped(stem)}}` : letters(stem)
  if (index === '') return base
  return `${base}_{${/^\d+$/.test(index) ? index : letters(index)}}`
}

const constants: Readonly<Record<string, string>> = {
  pi: '\\pi',
  e: 'e',
  tau: '\\tau',
  phi: '\\varphi',
  infinity: '\\infty',
  nan: '\\mathrm{NaN}',
  true: '\\mathrm{true}',
  false: '\\mathrm{false}',
}

const relations = { lt: '<', le: '\\le', gt: '>', ge: '\\ge', eq: '=', ne: '\\ne' } as const

const junctions = { and: '\\land', or: '\\lor' } as const

const list = (args: readonly Piece[]): string =>
  concat(
    args.map(({ text }) => text),
    ', ',
  )

/** Matrix operations and other nodes that are not rows of the function table, as templates. */
const templates: Readonly<Record<string, string>> = {
  det: '\\det',
  logdet: '\\ln\\det',
  trace: '\\operatorname{tr}',
  sum: '\\operatorname{sum}',
  mean: '\\operatorname{mean}',
  norm: '\\left\\lVert #1\\right\\rVert',
  norm1: '\\left\\lVert #1\\right\\rVert_{1}',
  diag: '\\operatorname{diag}',
  diagonal: '\\operatorname{diagonal}',
  outer: '#1\\otimes #2',
  kron: '#1\\otimes #2',
  softmax: '\\operatorname{softmax}',
  logsumexp: '\\operatorname{logsumexp}',
  D: '\\operatorname{D}',
}

/** Does a template put its argument between signs of its own, so that brackets would be too much? */
const encloses = /^\\left[^(]|^\\sqrt|[{_]#1}/

/** A command before its arguments: `\sin\left(x\right)`. */
function commandOf(command: string, args: readonly Piece[]): Piece {
  const rest = inBrackets(list(args))
  return { text: command + rest, tightness: tightness.atom, stem: command, rest }
}

function fill(template: string, args: readonly Piece[]): Piece {
  if (!template.includes('#')) return commandOf(template, args)
  const bare = encloses.test(template)
  const parts = template.split(/(#\d)/)
  const texts = parts.map((part, i) => {
    const arg = part.startsWith('#') ? args[Number(part.slice(1)) - 1] : undefined
    if (arg === undefined) return part
    const enclosed = bare || /[{[(]$/.test(parts[i - 1]!)
    return enclosed ? arg.text : within(arg, tightness.atom)
  })
  return piece(concat(texts), bare || /\)$/.test(template) ? tightness.atom : tightness.product)
}

/** Functions that take a whole power before the argument: `\sin^{2}\left(x\right)`. */
const raised = /^\\(?:sin|cos|tan|sec|csc|cot|sinh|cosh|tanh|coth|ln|operatorname\{(?:sech|csch)\})$/

function power(base: Piece, exponent: Piece, kind: ProductKind, node: Expr): Piece {
  const sign = `^{${kind === 'elementwise' ? '\\circ ' : ''}${exponent.text}}`
  if (base.stem !== undefined && base.rest !== undefined && raised.test(base.stem) && exponent.digits === true)
    return piece(`${base.stem}${sign}${base.rest}`, tightness.atom)
  return piece((node.op === 'exp' ? inBrackets(base.text) : within(base, tightness.atom)) + sign, tightness.power)
}

function product(factors: readonly Piece[], kind: ProductKind): Piece {
  const texts = factors.map((factor, i) => {
    const text = within(factor, tightness.power)
    if (i === 0) return text
    if (kind === 'elementwise') return ` \\odot ${text}`
    return factor.digits === true ? ` \\cdot ${text}` : ` ${text}`
  })
  return { text: concat(texts), tightness: tightness.product, digits: factors[0]!.digits === true }
}

/** How formulas look in LaTeX. */
export const latexNotation: Notation = {
  number: (digits) => {
    const [mantissa = digits, exponent] = digits.split('e')
    if (exponent === undefined) return { text: digits, tightness: tightness.atom, digits: true }
    return { text: `${mantissa} \\cdot 10^{${exponent.replace('+', '')}}`, tightness: tightness.product, digits: true }
  },
  symbol: (name, shape) => piece(named(name, shape.length > 0), tightness.atom),
  constant: (e) => piece(constants[e.name] ?? named(e.name, false), tightness.atom),
  sized: (name, shape) =>
    piece(name === 'eye' ? `I_{${shape[0]}}` : `\\mathbf{1}_{${shape.join(' \\times ')}}`, tightness.atom),
  negative: (of) => piece(`-${within(of, tightness.product)}`, tightness.sum),
  sum: (terms) =>
    piece(
      concat(
        terms.map(
          (term, i) =>
            (term.negative ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + ') + within(term, tightness.product),
        ),
      ),
      tightness.sum,
    ),
  product,
  quotient: (numerator, denominator, kind) =>
    kind === 'elementwise'
      ? piece(
          `${within(numerator, tightness.product)} \\oslash ${within(denominator, tightness.power)}`,
          tightness.product,
        )
      : piece(`\\frac{${numerator.text}}{${denominator.text}}`, tightness.product),
  power,
  squareRoot: (radicand) => piece(`\\sqrt{${radicand.text}}`, tightness.atom),
  transpose: (base) =>
    base.stem !== undefined && base.rest === undefined
      ? piece(`${base.stem}^{-\\top}`, tightness.power)
      : piece(`${within(base, tightness.atom)}^{\\top}`, tightness.power),
  relation: (op, left, right) =>
    piece(`${within(left, tightness.sum)} ${relations[op]} ${within(right, tightness.sum)}`, tightness.relation),
  junction: (op, parts) =>
    piece(
      concat(
        parts.map((part) => within(part, tightness[op] + 1)),
        ` ${junctions[op]} `,
      ),
      tightness[op],
    ),
  not: (condition) => piece(`\\lnot ${within(condition, tightness.sign)}`, tightness.sign),
  piecewise: (parts) => {
    const rows: string[] = []
    for (let i = 0; i + 1 < parts.length; i += 2) rows.push(`${parts[i + 1]!.text} & \\text{if } ${parts[i]!.text}`)
    rows.push(`${parts[parts.length - 1]!.text} & \\text{otherwise}`)
    return piece(`\\begin{cases} ${concat(rows, ' \\\\ ')} \\end{cases}`, tightness.choice)
  },
  function: (e, args) => {
    if (e.op === 'exp') return piece(`e^{${args[0]!.text}}`, tightness.power)
    if (e.op === 'inv') {
      const stem = within(args[0]!, tightness.atom)
      return { text: `${stem}^{-1}`, tightness: tightness.power, stem }
    }
    if (e.op === 'norm' && e.args[0]!.shape.length === 2) return fill(`${templates.norm}_{F}`, args)
    const template = isFunctionName(e.op)
      ? functions[e.op].latex
      : (templates[e.op] ?? `\\operatorname{${escaped(e.op)}}`)
    return fill(template, args)
  },
  call: (name, orders, args) => {
    const defined = orders.length === 0 ? definitionOf(name)?.latex : undefined
    if (defined !== undefined) return fill(defined, args)
    const applied = orders.some((order) => order > 0)
    const marks = !applied
      ? ''
      : args.length > 1
        ? `^{(${orders.join(',')})}`
        : orders[0]! <= 3
          ? "'".repeat(orders[0]!)
          : `^{(${orders[0]!})}`
    return piece(`${named(name, false)}${marks}${inBrackets(list(args))}`, tightness.atom)
  },
}

/**
 * The formula as LaTeX for math mode: fractions, roots, Greek letters and indices (`alpha_1` is `\alpha_{1}`), bold
 * vectors and matrices.
 *
 * Throws `limit/size` when the text would be longer than 16,777,216 characters.
 *
 * @example
 * toLatex('sin(x)^2 / sqrt(2 * pi)') // => \frac{\sin^{2}\left(x\right)}{\sqrt{2 \pi}}
 */
export function toLatex(f: Formula): string {
  return layOut(toExpr(f), latexNotation)
}
