import { FluxionError } from '@fluxion/symbolic'
import { describe, expect, test } from 'vitest'
import { type SqlOptions, toSql } from './sql.ts'
import type { SqlDialect } from './sql-dialects.ts'

const dialects: readonly SqlDialect[] = ['duckdb', 'postgres', 'spark', 'clickhouse', 'bigquery']

const sql = (formula: string, options: Partial<SqlOptions> = {}): string =>
  toSql(formula, { dialect: 'duckdb', table: 'points', columns: ['x', 'y'], ...options })

const codeOf = (run: () => unknown): string => {
  try {
    return String(run())
  } catch (error) {
    return error instanceof FluxionError ? error.code : String(error)
  }
}

describe('a query', () => {
  test('computes a formula for each row', () => {
    expect(sql('x + y')).toBe(
      'WITH s0 AS (SELECT CAST("x" AS DOUBLE) AS c0, CAST("y" AS DOUBLE) AS c1 FROM "points") SELECT c0 + c1 AS "value" FROM s0',
    )
  })
  test('computes what is shared once, in an inner select', () => {
    const text = sql('sin(x + y)^2 + cos(x + y)', { gradient: 'x' })
    expect(text.match(/c0 \+ c1/g)).toHaveLength(1)
    expect(text.match(/sin\(/g)).toHaveLength(1)
    expect(text).toContain('AS "gradient_x"')
  })
  test('sums or averages', () => {
    expect(sql('x', { reduce: 'sum' })).toContain('SELECT sum(c0) AS "value"')
    expect(sql('x', { reduce: 'mean' })).toContain('SELECT avg(c0) AS "value"')
  })
  test('keeps the stable forms', () => {
    expect(sql('log(1 + exp(x))')).toContain('abs(c0)')
  })
})

describe('names', () => {
  test.each([
    ['duckdb', '"a""b"'],
    ['postgres', '"a""b"'],
    ['spark', '`a"b`'],
    ['clickhouse', '`a"b`'],
    ['bigquery', '`a"b`'],
  ] as const)('are quoted for %s', (dialect, quoted) => {
    expect(sql('x', { dialect, columns: { x: 'a"b' } })).toContain(quoted)
  })
  test.each(dialects)('cannot end the quotation in %s', (dialect) => {
    for (const name of ['x`; DROP TABLE t; --', 'x"; DROP TABLE t; --', 'x\\`; --', "x'; --"]) {
      const text = sql('x', { dialect, columns: { x: name }, table: [name] })
      const mark = dialect === 'duckdb' || dialect === 'postgres' ? '"' : '`'
      const escapes = dialect === 'clickhouse' || dialect === 'bigquery' ? /\\[\\`]/g : mark === '"' ? /""/g : /``/g
      const outside = text.replace(escapes, '').replace(mark === '"' ? /"[^"]*"/g : /`[^`]*`/g, '')
      expect(outside).not.toContain('--')
    }
  })
  test('of tables may have parts', () => {
    expect(sql('x', { table: 'lake.points' })).toContain('FROM "lake"."points"')
    expect(sql('x', { table: ['lake.points'] })).toContain('FROM "lake.points"')
  })
  test('that are empty or hold control characters are refused', () => {
    expect(codeOf(() => sql('x', { table: '' }))).toBe('bridge/bad-identifier')
    expect(codeOf(() => sql('x', { columns: { x: 'a\nb' } }))).toBe('bridge/bad-identifier')
  })
})

describe('symbols that are no columns', () => {
  test.each([
    ['duckdb', '$a'],
    ['postgres', '$1::float8'],
    ['spark', ':a'],
    ['clickhouse', '{a:Float64}'],
    ['bigquery', '@a'],
  ] as const)('are parameters of %s', (dialect, placeholder) => {
    expect(sql('a * x', { dialect })).toContain(placeholder)
  })
  test('are numbers where they are given', () => {
    expect(sql('a * x', { parameters: { a: 1.5 } })).toContain('1.5e0')
    expect(sql('a * x', { parameters: { a: 1.5 }, dialect: 'spark' })).toContain('1.5D')
  })
})

test.each(dialects)('%s has every elementary function, rewritten where it must be', (dialect) => {
  const names =
    'exp log log2 log10 log1p expm1 sqrt cbrt abs sign floor ceil round trunc sin cos tan asin acos atan sinh cosh tanh'
  for (const name of `${names} asinh acosh atanh sigmoid softplus relu heaviside sinc`.split(' '))
    expect(sql(`${name}(x)`, { dialect })).toContain('AS')
  expect(sql('x < y ? x^y : atan2(x, y) + hypot(x, y) + mod(x, y) + min(x, y)', { dialect })).toContain('AS')
})

test('what a dialect cannot compute is reported', () => {
  expect(codeOf(() => sql('besselj(0, x)'))).toBe('bridge/unsupported-export')
  expect(codeOf(() => sql('x', { dialect: 'mysql' as never }))).toBe('bridge/bad-option')
})
