import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { greek, splitName } from './greek.ts'
import { layOut } from './layout.ts'
import { concat, type Notation, type Piece, tightness } from './notation.ts'

// Pieces are rows of MathML elements.

const piece = (text: string, tight: number): Piece => ({ text, tightness: tight })

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const mo = (sign: string): string => `<mo>${escaped(sign)}</mo>`
const mi = (name: string): string => `<mi>${escaped(name)}</mi>`
const mn = (digits: string): string => `<mn>${digits}</mn>`
const row = (text: string): string => `<mrow>${text}</mrow>`

const fenced = (open: string, text: string, close: string): string =>
  row(`<mo fence="true">${open}</mo>${text}<mo fence="true">${close}</mo>`)

const inBrackets = (text: string): string => fenced('(', text, ')')

const within = ({ text, tightness: tight }: Piece, wanted: number): string => (tight < wanted ? inBrackets(text) : text)

/** What says that a name is applied to the brackets after it. */
const APPLY = '<mo>&#8289;</mo>'
const TIMES = '<mo>&#8290;</mo>'

const letter = (name: string): string => greek.get(name) ?? name

function named(name: string, bold: boolean): string {
  const { stem, index } = splitName(name)
  const base = bold ? `<mi mathvariant="bold">${escaped(letter(stem))}</mi>` : mi(letter(stem))
  if (index === '') return base
  return `<msub>${base}${/^\d+$/.test(index) ? mn(index) : mi(letter(index))}</msub>`
}

const constants: Readonly<Record<string, string>> = { pi: 'π', e: 'e', tau: 'τ', phi: 'φ', infinity: '∞', nan: 'NaN' }

const relations = { lt: '<', le: '≤', gt: '>', ge: '≥', eq: '=', ne: '≠' } as const
const junctions = { and: '∧', or: '∨' } as const

const list = (args: readonly Piece[]): string =>
  concat(
    args.map(({ text }) => text),
    mo(','),
  )

const called = (name: string, args: readonly Piece[]): Piece =>
  piece(`${name}${APPLY}${inBrackets(list(args))}`, tightness.atom)

/** Functions that are not written as a name before brackets. */
const forms: Readonly<Record<string, (args: readonly Piece[]) => Piece>> = {
  exp: ([x]) => piece(`<msup>${mi('e')}${row(x!.text)}</msup>`, tightness.power),
  abs: ([x]) => piece(fenced('|', x!.text, '|'), tightness.atom),
  floor: ([x]) => piece(fenced('⌊', x!.text, '⌋'), tightness.atom),
  ceil: ([x]) => piece(fenced('⌈', x!.text, '⌉'), tightness.atom),
  cbrt: ([x]) => piece(`<mroot>${row(x!.text)}${mn('3')}</mroot>`, tightness.atom),
  nthRoot: ([x, n]) => piece(`<mroot>${row(x!.text)}${row(n!.text)}</mroot>`, tightness.atom),
  mod: ([x, y]) => piece(`${within(x!, tightness.atom)}${mo('mod')}${within(y!, tightness.atom)}`, tightness.product),
  norm: ([x]) => piece(fenced('‖', x!.text, '‖'), tightness.atom),
  norm1: ([x]) => piece(`<msub>${fenced('‖', x!.text, '‖')}${mn('1')}</msub>`, tightness.atom),
  inv: ([x]) => piece(`<msup>${row(within(x!, tightness.atom))}${row(mo('−') + mn('1'))}</msup>`, tightness.power),
}

/** Names that are written otherwise. */
const spoken: Readonly<Record<string, string>> = {
  log: 'ln',
  gamma: 'Γ',
  digamma: 'ψ',
  sigmoid: 'σ',
  beta: 'B',
  trace: 'tr',
  lambertw: 'W',
}

/** How formulas look in MathML. */
export const mathmlNotation: Notation = {
  number: (digits) => {
    const [mantissa = digits, exponent] = digits.split('e')
    if (exponent === undefined) return piece(mn(digits), tightness.atom)
    return piece(
      `${mn(mantissa)}${mo('·')}<msup>${mn('10')}${row(exponent.startsWith('-') ? mo('−') + mn(exponent.slice(1)) : mn(exponent.replace('+', '')))}</msup>`,
      tightness.product,
    )
  },
  symbol: (name, shape) => piece(named(name, shape.length > 0), tightness.atom),
  constant: (e) => piece(mi(constants[e.name] ?? e.name), tightness.atom),
  sized: (name, shape) =>
    piece(
      `<msub>${name === 'eye' ? mi('I') : '<mn mathvariant="bold">1</mn>'}${row(
        concat(
          (name === 'eye' ? shape.slice(1) : shape).map((d) => mi(String(d))),
          mo('×'),
        ),
      )}</msub>`,
      tightness.atom,
    ),
  negative: (of) => piece(`${mo('−')}${within(of, tightness.product)}`, tightness.sum),
  sum: (terms) =>
    piece(
      concat(
        terms.map((term, i) => (term.negative ? mo('−') : i === 0 ? '' : mo('+')) + within(term, tightness.product)),
      ),
      tightness.sum,
    ),
  product: (factors, kind) =>
    piece(
      concat(
        factors.map((factor) => within(factor, tightness.power)),
        kind === 'elementwise' ? mo('⊙') : TIMES,
      ),
      tightness.product,
    ),
  quotient: (top, bottom, kind) =>
    kind === 'elementwise'
      ? piece(`${within(top, tightness.product)}${mo('⊘')}${within(bottom, tightness.power)}`, tightness.product)
      : piece(`<mfrac>${row(top.text)}${row(bottom.text)}</mfrac>`, tightness.product),
  power: (base, exponent, kind, node) =>
    piece(
      `<msup>${row(node.op === 'exp' ? inBrackets(base.text) : within(base, tightness.atom))}${row((kind === 'elementwise' ? mo('∘') : '') + exponent.text)}</msup>`,
      tightness.power,
    ),
  squareRoot: (radicand) => piece(`<msqrt>${radicand.text}</msqrt>`, tightness.atom),
  transpose: (base) => piece(`<msup>${row(within(base, tightness.atom))}${mo('⊤')}</msup>`, tightness.power),
  relation: (op, left, right) =>
    piece(`${within(left, tightness.sum)}${mo(relations[op])}${within(right, tightness.sum)}`, tightness.relation),
  junction: (op, parts) =>
    piece(
      concat(
        parts.map((part) => within(part, tightness[op] + 1)),
        mo(junctions[op]),
      ),
      tightness[op],
    ),
  not: (condition) => piece(`${mo('¬')}${within(condition, tightness.sign)}`, tightness.sign),
  piecewise: (parts) => {
    const rows = parts.flatMap((part, i) => {
      if (i % 2 === 0 && i < parts.length - 1) return []
      const condition =
        i === parts.length - 1 ? '<mtext>otherwise</mtext>' : `<mtext>if&#160;</mtext>${parts[i - 1]!.text}`
      return [`<mtr><mtd>${row(part.text)}</mtd><mtd>${row(condition)}</mtd></mtr>`]
    })
    return piece(
      row(`<mo fence="true">{</mo><mtable columnalign="left left">${concat(rows)}</mtable>`),
      tightness.choice,
    )
  },
  function: (e: Expr, args) =>
    Object.hasOwn(forms, e.op)
      ? forms[e.op]!(args)
      : called(mi(Object.hasOwn(spoken, e.op) ? spoken[e.op]! : e.op), args),
  call: (name, orders, args) => {
    if (orders.every((order) => order === 0)) return called(named(name, false), args)
    const marks =
      args.length === 1 && orders[0]! <= 3
        ? mo('′'.repeat(orders[0]!))
        : row(
            mo('(') +
              concat(
                orders.map((order) => mn(String(order))),
                mo(','),
              ) +
              mo(')'),
          )
    return called(`<msup>${named(name, false)}${marks}</msup>`, args)
  },
}

/**
 * The formula as presentation MathML, which browsers show without any library. Names are escaped, so that the text is
 * safe to put into a page.
 *
 * Throws `limit/size` when the text would be longer than 16,777,216 characters.
 *
 * @example
 * toMathML('x / 2') // => <math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mrow><mi>x</mi></mrow><mrow><mn>2</mn></mrow></mfrac></math>
 */
export function toMathML(f: Formula): string {
  return `<math xmlns="http://www.w3.org/1998/Math/MathML">${layOut(toExpr(f), mathmlNotation)}</math>`
}
