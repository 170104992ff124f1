import type { Expr } from '../expression.ts'
import { latexNotation } from '../print/latex.ts'
import { layOut } from '../print/layout.ts'
import { mathmlNotation } from '../print/mathml.ts'
import { type Notation, type Piece, tightness } from '../print/notation.ts'
import { textNotation } from '../print/text.ts'

const atom = (text: string): Piece => ({ text, tightness: tightness.power })

/** A formula of a derivation with its inert derivatives as `d/dx[u]`; the derivative that is taken next is marked. */
function withDerivatives(
  e: Expr,
  notation: Notation,
  derivative: (u: string, x: string, marked: boolean) => Piece,
  marked?: Expr,
): string {
  const derivatives = new Set<Piece>()
  const placed = (node: Expr, piece: Piece): Piece => {
    if (node.shape.length === 0) derivatives.add(piece)
    return piece
  }
  const written: Notation = {
    ...notation,
    // derivatives last: cos(u) * du/dx; of matrices they keep their place
    product: (factors, kind) =>
      kind === 'elementwise' || factors.every((factor) => !derivatives.has(factor))
        ? notation.product(factors, kind)
        : notation.product(
            [
              ...factors.filter((factor) => !derivatives.has(factor)),
              ...factors.filter((factor) => derivatives.has(factor)),
            ],
            kind,
          ),
    function: (node, args) =>
      node.op === 'D'
        ? placed(node, derivative(args[0]!.text, args[1]!.text, node === marked))
        : notation.function(node, args),
  }
  return layOut(e, written)
}

/** `sin(x) * d/dx[x ^ 2]` */
export const inText = (e: Expr): string =>
  withDerivatives(e, textNotation, (u, x) => atom(/^\w+$/.test(u) ? `d${u}/d${x}` : `d/d${x}[${u}]`))

/** The same in LaTeX; the derivative to take next is boxed. */
export const inLatex = (e: Expr, marked?: Expr): string =>
  withDerivatives(
    e,
    latexNotation,
    (u, x, isMarked) => {
      const isLetter = /^(?:[a-z]|\\[a-z]+)$/i.test(u)
      const text = isLetter ? `\\frac{d ${u}}{d ${x}}` : `\\frac{d}{d ${x}}\\left[${u}\\right]`
      return atom(isMarked ? `\\boxed{${text}}` : text)
    },
    marked,
  )

/** The same as a MathML element; the derivative to take next has the class `next`. */
export function inMathML(e: Expr, marked?: Expr): string {
  const row = withDerivatives(
    e,
    mathmlNotation,
    (u, x, isMarked) => {
      const isLetter = /^<mi>[^<]*<\/mi>$/.test(u)
      const d = `<mi>d</mi>`
      const text = isLetter
        ? `<mfrac><mrow>${d}${u}</mrow><mrow>${d}${x}</mrow></mfrac>`
        : `<mfrac>${d}<mrow>${d}${x}</mrow></mfrac><mrow><mo fence="true">[</mo>${u}<mo fence="true">]</mo></mrow>`
      return atom(isMarked ? `<mrow class="next">${text}</mrow>` : `<mrow>${text}</mrow>`)
    },
    marked,
  )
  return `<math xmlns="http://www.w3.org/1998/Math/MathML">${row}</math>`
}
