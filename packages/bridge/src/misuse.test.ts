import { FluxionError, parse } from '@fluxion/symbolic'
import { tensor } from '@fluxion/tensor'
import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import { culprit } from './culprit.ts'
import { toOnnx } from './export/onnx.ts'
import { toSql } from './export/sql.ts'
import { hessianVectorProduct, jacobianVectorProduct, vectorJacobianProduct } from './products.ts'
import { nested, ravel } from './ravel.ts'
import { trace } from './trace.ts'
import { valueAndGradient } from './value-and-gradient.ts'

const endless: unknown[] = []
endless.push(endless)
const selfish: Record<string, unknown> = {}
selfish['self'] = selfish

const junk: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['undefined', undefined],
  ['a text', "'; DROP TABLE t; --"],
  ['a bigint', 3n],
  ['a symbol', Symbol('s')],
  ['NaN', Number.NaN],
  ['a function of nothing', () => 1],
  ['an empty object', {}],
  ['a map', new Map()],
  ['an object without prototype', Object.create(null)],
  ['an array with a hole', Array(2)],
  ['ragged arrays', [[1], [1, 2]]],
  ['texts', ['a', 'b']],
  ['bigints', new BigInt64Array(2)],
  ['bytes without a type', new DataView(new ArrayBuffer(8))],
  ['a tensor', tensor([1, 2])],
  ['an array that contains itself', endless],
  ['an object that contains itself', selfish],
]

const product = compile(parse('norm(A * x)', { shapes: { A: ['m', 'n'], x: ['n'] } }))
const sql = { dialect: 'duckdb', table: 't', columns: ['x'] } as const

const calls: Readonly<Record<string, (it: never) => unknown>> = {
  'compile(it)': (it) => compile(it),
  'compile([it])': (it) => compile([it]),
  'compile(f, it)': (it) => compile('x', it),
  'args, dtype, backend, reduce': (it) => {
    for (const name of ['args', 'dtype', 'backend', 'reduce']) refuses(() => compile('x', { [name]: it }))
  },
  'valueAndGradient(it)': (it) => valueAndGradient(it, { wrt: 'x' }),
  'valueAndGradient(f, it)': (it) => valueAndGradient('x', it),
  wrt: (it) => valueAndGradient('x', { wrt: it }),
  'products(it)': (it) => {
    for (const make of [hessianVectorProduct, jacobianVectorProduct, vectorJacobianProduct]) {
      refuses(() => make(it, { wrt: 'x' }))
      refuses(() => make('x', it))
      refuses(() => make('x', { wrt: it }))
    }
  },
  'trace(it)': (it) => trace(it, { x: [] }),
  'trace(f, it)': (it) => trace((x) => x, it),
  'trace(() => it)': (it) => trace(() => it, {}),
  'toOnnx(it)': (it) => toOnnx(it),
  'toOnnx(f, it)': (it) => toOnnx('x', it),
  'options of toOnnx': (it) => {
    for (const name of ['args', 'gradient', 'dtype', 'reduce', 'shapes']) refuses(() => toOnnx('x', { [name]: it }))
    refuses(() => toOnnx('x', { shapes: { x: it } }))
  },
  'toSql(it)': (it) => toSql(it, sql),
  'toSql(f, it)': (it) => toSql('x', it),
  'options of toSql': (it) => {
    for (const name of ['dialect', 'table', 'columns', 'gradient', 'reduce', 'parameters'])
      refuses(() => toSql('x', { ...sql, [name]: it }))
    refuses(() => toSql('a * x', { ...sql, parameters: { a: it } }))
  },
  'ravel(it)': (it) => ravel(it),
  'ravel(point, it)': (it) => ravel({ x: 1 }, it),
  'nested(it)': (it) => nested(it),
  'culprit(it)': (it) => culprit(it, { x: 1 }),
  'culprit(f, it)': (it) => culprit('log(x)', it),
  'kernel(it)': (it) => compile('x * y')(it),
  'kernel(it, 1)': (it) => compile('x * y')(it, 1),
  'kernel({ x: it })': (it) => compile('x * y', { reduce: 'sum' })({ x: it, y: [1, 2] }),
  'kernel(point, { out: it })': (it) => compile('x * y')({ x: [1, 2], y: 1 }, { out: it }),
  'product({ A: it })': (it) => product({ A: it, x: [1, 2] }),
  'product({ x: it })': (it) => product({ A: [[1, 2]], x: it }),
}

/** What is no error of ours, or a fault of ours, fails the test. */
function refuses(call: () => unknown): void {
  try {
    call()
  } catch (error) {
    if (!(error instanceof FluxionError) && (error as Error).name !== 'FluxionError') throw error
    const { code, hint } = error as FluxionError
    expect(code).not.toMatch(/^internal/)
    expect(hint, code).toBeTypeOf('string')
  }
}

describe.each(Object.entries(calls))('%s is an answer, or an error with a hint', (_, call) => {
  test.each(junk)('for %s', (_name, it) => {
    refuses(() => call(it as never))
  })
})

test('no text gets into a query as a number', () => {
  const parameters = { a: "0'::DOUBLE; DROP TABLE t; --" } as unknown as Record<string, number>
  expect(() => toSql('a * x', { ...sql, parameters })).toThrow('option parameters.a')
})
test('a model has one tensor of a name', () => {
  expect(() => toOnnx('value * x')).toThrow('"value" cannot name an input')
  expect(() => toOnnx('x * y', { gradient: ['x', 'x'] })).toThrow('gradient lists x twice')
})
test('exports are of scalars', () => {
  const f = parse('norm(x)', { shapes: { x: ['n'] } })
  expect(() => toSql(f, sql)).toThrow('x has shape [n], a scalar formula is wanted')
  expect(() => toOnnx(f)).toThrow('x has shape [n], a scalar formula is wanted')
})
test('truth values are numbers', () => {
  expect(compile('x + y')(true, 1)).toBe(2)
  expect(compile('x + y')({ x: true, y: false })).toBe(1)
})
