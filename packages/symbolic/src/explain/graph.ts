import { differentiate, variableNames } from '../differentiate.ts'
import * as errors from '../errors.ts'
import { type Bindings, evaluate } from '../evaluate.ts'
import type { Expr, Formula } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { sweep } from '../gradient.ts'
import { symbolBit } from '../intern.ts'
import { pullBackArrays } from '../matrix/pullback.ts'
import { recognise } from '../matrix/recognise.ts'
import { tidy } from '../matrix/tidy.ts'
import { freeSymbols } from '../measure.ts'
import type { NestedArray } from '../nested-array.ts'
import { toLatex } from '../print/latex.ts'
import { toText } from '../print/text.ts'
import { rebuild } from '../rebuild.ts'
import { addAll } from '../sum.ts'
import { symbol } from '../symbols.ts'
import { postorder } from '../traverse.ts'
import { Verifier } from './verify.ts'
import type { Language } from './words.ts'

/** Largest graph that is shown, in rows. */
const MAX_ROWS = 2_000

/** The derivative of a row's value by one of its arguments, in the names of the table. */
export interface LocalDerivative {
  readonly by: string
  readonly derivative: Expr
}

/** A term of the adjoint of a row, in the names of the table. */
export interface Pullback {
  readonly to: string
  readonly term: Expr
}

/** One node of the computation: computed from the rows above it, and its adjoint from the rows below it. */
export interface GraphRow {
  /** A variable's own name, or v1, v2, … */
  readonly name: string
  readonly node: Expr
  /** The node in the names of the table: `v1 * sin(v2)`. */
  readonly formula: Expr
  /** One for each argument that varies; of operations on vectors and matrices none, for they are no single number. */
  readonly local: readonly LocalDerivative[]
  /** For those: what each argument's adjoint receives from that of this row, which stands as the row's name with `_bar`. */
  readonly pullback: readonly Pullback[]
  /** The derivative of the result by this node. */
  readonly adjoint: Expr
  /** Numbers at the point asked for. */
  readonly value?: number | NestedArray
  readonly adjointValue?: number | NestedArray
}

const headings: { readonly [L in Language]: readonly string[] } = {
  en: ['node', 'computed as', 'local derivatives', 'adjoint', 'value', 'adjoint value'],
  zh: ['节点', '计算式', '局部导数', '伴随', '值', '伴随值'],
}

/** How `explainGradient` tells a gradient. */
export interface GradientOptions {
  /** A point: rows then have numbers too. */
  readonly at?: Bindings
  readonly language?: Language
}

/** How the cells of a table are written. */
interface Notation {
  readonly write: (e: Expr) => string
  readonly local: (of: string, by: LocalDerivative) => string
  readonly pullback: (from: string, to: Pullback) => string
}

const barred = (name: string): string => `${name}_bar`

const inPlainText: Notation = {
  write: toText,
  local: (of, { by, derivative }) => `d${of}/d${by} = ${toText(derivative)}`,
  pullback: (_, { to, term }) => `${barred(to)} += ${toText(term)}`,
}

const inLatex: Notation = {
  write: toLatex,
  local: (of, { by, derivative }) =>
    `\\frac{\\partial ${toLatex(symbol(of))}}{\\partial ${toLatex(symbol(by))}} = ${toLatex(derivative)}`,
  pullback: (from, { to, term }) => {
    const bar = (name: string): string => `\\bar{${toLatex(symbol(name))}}`
    return `${bar(to)} \\mathrel{+}= ${toLatex(term).replaceAll(toLatex(symbol(barred(from))), bar(from))}`
  },
}

const inDollars: Notation = {
  write: (e) => `$${inLatex.write(e)}$`,
  local: (of, by) => `$${inLatex.local(of, by)}$`,
  pullback: (from, to) => `$${inLatex.pullback(from, to)}$`,
}

/**
 * A gradient as reverse mode computes it: what {@link explainGradient} returns. Rows go from the variables to the result;
 * adjoints are read from the bottom up, each the sum over the rows that use the node of their adjoint times their local
 * derivative.
 *
 * @example
 * explainGradient('sin(x * y)').rows.map((row) => String(row.adjoint)) // => ['y * cos(x * y)', 'x * cos(x * y)', 'cos(x * y)', '1']
 */
export class ComputationGraph {
  readonly formula: Expr
  readonly rows: readonly GraphRow[]
  /** The gradient by variable. */
  readonly gradient: Readonly<Record<string, Expr>>
  readonly language: Language

  constructor(formula: Expr, rows: readonly GraphRow[], gradient: Readonly<Record<string, Expr>>, language: Language) {
    this.formula = formula
    this.rows = rows
    this.gradient = gradient
    this.language = language
  }

  private cells({ write, local, pullback }: Notation): string[][] {
    const numeric = this.rows.some((row) => row.value !== undefined)
    const rows = this.rows.map((row) => [
      write(symbol(row.name)),
      row.formula === row.node && row.node.op === 'sym' ? '' : write(row.formula),
      [...row.local.map((by) => local(row.name, by)), ...row.pullback.map((to) => pullback(row.name, to))].join(', '),
      write(row.adjoint),
      ...(numeric ? [numberText(row.value), numberText(row.adjointValue)] : []),
    ])
    return [headings[this.language].slice(0, numeric ? 6 : 4), ...rows]
  }

  /** The table in columns of plain text. */
  toText(): string {
    const cells = this.cells(inPlainText)
    const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => width(row[column]!))))
    return cells
      .map((row) =>
        row
          .map((cell, column) => cell + ' '.repeat(widths[column]! - width(cell)))
          .join('  ')
          .trimEnd(),
      )
      .join('\n')
  }

  /** The table in Markdown. */
  toMarkdown(): string {
    const [head, ...rows] = this.cells(inDollars)
    const line = (row: readonly string[]): string => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
    return [line(head!), line(head!.map(() => '---')), ...rows.map(line)].join('\n')
  }

  /** The table as a LaTeX array. */
  toLatex(): string {
    const [head, ...rows] = this.cells(inLatex)
    const lines = [head!.map((word) => `\\text{${word}}`), ...rows].map((row) => row.join(' & '))
    return `\\begin{array}{${'l'.repeat(head!.length)}} ${lines.join(' \\\\ ')} \\end{array}`
  }

  /** The table as plain data. */
  toJSON(): {
    readonly formula: string
    readonly rows: readonly object[]
    readonly gradient: Readonly<Record<string, string>>
  } {
    const rows = this.rows.map(({ name, formula, local, pullback, adjoint, value, adjointValue }) => ({
      name,
      formula: toText(formula),
      local: Object.fromEntries(local.map(({ by, derivative }) => [by, toText(derivative)])),
      ...(pullback.length > 0 && {
        pullback: Object.fromEntries(pullback.map(({ to, term }) => [to, toText(term)])),
      }),
      adjoint: toText(adjoint),
      ...(value === undefined ? {} : { value, adjointValue }),
    }))
    const gradient = Object.fromEntries(Object.entries(this.gradient).map(([name, partial]) => [name, toText(partial)]))
    return { formula: toText(this.formula), rows, gradient }
  }

  toString(): string {
    return this.toText()
  }
}

/** Columns that a text takes on a terminal: ideographs take two. */
const width = (text: string): number =>
  Array.from(text, (letter) => (/[\u1100-\uffdc]/.test(letter) ? 2 : 1)).reduce<number>((sum, w) => sum + w, 0)

const numberText = (value: number | NestedArray | undefined): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(6))) : value === undefined ? '' : JSON.stringify(value)

/**
 * The gradient of a scalar formula as the table in which reverse mode is taught: every node of the computation, how it is
 * computed, its local derivatives, its adjoint; with a point also their values. The adjoints are those of the very sweep
 * that `gradient` makes, and the gradient is checked against finite differences.
 *
 * `xs` defaults to all free symbols. Throws `limit/size` above 2,000 rows.
 *
 * @example
 * explainGradient('x * y').gradient.x // => y
 * explainGradient('x * y', ['x', 'y'], { at: { x: 2, y: 3 } }).rows.map((row) => row.value).join() // => 2,3,6
 */
export function explainGradient(
  f: Formula,
  xs?: readonly (string | Expr)[],
  options?: GradientOptions,
): ComputationGraph {
  const root = recognise(toExpr(f))
  const names = variableNames('explainGradient', xs ?? freeSymbols(root))
  const adjoints = new Map<Expr, Expr>()
  const found = sweep(root, names, (node, adjoint) => adjoints.set(node, adjoint))
  const gradient = Object.fromEntries(names.map((name, i) => [name, found[i]!]))
  for (const [name, partial] of Object.entries(gradient))
    if (!new Verifier(root, name, new Map([[root, partial]])).holds(root))
      throw errors.internal(`the gradient by ${name} does not verify`)
  const bits = names.reduce((union, name) => union | symbolBit(name), 0)
  const nodes = postorder([root], (e) => (e.symbolBits & bits) === 0).filter((e) => adjoints.has(e))
  if (nodes.length > MAX_ROWS)
    throw errors.tooLarge('rows of the table', nodes.length, MAX_ROWS, 'gradient has no such limit')
  const ordered = [...nodes.filter((e) => e.op === 'sym'), ...nodes.filter((e) => e.op !== 'sym')]
  return new ComputationGraph(root, rowsOf(ordered, adjoints, options?.at), gradient, options?.language ?? 'en')
}

function rowsOf(nodes: readonly Expr[], adjoints: ReadonlyMap<Expr, Expr>, at: Bindings | undefined): GraphRow[] {
  const taken = new Set(nodes.flatMap((e) => (e.op === 'sym' ? [e.name] : [])))
  const letter =
    ['v', 'w', 'z', 'node_'].find((prefix) => ![...taken].some((name) => name.startsWith(prefix))) ?? 'node__'
  const names = new Map<Expr, Expr>()
  let count = 0
  return nodes.map((node) => {
    const name = node.op === 'sym' ? node.name : `${letter}${++count}`
    const formula = rebuild(
      node,
      node.args.map((arg) => names.get(arg) ?? arg),
    )
    const isScalar = node.shape.length === 0 && node.args.every((arg) => arg.shape.length === 0)
    const varying = node.args.filter((arg, i) => names.has(arg) && node.args.indexOf(arg) === i)
    const inputs = varying.map((arg) => names.get(arg)!)
    names.set(node, node.op === 'sym' ? node : symbol(name, { shape: node.shape }))
    const adjoint = adjoints.get(node)!
    return {
      name,
      node,
      formula,
      local: isScalar ? inputs.map(({ name: by }) => ({ by, derivative: differentiate(formula, by) })) : [],
      pullback: isScalar ? [] : pullbackOf(formula, name, inputs),
      adjoint,
      ...(at === undefined
        ? {}
        : {
            value: evaluate<number | NestedArray>(node, at),
            adjointValue: evaluate<number | NestedArray>(adjoint, at),
          }),
    }
  })
}

/** What the adjoint of an operation on vectors or matrices sends to its arguments. */
function pullbackOf(formula: Expr, name: string, inputs: readonly Expr[]): Pullback[] {
  const terms = new Map<Expr, Expr[]>()
  const adjoint = symbol(barred(name), { shape: formula.shape })
  pullBackArrays(
    formula,
    adjoint,
    (arg) => inputs.includes(arg),
    (arg, term) => terms.set(arg, [...(terms.get(arg) ?? []), term]),
  )
  return [...terms].map(([arg, parts]) => ({ to: arg.name, term: tidy(addAll(parts)) }))
}
