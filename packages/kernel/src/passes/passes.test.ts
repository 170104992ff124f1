import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LoopBuilder } from '../build.ts'
import { interpret } from '../interpret.ts'
import type { LoopIR } from '../ir.ts'
import { verify } from '../verify.ts'
import { optimize, type PassName, passes } from './optimize.ts'

type Build = (k: LoopBuilder, x: number, y: number) => number

function loop(build: Build): LoopIR {
  const k = new LoopBuilder()
  const x = k.array('x')
  const y = k.array('y')
  k.output(build(k, x, y))
  return k.finish()
}

/** The operations a pass followed by dead code elimination leaves, in order. */
function leaves(name: PassName, build: Build, wanted: string): void {
  const left = passes.drop(passes[name](loop(build)))
  verify(left)
  expect(left.body.map(({ op, value }) => (op === 'const' ? value : op)).join(' ')).toBe(wanted)
}

describe('passes', () => {
  test('constants fold', () => leaves('fold', (k) => k.op('add', k.constant(1), k.constant(2)), '3'))
  test('functions of constants fold', () => leaves('fold', (k) => k.op('cos', k.constant(0)), '1'))
  test('equal work is shared', () =>
    leaves('share', (k, x, y) => k.op('mul', k.op('add', x, y), k.op('add', y, x)), 'load load add mul'))
  test('0 and -0 are not shared', () => leaves('share', (k) => k.op('add', k.constant(0), k.constant(-0)), '0 0 add'))
  test('unused work is dropped', () => leaves('drop', (k, x, y) => [k.op('sin', x), y][1]!, 'load'))
  test('x + 0 stays: -0 + 0 is 0', () =>
    leaves('reduceStrength', (k, x) => k.op('add', x, k.constant(0)), 'load 0 add'))
  test('x - 0 is x', () => leaves('reduceStrength', (k, x) => k.op('sub', x, k.constant(0)), 'load'))
  test('1 * x is x', () => leaves('reduceStrength', (k, x) => k.op('mul', k.constant(1), x), 'load'))
  test('-1 * x is neg', () => leaves('reduceStrength', (k, x) => k.op('mul', k.constant(-1), x), 'load neg'))
  test('x + (-y) is x - y', () =>
    leaves('reduceStrength', (k, x, y) => k.op('add', x, k.op('neg', y)), 'load load sub'))
  test('x^3 is two products', () => leaves('reduceStrength', (k, x) => k.op('pow', x, k.constant(3)), 'load mul mul'))
  test('x^-2 is one product and a division', () =>
    leaves('reduceStrength', (k, x) => k.op('pow', x, k.constant(-2)), 'load mul 1 div'))
  test('x / 4 is x * 0.25', () => leaves('reduceStrength', (k, x) => k.op('div', x, k.constant(4)), 'load 0.25 mul'))
  test('x / 3 stays', () => leaves('reduceStrength', (k, x) => k.op('div', x, k.constant(3)), 'load 3 div'))
  test('a * b + c contracts', () =>
    leaves('contract', (k, x, y) => k.op('add', k.op('mul', x, y), x), 'load load muladd'))
  test('a product used twice does not contract', () =>
    leaves(
      'contract',
      (k, x, y) => {
        const p = k.op('mul', x, y)
        return k.op('add', p, p)
      },
      'load load mul add',
    ))

  test('values stay what they were', () => {
    const unary = ['neg', 'abs', 'sqrt', 'floor', 'sin'] as const
    const binary = ['add', 'sub', 'mul', 'div', 'min'] as const
    const steps = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(steps, fc.double({ min: -9, max: 9 }), fc.double({ min: -9, max: 9 }), (list, x, y) => {
        const ir = loop((k, a, b) => {
          for (const value of [0, -0, 1, -1, 2, 0.5]) k.constant(value)
          for (const [kind, p, q] of list) {
            const size = k.body.length
            if (kind % 3 === 0) k.op(unary[kind % unary.length]!, p % size)
            else k.op(binary[kind % binary.length]!, p % size, q % size)
          }
          return k.body.length > 8 ? k.body.length - 1 : a + b
        })
        const operands = [Float64Array.of(x), Float64Array.of(y)]
        const better = optimize(ir, { contract: false })
        verify(better)
        expect(interpret(better, 1, operands)).toEqual(interpret(ir, 1, operands))
      }),
      { seed: 22, numRuns: 500 },
    )
  })
})
