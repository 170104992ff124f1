import { describe, expect, test } from 'vitest'
import { type FunctionWriter, ModuleWriter } from './bytes.ts'
import { instantiate, validates } from './engine.ts'
import { vectorOpcodes } from './opcodes.ts'

function run(write: (f: FunctionWriter) => void, ...args: readonly number[]): number {
  const module = new ModuleWriter().memory({ initial: 1 }).data(8, [1, 2, 3, 4])
  const f = module.function(
    args.map(() => 'f64' as const),
    ['f64'],
    'f',
  )
  write(f)
  return instantiate(module.encode(), {}).f!(...args)
}

describe('encoder', () => {
  test('constants and arithmetic', () => expect(run((f) => f.get(0).f64(0.5).op('f64.mul'), 7)).toBe(3.5))
  test.each([0, 1, -1, 63, 64, -64, -65, 8191, 2147483647, -2147483648])('i32 constant %d', (value) =>
    expect(run((f) => f.i32(value).op('f64.convert_i32_s'))).toBe(value),
  )
  test('vectors', () =>
    expect(run((f) => f.get(0).op('f64x2.splat').f64x2(2).op('f64x2.add').lane('f64x2.extract_lane', 1), 3)).toBe(5))
  test('many locals', () => {
    const found = run((f) => {
      const locals = Array.from({ length: 300 }, (_, i) => f.local(i % 3 === 0 ? 'v128' : 'f64'))
      f.f64(9).set(locals[299]!).get(locals[299]!)
    })
    expect(found).toBe(9)
  })
  test('loops and branches', () => {
    const found = run((f) => {
      const [i, sum] = [f.local('i32'), f.local('f64')]
      f.loop().get(sum).get(0).op('f64.add').set(sum)
      f.get(i).i32(1).op('i32.add').tee(i).i32(10).op('i32.lt_s').brIf(0).end().get(sum)
    }, 2)
    expect(found).toBe(20)
  })
  test('data segments', () => expect(run((f) => f.i32(10).memory('i32.load8_u').op('f64.convert_i32_s'))).toBe(3))
})

test.each(Object.keys(vectorOpcodes) as (keyof typeof vectorOpcodes)[])('%s is an instruction engines know', (name) => {
  if (name.includes('relaxed')) return
  const scalar = name.endsWith('splat')
    ? ({ i8x16: 'i32', i32x4: 'i32', i64x2: 'i64', f32x4: 'f32', f64x2: 'f64' } as const)
    : undefined
  const type = scalar?.[name.split('.')[0] as keyof typeof scalar]
  const accepted = [0, 1, 2, 3].some((operands) => {
    const module = new ModuleWriter()
    const f = module.function(type === undefined ? ['i32'] : [type], [])
    for (let i = 0; i < operands; i++) f.i64x2(0n)
    if (type !== undefined || name.includes('.sh')) f.get(0)
    f.op(name).op('drop')
    return validates(module.encode())
  })
  expect(accepted).toBe(true)
})

test('functions print as WebAssembly text', () => {
  const module = new ModuleWriter({ text: true })
  module.function(['f64'], ['f64'], 'twice').get(0).f64(2).op('f64.mul')
  expect(module.toText()).toMatchInlineSnapshot(`
    "(module
      (func (;0;) (param f64) (result f64)
        local.get 0
        f64.const 2
        f64.mul
      )
      (export "twice" (func 0))
    )"
  `)
})
