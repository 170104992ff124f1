import { factor, integrate } from '@fluxion/nerdamer'
import { expect, test } from 'vitest'

test('an integral by tables needs no worker', async () =>
  expect(String((await integrate('cos(2 * x)', 'x')).result)).toBe('sin(2 * x) / 2'))

test('nerdamer answers from a module worker', async () =>
  expect(String((await factor('x^2 - 1')).result)).toBe('(x - 1) * (x + 1)'))

test('what takes too long is stopped, and the next call is answered', async () => {
  await expect(factor('(a + b + c + d + f)^80 + 1', { timeout: 1 })).rejects.toMatchObject({ code: 'nerdamer/timeout' })
  expect((await factor('x^2 - 4')).verified).toBe(true)
})
