import { type Argument, compile, ravel } from '@fluxion/bridge'
import { Expr, type Formula, freeSymbols, num, parse } from '@fluxion/symbolic'
import { errors } from './errors.ts'
import type { Data } from './formula-objective.ts'

/** Data of a fit: columns of one length, and constants. */
export interface Columns {
  readonly rows: number
  readonly columns: Readonly<Record<string, Float64Array>>
  readonly constants: Readonly<Record<string, number>>
}

/** Reads the columns of data; a `Float64Array` is not copied. */
export function readColumns(data: Data | undefined): Columns {
  if (Array.isArray(data)) throw errors.badOption('data', 'an array', 'a record of columns: { x: […], y: […] }')
  const columns: Record<string, Float64Array> = {}
  const constants: Record<string, number> = {}
  let rows: number | undefined
  for (const [name, value] of Object.entries(data ?? {})) {
    if (typeof value === 'number') {
      constants[name] = value
      continue
    }
    const column = value instanceof Float64Array ? value : ravel(value).flat
    if (rows !== undefined && column.length !== rows) throw errors.columnLength(name, column.length, rows)
    rows = column.length
    columns[name] = column
  }
  if (rows === undefined || rows === 0) throw errors.noRows(rows === 0)
  return { rows, columns, constants }
}

/** A column by its name, or a formula of columns as one. */
export function columnOf(what: string, formula: Formula | ArrayLike<number>, data: Columns): Float64Array {
  if (typeof formula === 'object' && !(formula instanceof Expr)) {
    const column = ravel(formula as Argument).flat
    if (column.length !== data.rows) throw errors.columnLength(what, column.length, data.rows)
    return column
  }
  const named = typeof formula === 'string' && Object.hasOwn(data.columns, formula) ? data.columns[formula] : undefined
  if (named !== undefined) return named
  const expr = formulaExpr(formula)
  const known = [...Object.keys(data.columns), ...Object.keys(data.constants)]
  const unknown = freeSymbols(expr).filter((name) => !known.includes(name))
  if (unknown.length > 0) throw errors.unknownColumn(what, unknown, known)
  const column = new Float64Array(data.rows)
  const used = pick({ ...data.columns, ...data.constants }, freeSymbols(expr))
  const result: unknown = compile(expr)(used)
  if (typeof result === 'number') return column.fill(result)
  column.set(ravel(result as Argument).flat)
  return column
}

/** The expression of a formula of scalars. */
export function formulaExpr(formula: Formula): Expr {
  if (formula instanceof Expr) return formula
  return typeof formula === 'number' ? num(formula) : parse(formula)
}

/** The entries of a record with these names. */
export function pick<Value>(record: Readonly<Record<string, Value>>, names: readonly string[]): Record<string, Value> {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(record, name)).map((name) => [name, record[name]!]))
}

/** Refuses a column with an entry that is not finite, naming the first. */
export function requireFinite(name: string, column: Float64Array, weights: Float64Array | undefined): void {
  let first = -1
  let count = 0
  for (let row = 0; row < column.length; row++) {
    if (Number.isFinite(column[row]!) || weights?.[row] === 0) continue
    if (first < 0) first = row
    count++
  }
  if (first >= 0) throw errors.badData(name, first, column[first]!, count)
}

/** Refuses weights that are negative or not finite. */
export function requireWeights(weights: Float64Array): void {
  const row = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity))
  if (row >= 0) throw errors.negativeWeight(row, weights[row]!)
}
