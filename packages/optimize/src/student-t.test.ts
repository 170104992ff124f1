import { expect, test } from 'vitest'
import { studentTQuantile } from './student-t.ts'

test.each([
  [0.95, 1, 12.706204736174694],
  [0.95, 9, 2.262157162798205],
  [0.99, 30, 2.7499956535672254],
  [0.6827, 5, 1.1105333938140245],
  [0.95, 1e6, 1.959966356814107],
])('the two-sided quantile of %d at %d degrees of freedom', (probability, degrees, expected) => {
  expect(Math.abs(studentTQuantile(probability, degrees) / expected - 1)).toBeLessThan(1e-9)
})
