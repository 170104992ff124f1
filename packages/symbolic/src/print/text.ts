import type { Expr } from '../expression.ts'
import { layOut } from './layout.ts'
import { concat, type Notation, type Piece, type ProductKind, relationSigns, tightness } from './notation.ts'

const piece = (text: string, tight: number): Piece => ({ text, tightness: tight })

/** The piece's text, in brackets when it holds less tightly than wanted. */
const within = ({ text, tightness: tight }: Piece, wanted: number): string => (tight < wanted ? `(${text})` : text)

const signs = {
  product: { times: ' * ', over: ' / ', power: ' ^ ' },
  elementwise: { times: ' .* ', over: ' ./ ', power: ' .^ ' },
} as const satisfies Record<ProductKind, object>

const constants: Readonly<Record<string, Piece>> = {
  infinity: piece('Infinity', tightness.atom),
  nan: piece('NaN', tightness.atom),
  phi: piece('(1 + sqrt(5)) / 2', tightness.product),
}

const callText = (name: string, args: readonly Piece[]): Piece =>
  piece(
    `${name}(${concat(
      args.map(({ text }) => text),
      ', ',
    )})`,
    tightness.atom,
  )

/** The marks of a derivative of an undefined function: `'` for one argument, `'[1, 0]` for several. */
function primes(orders: readonly number[], count: number): string {
  if (orders.every((order) => order === 0)) return ''
  const [order = 0] = orders
  return count === 1 && order <= 3 ? "'".repeat(order) : `'[${orders.join(', ')}]`
}

/** Names in the language of operations whose node is called otherwise. */
const spoken: Readonly<Record<string, string>> = { trace: 'tr' }

/** How formulas look as text. */
export const textNotation: Notation = {
  number: (digits) => piece(digits, tightness.atom),
  symbol: (name) => piece(name, tightness.atom),
  constant: (e) => constants[e.name] ?? piece(e.name, tightness.atom),
  sized: (name, shape) => piece(`${name}(${(name === 'eye' ? shape.slice(1) : shape).join(', ')})`, tightness.atom),
  negative: (of) =>
    piece(
      `-${within(of, tightness.product)}`,
      of.tightness < tightness.product ? tightness.sign : Math.min(of.tightness, tightness.sign),
    ),
  sum: (terms) => {
    const texts = terms.map((term, i) => {
      const text = within(term, tightness.product)
      if (i === 0) return term.negative ? `-${text}` : text
      return term.negative ? ` - ${text}` : ` + ${text}`
    })
    return piece(concat(texts), tightness.sum)
  },
  product: (factors, kind) =>
    piece(
      concat(
        factors.map((factor, i) =>
          within(factor, i === 0 && kind === 'elementwise' ? tightness.product : tightness.power),
        ),
        signs[kind].times,
      ),
      tightness.product,
    ),
  quotient: (numerator, denominator, kind) =>
    piece(
      `${within(numerator, tightness.product)}${signs[kind].over}${within(denominator, tightness.power)}`,
      tightness.product,
    ),
  power: (base, exponent, kind) =>
    piece(`${within(base, tightness.atom)}${signs[kind].power}${within(exponent, tightness.power)}`, tightness.power),
  squareRoot: (radicand) => callText('sqrt', [radicand]),
  transpose: (base) => piece(`${within(base, tightness.atom)}'`, tightness.atom),
  relation: (op, left, right) =>
    piece(`${within(left, tightness.sum)} ${relationSigns[op]} ${within(right, tightness.sum)}`, tightness.relation),
  junction: (op, parts) =>
    piece(
      concat(
        parts.map((part) => within(part, tightness[op] + 1)),
        ` ${op} `,
      ),
      tightness[op],
    ),
  not: (condition) => piece(`not ${within(condition, tightness.sign)}`, tightness.sign),
  piecewise: (parts) => {
    const texts = parts.map(
      (part, i) => within(part, tightness.choice + 1) + (i === parts.length - 1 ? '' : i % 2 === 0 ? ' ? ' : ' : '),
    )
    return piece(concat(texts), tightness.choice)
  },
  function: (e, args) => {
    if (e.op === 'norm' && e.args[0]!.shape.length === 2)
      return callText('norm', [...args, piece("'fro'", tightness.atom)])
    return callText(spoken[e.op] ?? e.op, args)
  },
  call: (name, orders, args) => callText(`${name}${primes(orders, args.length)}`, args),
}

/** The formula as text that `parse` reads back; see to-text.ts. */
export function toText(e: Expr): string {
  return layOut(e, textNotation)
}
