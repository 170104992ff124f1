import { asTensor, type Operand } from '../create.ts'
import { errors } from '../errors.ts'
import { sizeOf } from '../shape.ts'
import { isOptions } from '../signature.ts'
import type { Tensor } from '../tensor.ts'
import { bmm } from './products.ts'
import { sum } from './reductions.ts'
import { diagonal, expand, permute, reshape } from './views.ts'

/** Options of {@link einsum}. */
export interface EinsumOptions {
  readonly equation: string
}

/** A tensor whose dimensions have labels. */
interface Labelled {
  readonly x: Tensor
  readonly labels: readonly string[]
}

/**
 * Sums of products in Einstein's notation: labels that repeat are multiplied along, labels missing on the right are summed.
 * `'...'` stands for dimensions that broadcast; without `->` the labels that occur once are kept, in alphabetical order. Operands are contracted
 * from left to right, each step as a batched matrix product.
 *
 * @example
 * einsum('ij,jk->ik', tensor([[1, 2], [3, 4]]), eye(2)).tolist() // => [[1, 2], [3, 4]]
 * einsum('ii', tensor([[1, 2], [3, 4]])) // => tensor(5.)
 */
export function einsum(...args: (string | Operand | readonly Operand[] | EinsumOptions)[]): Tensor {
  const options = args.find(isOptions) as EinsumOptions | undefined
  const equation = options?.equation ?? args.find((value) => typeof value === 'string')
  if (equation === undefined) throw errors.argument('einsum', 'no equation', "a text such as 'ij,jk->ik'")
  const rest = args.filter((value) => typeof value !== 'string' && value !== options)
  const lists = rest.length === 1 && Array.isArray(rest[0]) ? (rest[0] as readonly Operand[]) : (rest as Operand[])
  return contract(
    equation,
    lists.map((operand) => asTensor('einsum', operand)),
  )
}

function contract(equation: string, tensors: readonly Tensor[]): Tensor {
  const [left, right, ...more] = equation.replaceAll(' ', '').split('->')
  const terms = left!.split(',')
  if (more.length > 0 || terms.length !== tensors.length || tensors.length === 0) {
    throw errors.equation(equation, `${terms.length} terms for ${tensors.length} tensors`)
  }
  const spread = Math.max(
    ...terms.map((term, i) => (term.includes('...') ? tensors[i]!.ndim - lettersOf(equation, term).length : 0)),
  )
  const ellipsis = (count: number): string[] => Array.from({ length: count }, (_, i) => `.${spread - count + i}`)
  const labelled = terms.map((term, i) => label(equation, term, tensors[i]!, ellipsis))
  const output =
    right === undefined ? implicitOutput(equation, terms, spread) : expandLabels(equation, right, ellipsis(spread))
  const sizes = sizesOf(equation, labelled)
  const missing = output.find((name) => !sizes.has(name))
  if (missing !== undefined) throw errors.equation(equation, `label ${missing} of the result is in no term`)
  if (new Set(output).size !== output.length) throw errors.equation(equation, 'a label stands twice in the result')

  const contracted = labelled.reduce((a, b, i) => {
    const later = new Set([...output, ...labelled.slice(i + 1).flatMap(({ labels }) => labels)])
    return multiplyLabelled(a, b, later, sizes)
  })
  const { x, labels } = sumExcept(contracted, output)
  return permute(
    x,
    output.map((name) => labels.indexOf(name)),
  )
}

const lettersOf = (equation: string, term: string): string[] => {
  const letters = [...term.replace('...', '')]
  const odd = letters.find((c) => !/[a-zA-Z]/.test(c))
  if (odd !== undefined) throw errors.equation(equation, `"${odd}" is not a letter`)
  return letters
}

function expandLabels(equation: string, term: string, ellipsis: readonly string[]): string[] {
  const [before, after] = term.split('...')
  if (after === undefined) return lettersOf(equation, term)
  return [...lettersOf(equation, before!), ...ellipsis, ...lettersOf(equation, after)]
}

/** Names the dimensions of one operand; a label that stands twice takes the diagonal. */
function label(equation: string, term: string, given: Tensor, ellipsis: (count: number) => string[]): Labelled {
  const letters = lettersOf(equation, term)
  const hidden = term.includes('...') ? given.ndim - letters.length : 0
  if (hidden < 0 || letters.length + hidden !== given.ndim) {
    throw errors.equation(equation, `"${term}" does not fit shape [${given.shape.join(', ')}]`)
  }
  let x = given
  let labels = expandLabels(equation, term, ellipsis(hidden))
  for (let d = 0; d < labels.length; d++) {
    const again = labels.indexOf(labels[d]!, d + 1)
    if (again < 0) continue
    if (x.shape[d] !== x.shape[again]) {
      throw errors.equation(equation, `"${labels[d]}" has sizes ${x.shape[d]} and ${x.shape[again]} in "${term}"`)
    }
    const name = labels[d]!
    x = diagonal(x, 0, d, again)
    labels = [...labels.filter((_, k) => k !== d && k !== again), name]
    d = -1
  }
  return { x, labels }
}

/** Without `->`: the dimensions of `'...'`, then the labels that occur once in alphabetical order. */
function implicitOutput(equation: string, terms: readonly string[], spread: number): string[] {
  const all = terms.flatMap((term) => lettersOf(equation, term))
  const once = all.filter((name) => all.indexOf(name) === all.lastIndexOf(name)).sort()
  return [...Array.from({ length: spread }, (_, i) => `.${i}`), ...once]
}

function sizesOf(equation: string, operands: readonly Labelled[]): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const { x, labels } of operands) {
    labels.forEach((name, d) => {
      const n = x.shape[d]!
      const known = sizes.get(name) ?? 1
      if (known !== 1 && n !== 1 && known !== n) {
        const shapes = operands.map((operand) => `[${operand.x.shape.join(', ')}]`).join(' and ')
        throw errors.equation(equation, `"${name}" has sizes ${known} and ${n} in shapes ${shapes}`)
      }
      if (!sizes.has(name) || known === 1) sizes.set(name, n)
    })
  }
  return sizes
}

/** Sums over the labels that are not wanted. */
function sumExcept({ x, labels }: Labelled, wanted: readonly string[]): Labelled {
  const dims = labels.map((name, d) => (wanted.includes(name) ? -1 : d)).filter((d) => d >= 0)
  if (dims.length === 0) return { x, labels }
  return { x: sum(x, dims), labels: labels.filter((name) => wanted.includes(name)) }
}

/** The product of two operands, summed over the labels that nothing later needs: a batched matrix product. */
function multiplyLabelled(
  left: Labelled,
  right: Labelled,
  later: ReadonlySet<string>,
  sizes: ReadonlyMap<string, number>,
): Labelled {
  const a = sumExcept(left, [...later, ...right.labels])
  const b = sumExcept(right, [...later, ...left.labels])
  const both = a.labels.filter((name) => b.labels.includes(name))
  const batch = both.filter((name) => later.has(name))
  const inner = both.filter((name) => !later.has(name))
  const rows = a.labels.filter((name) => !both.includes(name))
  const columns = b.labels.filter((name) => !both.includes(name))
  const arrange = ({ x, labels }: Labelled, ...groups: readonly (readonly string[])[]): Tensor => {
    const order = groups.flat()
    const moved = permute(
      x,
      order.map((name) => labels.indexOf(name)),
    )
    const own = new Set(both)
    // Sizes of 1 broadcast along labels that both have.
    const spread = expand(
      moved,
      order.map((name, d) => (own.has(name) ? sizes.get(name)! : moved.shape[d]!)),
    )
    return reshape(
      spread,
      groups.map((names) => sizeOf(names.map((name) => spread.shape[order.indexOf(name)]!))),
    )
  }
  const product = bmm(arrange(a, batch, rows, inner), arrange(b, batch, inner, columns))
  const labels = [...batch, ...rows, ...columns]
  const rowSizes = rows.map((name) => a.x.shape[a.labels.indexOf(name)]!)
  const columnSizes = columns.map((name) => b.x.shape[b.labels.indexOf(name)]!)
  return { x: reshape(product, [...batch.map((name) => sizes.get(name)!), ...rowSizes, ...columnSizes]), labels }
}
