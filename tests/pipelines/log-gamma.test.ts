import { evaluate } from '@fluxion/symbolic'
import { digamma, lgamma, type Tensor, tensor, toTypedArray } from '@fluxion/tensor'
import { expect, test } from 'vitest'

// Tensors may not import formulas, nor formulas tensors, so each has its own: they must not drift apart.
const points = Array.from({ length: 3000 }, (_, i) => -12.345 + 0.0173 * i)

test.each<[string, (x: Tensor) => Tensor]>([
  ['lgamma', lgamma],
  ['digamma', digamma],
])('%s has the same bits in formulas and in tensors', (name, operation) => {
  const wanted = points.map((x) => evaluate(`${name}(x)`, { x }))
  expect([...toTypedArray(operation(tensor(points)))]).toEqual(wanted)
})
