import { describe, expect, test } from 'vitest'
import { Generator, manualSeed, rand, randint, randn, randperm } from './index.ts'

const sample = (n: number, draw: () => number): Float64Array => Float64Array.from({ length: n }, draw)
const mean = (x: Float64Array): number => x.reduce((a, b) => a + b, 0) / x.length

test('the numbers of a seed are always the same', () => {
  const generator = new Generator(42)
  expect([generator.bits(), generator.bits(), generator.bits()]).toMatchInlineSnapshot(`
    [
      80372098,
      -1700010169,
      -1547238025,
    ]
  `)
  expect([generator.uniform(), generator.normal(), generator.below(1000)]).toMatchInlineSnapshot(`
    [
      0.24607889448192444,
      0.2797313814947366,
      801,
    ]
  `)
})

test('filling an array and drawing one by one give the same numbers', () => {
  const [a, b] = [new Generator(3), new Generator(3)]
  const filled = new Float64Array(20_000)
  a.fillNormal(filled)
  expect(sample(20_000, () => b.normal())).toEqual(filled)
  expect(a.bits()).toBe(b.bits())
})

describe('normal numbers', () => {
  const x = sample(
    400_000,
    (() => {
      const generator = new Generator(5)
      return () => generator.normal()
    })(),
  )
  test('have the moments 0, 1, 0, 3', () => {
    expect(mean(x)).toBeCloseTo(0, 2)
    expect(mean(x.map((v) => v ** 2))).toBeCloseTo(1, 2)
    expect(mean(x.map((v) => v ** 3))).toBeCloseTo(0, 1)
    expect(mean(x.map((v) => v ** 4))).toBeCloseTo(3, 1)
  })
  test('reach into the tail as often as they should', () => {
    const beyond = (limit: number): number => x.filter((v) => Math.abs(v) > limit).length / x.length
    expect(beyond(1)).toBeCloseTo(0.3173, 2)
    expect(beyond(2)).toBeCloseTo(0.0455, 3)
    expect(beyond(3.6541528853610088)).toBeCloseTo(0.000258, 4)
  })
})

test('uniform numbers fill [0, 1) evenly', () => {
  const generator = new Generator(9)
  const counts = new Array<number>(16).fill(0)
  for (let i = 0; i < 160_000; i++) counts[Math.floor(generator.uniform() * 16)]!++
  const chiSquare = counts.reduce((sum, c) => sum + (c - 10_000) ** 2 / 10_000, 0)
  expect(chiSquare).toBeLessThan(37.7) // 15 degrees of freedom, one in a thousand
})

test('integers below a bound have no bias', () => {
  const generator = new Generator(11)
  const counts = new Array<number>(3).fill(0)
  for (let i = 0; i < 90_000; i++) counts[generator.below(3)]!++
  for (const count of counts) expect(Math.abs(count - 30_000)).toBeLessThan(600)
})

test('random tensors have the shape, range and dtype asked for', () => {
  manualSeed(1)
  expect(rand(2, 3).shape).toEqual([2, 3])
  expect(randn([2, 3], { dtype: 'float32' }).dtype).toBe('float32')
  const x = randint(-2, 3, [1000])
  expect([x.amin().item(), x.amax().item(), x.dtype]).toEqual([-2, 2, 'int32'])
  expect(randperm(50).sort().values.tolist()).toEqual(Array.from({ length: 50 }, (_, i) => i))
  expect(() => randint(3, 3, [1])).toThrow(expect.objectContaining({ code: 'tensor/out-of-range' }))
})
