import type { Instruction, LoopIR } from '@fluxion/kernel'
import { type Formula, freeSymbols } from '@fluxion/symbolic'
import { errors } from '../errors.ts'
import { choice, namesOf, optionsOf, reductions } from '../options.ts'
import { isRecord } from '../run/arguments.ts'
import { derivedOutputs, exportedLoop } from './derived.ts'
import { dialects, quoteName, quoteTable, type SqlDialect, sqlTemplate } from './sql-dialects.ts'

/** Options of {@link toSql}. */
export interface SqlOptions {
  readonly dialect: SqlDialect
  /** The table: a name, with dots between database, schema and table, or these parts in a list. */
  readonly table: string | readonly string[]
  /** The symbols that are columns: a list of names, or for each symbol the name of its column. */
  readonly columns: readonly string[] | Readonly<Record<string, string>>
  /** Values of symbols that are no columns; without one a symbol becomes a parameter of the query. */
  readonly parameters?: Readonly<Record<string, number>>
  /** Partial derivatives to be computed beside the value; `true`: by all free symbols. */
  readonly gradient?: boolean | string | readonly string[]
  /** One row of sums (means) instead of one row for each of the table's. */
  readonly reduce?: 'sum' | 'mean'
}

/**
 * Writes a scalar formula over the columns of a table as a SQL query, with its gradient where asked for. The result has the columns
 * `value` and `gradient_x` for each symbol x. Shared subexpressions are columns of nested selects, computed once; all is
 * computed in double precision. Names are quoted, numbers are literals: nothing else of the caller's gets into the query.
 *
 * Symbols that are neither columns nor given a value are parameters of the query: `$a` (DuckDB), `:a` (Spark), `{a:Float64}`
 * (ClickHouse), `@a` (BigQuery), and in PostgreSQL `$1`, `$2`, … in alphabetical order. What engines make of
 * `log(0)`, `1 / 0` and overflow differs (an error, NULL, infinity); BigQuery's division is `IEEE_DIVIDE`.
 *
 * @example
 * toSql('x^2', { dialect: 'duckdb', table: 'points', columns: ['x'] })
 * // => WITH s0 AS (SELECT CAST("x" AS DOUBLE) AS c0 FROM "points") SELECT c0 * c0 AS "value" FROM s0
 */
export function toSql(formula: Formula, given: SqlOptions): string {
  const options = optionsOf(given)
  const { table, columns, parameters = {} } = options
  const dialect = choice('dialect', options.dialect, Object.keys(dialects) as SqlDialect[])
  if (!isRecord(parameters)) throw errors.badOption('parameters', parameters, 'an object of numbers')
  const reduce = options.reduce === undefined ? undefined : choice('reduce', options.reduce, reductions)
  const { exprs, names } = derivedOutputs(formula, options.gradient)
  const columnOf = new Map(
    isRecord(columns) ? Object.entries(columns) : namesOf('columns', columns).map((name) => [name, name]),
  )
  const free = [...new Set(exprs.flatMap((e) => freeSymbols(e)))].sort()
  const used = free.filter((name) => columnOf.has(name))
  const unbound = free.filter((name) => !columnOf.has(name) && !Object.hasOwn(parameters, name))
  const ir = exportedLoop(exprs, free, 'float64', dialect, (op) => sqlTemplate(dialect, op) !== undefined)
  const inputs = free.map((name) => {
    if (columnOf.has(name)) return `c${used.indexOf(name)}`
    return Object.hasOwn(parameters, name)
      ? dialects[dialect].number(boundNumber(name, parameters[name]))
      : parameter(dialect, name, unbound.indexOf(name) + 1)
  })
  const source = used.map(
    (name, i) => `${dialects[dialect].double(quoteName(dialect, 'a column', columnOf.get(name)!))} AS c${i}`,
  )
  const { stages, results } = new SqlWriter(dialect, ir, inputs).write()
  const from = quoteTable(dialect, table)
  const first = `s0 AS (SELECT ${source.length > 0 ? source.join(', ') : '1 AS c0'} FROM ${from})`
  const middle = stages.map((shared, i) => `s${i + 1} AS (SELECT *, ${shared.join(', ')} FROM s${i})`)
  const fold = reduce === undefined ? '' : reduce === 'sum' ? 'sum' : 'avg'
  const outputs = results.map((text, i) => {
    const name = quoteName(dialect, 'a result', names[i]!)
    return `${fold === '' ? text : `${fold}(${text})`} AS ${name}`
  })
  return `WITH ${[first, ...middle].join(', ')} SELECT ${outputs.join(', ')} FROM s${stages.length}`
}

/** The value of a parameter, which is written as a literal: nothing but a number may be. */
function boundNumber(name: string, given: unknown): number {
  if (typeof given === 'number') return given
  throw errors.badOption(`parameters.${name}`, given, 'a number')
}

/** A placeholder; its name goes into the query unquoted, so it must be a plain one. */
function parameter(dialect: SqlDialect, name: string, position: number): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw errors.badIdentifier('a parameter of a query', name)
  return dialects[dialect].parameter(name, position)
}

/** Operations whose text needs no parentheses around it. */
const isTight = (text: string): boolean => /^[\w$:@{}.]+$|^\w+\([^()]*\)$|^'[^']*'::\w+$/.test(text)

/** Longest expression that is written out; what is longer becomes a column of a nested select. */
const LONGEST = 400

/** Writes the values of a loop as SQL: what is read once stands in place, what is read often is a column of an inner select. */
class SqlWriter {
  readonly #dialect: SqlDialect
  readonly #ir: LoopIR
  readonly #inputs: readonly string[]
  readonly #texts: string[] = []
  /** The stage after which a value's text can be read. */
  readonly #levels: number[] = []
  readonly #stages: string[][] = []

  constructor(dialect: SqlDialect, ir: LoopIR, inputs: readonly string[]) {
    this.#dialect = dialect
    this.#ir = ir
    this.#inputs = inputs
  }

  write(): { readonly stages: readonly (readonly string[])[]; readonly results: readonly string[] } {
    const { body, outputs } = this.#ir
    const uses = new Int32Array(body.length)
    for (const { args } of body) for (const arg of args) uses[arg]!++
    for (const { value } of outputs) uses[value]!++
    body.forEach((it, at) => {
      const text = this.#textOf(it)
      const level = Math.max(0, ...it.args.map((arg) => this.#levels[arg]!))
      const isLeaf = it.op === 'load' || it.op === 'const'
      if (!isLeaf && it.type !== 'bool' && (uses[at]! > 1 || text.length > LONGEST)) this.#share(text, level)
      else {
        this.#texts.push(text)
        this.#levels.push(level)
      }
    })
    return { stages: this.#stages, results: outputs.map(({ value }) => this.#texts[value]!) }
  }

  #share(text: string, level: number): void {
    const name = `v${this.#texts.length}`
    this.#stages[level] ??= []
    this.#stages[level].push(`${text} AS ${name}`)
    this.#texts.push(name)
    this.#levels.push(level + 1)
  }

  #textOf({ op, args, type, value, input }: Instruction): string {
    const { number } = dialects[this.#dialect]
    if (op === 'load') return this.#inputs[input!]!
    if (op === 'const') return type === 'bool' ? (value === 1 ? 'TRUE' : 'FALSE') : number(value!)
    const texts = args.map((arg) => this.#texts[arg]!)
    if (op === 'convert')
      return type === 'bool'
        ? `(${texts[0]}) <> ${number(0)}`
        : `CASE WHEN ${texts[0]} THEN ${number(1)} ELSE ${number(0)} END`
    const template = sqlTemplate(this.#dialect, op)!
    if (typeof template === 'string') return `${template}(${texts.join(', ')})`
    return template(...texts.map((text) => (isTight(text) ? text : `(${text})`)))
  }
}
