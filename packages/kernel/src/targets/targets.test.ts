import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type InferredOp, LoopBuilder } from '../build.ts'
import { compileLoop } from '../compile.ts'
import { interpret, loadInterpreter } from '../interpret.ts'
import { type IrOp, type Lane, type LoopIR, operations, type Reduction, resultLane, type TypedArray } from '../ir.ts'
import { arrayOf, type Operand } from '../operands.ts'

const lanes: readonly Lane[] = ['f64', 'f32', 'i32', 'bool']
const plainOps = (Object.keys(operations) as IrOp[]).filter(
  (op): op is InferredOp =>
    op !== 'const' && op !== 'load' && op !== 'convert' && op !== 'muladd' && operations[op].kind === 'arithmetic',
)
const backends = ['js', 'wasm'] as const

/** A random loop over all lanes, and operands of this length for it. */
const loops = fc
  .record({
    length: fc.integer({ min: 0, max: 70 }),
    inputs: fc.array(fc.record({ lane: fc.constantFrom(...lanes), scalar: fc.boolean() }), {
      minLength: 1,
      maxLength: 4,
    }),
    steps: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), { minLength: 1, maxLength: 12 }),
    narrow: fc.boolean(),
    reduce: fc.boolean(),
    seed: fc.integer(),
  })
  .map(({ length, inputs, steps, narrow, reduce, seed }) => {
    const k = new LoopBuilder()
    const usable: readonly Lane[] = narrow ? ['f64', 'bool'] : lanes
    const bound: Operand[] = []
    let state = seed | 0
    const random = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0
      return (state >>> 8) / 2 ** 24
    }
    inputs.forEach(({ lane, scalar }, j) => {
      const type = usable.includes(lane) ? lane : 'f64'
      if (scalar) {
        k.scalar(`x${j}`, type)
        bound.push(sample(type, random))
        return
      }
      k.array(`x${j}`, type)
      const stride = 1 + Math.floor(random() * 2)
      const data = new arrayOf[type](length * stride + 3).map(() => sample(type, random))
      bound.push(random() < 0.5 ? data : { data, offset: 1, stride })
    })
    for (const [kind, a, b, c] of steps) {
      const op = plainOps[kind % plainOps.length]!
      const size = k.body.length
      const args = [a % size, b % size, c % size].slice(0, operations[op].arity)
      if (kind % 7 === 0) k.convert(a % size, usable[b % usable.length]!)
      else if (kind % 11 === 0) k.constant(sample('f64', random))
      else if (
        resultLane(
          op,
          args.map((it) => k.lane(it)),
        ) !== undefined
      )
        k.op(op, ...args)
    }
    const last = k.body.length - 1
    for (const value of [last, last >> 1]) {
      const choices: readonly Reduction[] = k.lane(value) === 'bool' ? ['any', 'all'] : ['sum', 'prod', 'min', 'max']
      if (reduce) k.output(value, choices[value % choices.length]!)
      else k.output(value)
    }
    return { ir: k.finish(), length, inputs: bound }
  })

function sample(type: Lane, random: () => number): number {
  const special = [0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, 2.5, -0.5]
  const x = random() < 0.2 ? special[Math.floor(random() * special.length)]! : (random() - 0.5) * 20
  if (type === 'bool') return x > 0 ? 1 : 0
  return type === 'i32' ? (Number.isFinite(x) ? Math.round(x * 1000) : 7) : type === 'f32' ? Math.fround(x) : x
}

function sameNumber(found: number, wanted: number, tolerance: number): boolean {
  if (Object.is(found, wanted) || found === wanted) return true
  if (Number.isNaN(found) || Number.isNaN(wanted)) return Number.isNaN(found) && Number.isNaN(wanted)
  return Math.abs(found - wanted) <= tolerance * Math.max(Math.abs(wanted), 1)
}

function expectSame(
  ir: LoopIR,
  found: readonly (TypedArray | number)[],
  wanted: readonly (TypedArray | number)[],
): void {
  wanted.forEach((expected, j) => {
    const got = found[j]!
    if (typeof expected === 'number') {
      const reordered = ir.outputs[j]!.type === 'f32' ? 1e-6 : 1e-12
      if (!sameNumber(got as number, expected, reordered)) expect(got).toBe(expected)
    } else expect(got).toEqual(expected)
  })
}

describe('every target computes what the interpreter computes', () => {
  test.each(backends)('%s: random loops over all lanes, strides and reductions', (target) => {
    fc.assert(
      fc.property(loops, ({ ir, length, inputs }) => {
        // Sums of infinities of both signs, or of huge products, depend on the order: keep what the order cannot change.
        const wanted = interpret(ir, length, inputs)
        const found = compileLoop(ir, { target }).run(length, inputs)
        const ordered = ir.outputs.every((_, j) => typeof wanted[j] !== 'number' || Math.abs(wanted[j]) < 1e9)
        if (ordered) expectSame(ir, found, wanted)
      }),
      { seed: 20, numRuns: 400 },
    )
  })

  test.each(['js', 'wasm', 'auto'] as const)(
    '%s: reductions of any length, steps and blocks incomplete or not',
    (target) => {
      const lengths = [...Array.from({ length: 20 }, (_, i) => i), 255, 256, 257, 4096, 4113]
      for (const lane of lanes) {
        const k = new LoopBuilder()
        const x = k.array('x', lane)
        const choices: readonly Reduction[] = lane === 'bool' ? ['any', 'all'] : ['sum', 'min', 'max']
        for (const reduce of choices) {
          const one = new LoopBuilder()
          one.output(one.array('x', lane), reduce)
          k.output(x, reduce)
          for (const ir of [one.finish(), k.finish()])
            for (const length of lengths) {
              const data = new arrayOf[lane](length + 1).map((_, i) =>
                lane === 'bool' ? Number(i % 97 < 96) : (i * 37) % 101,
              )
              for (const operand of [data.subarray(0, length), { data, offset: 1, stride: 1 }])
                expect(compileLoop(ir, { target }).run(length, [operand])).toEqual(interpret(ir, length, [operand]))
            }
        }
      }
    },
  )

  test('one element: random loops', () => {
    fc.assert(
      fc.property(loops, ({ ir, length, inputs }) => {
        const kernel = loadInterpreter(ir)
        const wanted = interpret(
          ir,
          1,
          inputs.map((it, j) => one(ir, it, j)),
        )
        const out: number[] = []
        if (length === 0) return
        kernel.scalar(inputs.map(first), out)
        wanted.forEach((value, j) => {
          expect(out[j]! + 0).toBe((typeof value === 'number' ? value : value[0]!) + 0)
        })
      }),
      { seed: 21, numRuns: 200 },
    )
  })
})

function first(operand: Operand): number {
  if (typeof operand === 'number') return operand
  return ArrayBuffer.isView(operand) ? operand[0]! : operand.data[operand.offset]!
}

function one(ir: LoopIR, operand: Operand, j: number): Operand {
  return typeof operand === 'number' ? operand : new arrayOf[ir.inputs[j]!.type](1).fill(first(operand))
}

test('a body of thousands of instructions runs in pieces and gives what it gave', () => {
  const k = new LoopBuilder()
  const [x, y] = [k.array('x'), k.array('y', 'f32')]
  const values = [x, k.convert(y, 'f64'), k.constant(0.25)]
  const truths = [k.op('lt', x, values[1]!)]
  for (let i = 0; i < 900; i++) {
    const [a, b] = [values[(7 * i) % values.length]!, values.at(-1)!]
    truths.push(k.op('lt', a, b))
    values.push(k.op('sub', k.op('mul', a, k.constant(1 - i / 1000)), k.op('select', truths[i >> 1]!, b, values[2]!)))
  }
  k.output(values.at(-1)!)
  k.output(truths.at(-1)!)
  k.output(values[17]!)
  const ir = k.finish()
  const [found, wanted]: number[][] = [[], []]
  compileLoop(ir, { target: 'js' }).scalar([0.3, 0.7], found)
  loadInterpreter(ir).scalar([0.3, 0.7], wanted!)
  expect(found).toEqual(wanted)
})
