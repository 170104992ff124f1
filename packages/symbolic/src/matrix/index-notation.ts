import { variableName } from '../differentiate.ts'
import { type Expr, type Formula, isNumber } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { freeSymbols } from '../measure.ts'
import { toText } from '../print/text.ts'
import { isZero } from '../shapes.ts'
import { neg } from '../sum.ts'
import { symbol } from '../symbols.ts'
import { alongDirection } from './along-direction.ts'
import { collected, entriesOf, type IndexTerm, type Label, Labels, withoutDeltas } from './index-form.ts'
import { inertDerivative } from './inert.ts'
import { symbolNamed } from './jacobian.ts'

/** A derivative entry by entry: the labels of the formula's axes, those of the variable, and the terms; undefined where not linear. */
export interface IndexedDerivative {
  readonly outputs: readonly string[]
  readonly inputs: readonly string[]
  readonly terms: readonly IndexTerm[] | undefined
}

const NAMES = /* @__PURE__ */ Array.from('ijklpqrstuvwabcdfgh')

/** The derivative of a formula of any shape by a variable of any shape, entry by entry. */
export function indexedDerivative(root: Expr, x: Expr): IndexedDerivative {
  const taken = new Set(freeSymbols(root))
  const names = NAMES.filter((name) => !taken.has(name))
  let count = 0
  const next = (): string => names[count++] ?? `i${count}`
  const outputs = root.shape.map(next)
  const inputs = x.shape.map(next)
  let direction = `d${x.name}`
  while (taken.has(direction)) direction = `d${direction}`
  const dx = symbol(direction, { shape: x.shape })
  const along = alongDirection(root, x, dx)
  if (isZero(along)) return { outputs, inputs, terms: [] }
  const pool = new Labels(next)
  const raw = entriesOf(along, dx, outputs, inputs, pool)
  const start = outputs.length + inputs.length
  const terms = raw?.map((term) => renamed(withoutDeltas(term, pool.sizes), (i) => names[start + i] ?? `i${start + i}`))
  return { outputs, inputs, terms: terms && collected(terms, ({ factors }) => factors.map(factorText).join(' * ')) }
}

/** Bound labels named in the order they are met. */
function renamed(term: IndexTerm, nameOf: (i: number) => string): IndexTerm {
  const known = new Map<string, string>()
  const rename = (label: Label): Label => {
    if (typeof label !== 'string') return { ...label, of: rename(label.of) }
    if (!term.bound.includes(label)) return label
    if (!known.has(label)) known.set(label, nameOf(known.size))
    return known.get(label)!
  }
  const factors = term.factors.map((factor) => ({ ...factor, labels: factor.labels.map(rename) }))
  return { ...term, factors, bound: [...known.values()] }
}

/**
 * The derivative of a formula by a variable in index notation, for any number of axes: `∂f[i, j]/∂X[k, l]`, entries counted from 0. Labels
 * that do not stand on the left are summed over, `δ[i, k]` is 1 where i = k and 0 elsewhere.
 *
 * This is how derivatives read that have no matrix notation, such as those of a matrix by a matrix; `directional` gives the same
 * derivative as a linear operator.
 *
 * Source: Laue, Mitterreiter and Giesen, "A Simple and Efficient Tensor Calculus" (2020).
 *
 * @example
 * const [A, X, B] = [matrix('A', 'p', 'm'), matrix('X', 'm', 'n'), matrix('B', 'n', 'q')]
 * indexNotation(matmul(A, X, B), 'X') // => ∂f[i, j]/∂X[k, l] = A[i, k] * B[l, j]
 * indexNotation(matmul(transpose(X), X), 'X') // => ∂f[i, j]/∂X[k, l] = X[k, i] * δ[j, l] + δ[i, l] * X[k, j]
 */
export function indexNotation(f: Formula, x: string | Expr): string {
  const root = toExpr(f)
  const variable = symbolNamed(root, variableName(x))
  const { outputs, inputs, terms } = indexedDerivative(root, variable)
  const left = `∂f${bracketed(outputs)}/∂${variable.name}${bracketed(inputs)}`
  if (terms === undefined)
    return `${left} = ${toText(inertDerivative(root, variable))}${bracketed([...outputs, ...inputs])}`
  if (terms.length === 0) return `${left} = 0`
  const texts = terms.map((term, i) => termText(term, i === 0))
  return `${left} = ${texts.join('')}`
}

const bracketed = (labels: readonly Label[]): string =>
  labels.length === 0 ? '' : `[${labels.map(labelText).join(', ')}]`

function labelText(label: Label): string {
  if (typeof label === 'string') return label
  return label.part === 'block'
    ? `floor(${labelText(label.of)} / ${label.size})`
    : `mod(${labelText(label.of)}, ${label.size})`
}

const LOOSE: ReadonlySet<string> = new Set(['add', 'mul', 'matmul', 'hadamard', 'pow', 'transpose', 'piecewise'])

const enclosed = (e: Expr): string => (LOOSE.has(e.op) ? `(${toText(e)})` : toText(e))

const factorText = ({ array, labels }: IndexTerm['factors'][number]): string =>
  `${array === undefined ? 'δ' : enclosed(array)}${bracketed(labels)}`

function termText({ scalar, factors }: IndexTerm, isFirst: boolean): string {
  const isNegative = toText(scalar).startsWith('-') && scalar.op !== 'add'
  const size = isNegative ? neg(scalar) : scalar
  const isOne = isNumber(size) && size.value === 1
  const front = isOne && factors.length > 0 ? [] : [size.op === 'add' ? `(${toText(size)})` : toText(size)]
  const text = [...front, ...factors.map(factorText)].join(' * ')
  if (isFirst) return isNegative ? `-${text}` : text
  return isNegative ? ` - ${text}` : ` + ${text}`
}
