import { checkGradient, checkJacobian, type Report } from '@fluxion/gradcheck'
import {
  type CodeLanguage,
  directional,
  type Expr,
  freeSymbols,
  gradient,
  hessian,
  indexNotation,
  jacobian,
  matrix,
  parse,
  type Shape,
  toCode,
  toLatex,
  toText,
  vector,
} from '@fluxion/symbolic'
import { eye, Generator, randn, type Tensor } from '@fluxion/tensor'
import type { Declarations } from './declarations.ts'

/** What the playground shows of one matrix formula. */
export interface MatrixAnalysis {
  readonly latex: string
  readonly shape: string
  readonly derivatives: readonly MatrixDerivative[]
}

/** The derivative of the formula by one of its names. */
export interface MatrixDerivative {
  readonly name: string
  /** Gradient of a scalar, Jacobian of a vector by a vector, operator for all others. */
  readonly kind: 'gradient' | 'Jacobian' | 'operator'
  readonly expression: Expr
  readonly text: string
  readonly latex: string
  /** Of an operator, the same entry by entry. */
  readonly entries?: string
  /** Of a gradient by a vector. */
  readonly hessian?: { readonly text: string; readonly latex: string }
}

/** Differentiates a matrix formula by every name in it. Throws the FluxionError of whichever step refused it. */
export function analyseMatrix(text: string, declarations: Declarations): MatrixAnalysis {
  const formula = parse(text, declarations)
  return {
    latex: toLatex(formula),
    shape: shapeText(formula.shape),
    derivatives: freeSymbols(formula).map((name) => derivativeBy(formula, name, declarations)),
  }
}

function derivativeBy(formula: Expr, name: string, { shapes }: Declarations): MatrixDerivative {
  const written = (kind: MatrixDerivative['kind'], expression: Expr): MatrixDerivative => ({
    name,
    kind,
    expression,
    text: toText(expression),
    latex: toLatex(expression),
  })
  const shape = shapes[name] ?? []
  if (formula.shape.length === 0) {
    const first = written('gradient', gradient(formula, name))
    if (shape.length !== 1) return first
    const second = hessian(formula, name)
    return { ...first, hessian: { text: toText(second), latex: toLatex(second) } }
  }
  if (formula.shape.length === 1 && shape.length === 1) return written('Jacobian', jacobian(formula, name) as Expr)
  if (shape.length === 0) return written('gradient', directional(formula, [name], [1]))
  const direction = shape.length === 1 ? vector(`d${name}`, shape[0]!) : matrix(`d${name}`, shape[0]!, shape[1]!)
  return { ...written('operator', directional(formula, name, direction)), entries: indexNotation(formula, name) }
}

const shapeText = (shape: Shape): string => (shape.length === 0 ? 'a number' : shape.join(' × '))

/** A derivative as a function in one of the languages with arrays. */
export function codeOf({ name, expression }: MatrixDerivative, language: CodeLanguage): string {
  return toCode(expression, language, { name: `derivative_by_${name}` })
}

/** Compares the derivatives with finite differences, at numbers drawn for the sizes chosen. */
export function checkMatrix(text: string, declarations: Declarations, sizes: Readonly<Record<string, number>>): Report {
  const formula = parse(text, declarations)
  const generator = new Generator(1)
  const at = Object.fromEntries(
    freeSymbols(formula).map((name) => {
      const shape = (declarations.shapes[name] ?? []).map((size) => (typeof size === 'number' ? size : sizes[size]!))
      return [name, draw(shape, declarations.assume[name]?.symmetric === true, generator)]
    }),
  )
  return formula.shape.length === 0 ? checkGradient(formula, { at }) : checkJacobian(formula, { at })
}

/** Normal numbers; a symmetric or square matrix is drawn well away from the singular ones. */
function draw(shape: readonly number[], symmetric: boolean, generator: Generator): Tensor {
  const drawn = randn([...shape], { generator })
  if (shape.length !== 2 || shape[0] !== shape[1]) return drawn
  return (symmetric ? drawn.mm(drawn.T) : drawn).add(eye(shape[0]!).mul(shape[0]!))
}
