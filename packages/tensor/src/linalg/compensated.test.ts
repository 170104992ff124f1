import { expect, test } from 'vitest'
import { CompensatedSum } from './compensated.ts'

test('terms that cancel leave the small one', () => {
  const sum = new CompensatedSum()
  for (const x of [1, 1e100, 1, -1e100]) sum.add(x)
  expect(sum.value).toBe(2)
})

test('products are added exactly', () => {
  const x = 1 + 2 ** -30
  const sum = new CompensatedSum()
  sum.addProduct(x, x)
  sum.add(-1)
  sum.add(-(2 ** -29))
  expect(sum.value).toBe(2 ** -60)
})
