import type { InferredOp } from '@fluxion/kernel'
import { errors } from '../errors.ts'

/** The SQL dialects that formulas can be written in. */
export type SqlDialect = 'duckdb' | 'postgres' | 'spark' | 'clickhouse' | 'bigquery'

/** How an operation is written: the name of a function, or a text made from operands. */
export type SqlTemplate = string | ((...operands: readonly string[]) => string)

/** What differs between dialects. */
export interface DialectRow {
  /** A name quoted, whatever is in it. */
  readonly quote: (name: string) => string
  /** A finite double; also NaN and infinities. */
  readonly number: (value: number) => string
  /** A column as a double: integers would be divided as integers. */
  readonly double: (column: string) => string
  /** A parameter to be bound when the query runs; `position` counts from 1. */
  readonly parameter: (name: string, position: number) => string
  /** Operations beside the common ones, or written differently. */
  readonly functions: { readonly [Op in InferredOp]?: SqlTemplate }
}

/** Operations that are functions of the same name. */
const calls = (...names: readonly InferredOp[]): { readonly [Op in InferredOp]?: SqlTemplate } =>
  Object.fromEntries(names.map((name) => [name, name]))

/** Operations that every dialect writes alike. */
const common: { readonly [Op in InferredOp]?: SqlTemplate } = {
  add: (a, b) => `${a} + ${b}`,
  sub: (a, b) => `${a} - ${b}`,
  mul: (a, b) => `${a} * ${b}`,
  div: (a, b) => `${a} / ${b}`,
  neg: (a) => `-${a}`,
  lt: (a, b) => `${a} < ${b}`,
  le: (a, b) => `${a} <= ${b}`,
  gt: (a, b) => `${a} > ${b}`,
  ge: (a, b) => `${a} >= ${b}`,
  eq: (a, b) => `${a} = ${b}`,
  ne: (a, b) => `${a} <> ${b}`,
  and: (a, b) => `${a} AND ${b}`,
  or: (a, b) => `${a} OR ${b}`,
  not: (a) => `NOT ${a}`,
  select: (test, a, b) => `CASE WHEN ${test} THEN ${a} ELSE ${b} END`,
  log: 'ln',
  min: 'least',
  max: 'greatest',
  pow: 'power',
  ...calls(
    'abs',
    'sign',
    'sqrt',
    'exp',
    'floor',
    'ceil',
    'sin',
    'cos',
    'tan',
    'asin',
    'acos',
    'atan',
    'atan2',
    'log10',
  ),
}

const hyperbolics: readonly InferredOp[] = ['sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh']

/** Standard quoting: a quotation mark in the name is doubled. */
const doubled =
  (mark: string) =>
  (name: string): string =>
    mark + name.replaceAll(mark, mark + mark) + mark

/** Quoting with backslash escapes. */
const escaped = (name: string): string => `\`${name.replace(/[\\`]/g, '\\$&')}\``

const literal =
  (finite: (text: string) => string, infinite: (name: 'Infinity' | '-Infinity' | 'NaN') => string) =>
  (value: number): string =>
    Number.isFinite(value) ? finite(Object.is(value, -0) ? '-0' : String(value)) : infinite(String(value) as 'NaN')

const withExponent = (text: string): string => (text.includes('e') ? text : `${text}e0`)

/** The dialects. */
export const dialects: { readonly [Name in SqlDialect]: DialectRow } = {
  duckdb: {
    quote: doubled('"'),
    // a literal without an exponent is a decimal
    number: literal(withExponent, (name) => `'${name}'::DOUBLE`),
    double: (column) => `CAST(${column} AS DOUBLE)`,
    parameter: (name) => `$${name}`,
    functions: calls('log2', 'cbrt', 'trunc', 'gamma', 'lgamma'),
  },
  postgres: {
    quote: doubled('"'),
    number: literal(
      (text) => `'${text}'::float8`,
      (name) => `'${name}'::float8`,
    ),
    double: (column) => `CAST(${column} AS double precision)`,
    parameter: (_name, position) => `$${position}::float8`,
    functions: calls('cbrt', 'trunc', ...hyperbolics),
  },
  spark: {
    quote: doubled('`'),
    number: literal(
      (text) => `${text.replace('e', 'E')}D`,
      (name) => `double('${name}')`,
    ),
    double: (column) => `CAST(${column} AS DOUBLE)`,
    parameter: (name) => `:${name}`,
    functions: {
      ...calls('log2', 'cbrt', 'expm1', 'log1p', 'hypot', ...hyperbolics),
      sign: 'signum',
      round: 'rint',
    },
  },
  clickhouse: {
    quote: escaped,
    number: literal(withExponent, (name) => (name === 'NaN' ? 'nan' : name === 'Infinity' ? 'inf' : '-inf')),
    double: (column) => `toFloat64(${column})`,
    parameter: (name) => `{${name}:Float64}`,
    functions: {
      ...calls('log2', 'exp2', 'cbrt', 'trunc', 'log1p', 'hypot', 'erf', 'erfc', 'lgamma', ...hyperbolics),
      log: 'log',
      gamma: 'tgamma',
      select: 'if',
    },
  },
  bigquery: {
    quote: escaped,
    number: literal(withExponent, (name) => `CAST('${name}' AS FLOAT64)`),
    double: (column) => `CAST(${column} AS FLOAT64)`,
    parameter: (name) => `@${name}`,
    functions: { ...calls('cbrt', 'trunc', ...hyperbolics), div: 'IEEE_DIVIDE' },
  },
}

/** How a dialect writes an operation; undefined where it must be rewritten. */
export const sqlTemplate = (dialect: SqlDialect, op: InferredOp): SqlTemplate | undefined =>
  dialects[dialect].functions[op] ?? common[op]

/** A table name: parts between dots are quoted one by one; a list has the parts themselves. */
export function quoteTable(dialect: SqlDialect, table: unknown): string {
  const parts = typeof table === 'string' ? table.split('.') : Array.isArray(table) ? table : []
  if (parts.length === 0) throw errors.badIdentifier('a table', table)
  return parts.map((part) => quoteName(dialect, 'a table', part)).join('.')
}

/** A quoted name. Throws `bridge/bad-identifier` for an empty one or one with a control character. */
export function quoteName(dialect: SqlDialect, what: string, name: unknown): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (typeof name !== 'string' || name === '' || /[\u0000-\u001f\u007f]/.test(name))
    throw errors.badIdentifier(what, name)
  return dialects[dialect].quote(name)
}
