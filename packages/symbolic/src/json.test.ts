import { expect, test } from 'vitest'
import { add, pow, sub } from './arithmetic.ts'
import type { FluxionError } from './errors.ts'
import type { Expr } from './expression.ts'
import { fromJSON, toJSON } from './json.ts'
import { parse } from './parse.ts'
import { symbol } from './symbols.ts'

const code = (make: () => unknown): string => {
  try {
    make()
  } catch (error) {
    return (error as FluxionError).code
  }
  return 'no error'
}

test.each([
  'x',
  '-1/3',
  '0.1 * x',
  '123456789012345678901234567890 * x',
  'sin(x)^2 + exp(-x / 2) * pi',
  'x > 0 and not (y < 1) ? 1 / x : x < -1 ? atan2(y, x) : Infinity',
  "f'[1, 0](x, y) + f(y, x)",
  "norm(A' * (A * x - b))^2 + tr(inv(eye(n) + S)) + sum(ones(n) .* x ./ (1 + x .^ 2))",
])('%s comes back from JSON', (text) => {
  const f = parse(text, {
    functions: ['f'],
    shapes: text.includes('A') ? { A: ['n', 'n'], S: ['n', 'n'], x: ['n'], b: ['n'] } : {},
  })
  expect(fromJSON(JSON.parse(JSON.stringify(toJSON(f))))).toBe(f)
})

test('assumptions come back', () => {
  const x = symbol('x', { positive: true, integer: true })
  expect(fromJSON(JSON.stringify(toJSON(x)))).toBe(x)
})

test('a formula of 2^60 parts takes its 100 nodes', () => {
  let f: Expr = symbol('x')
  for (let i = 0; i < 60; i++) f = add(pow(f, 2), f)
  const json = toJSON(f)
  expect(json.nodes.length).toBeLessThan(200)
  expect(fromJSON(json)).toBe(f)
})

test('what is written does not depend on what was built before', () => {
  const first = JSON.stringify(toJSON('a + b * c'))
  sub('c', 'a')
  expect(JSON.stringify(toJSON('b * c + a'))).toBe(first)
})

test.each([
  '{}',
  'no json',
  'null',
  '{"format":"fluxion","version":1,"nodes":[]}',
  '{"format":"fluxion","version":1,"nodes":[{"op":"constructor"}]}',
  '{"format":"fluxion","version":1,"nodes":[{"op":"num","value":"1"},{"op":"toString","args":[0]}]}',
  '{"format":"fluxion","version":1,"nodes":[{"op":"sym"}]}',
  '{"format":"fluxion","version":1,"nodes":[{"op":"const","name":"__proto__"}]}',
  '{"format":"fluxion","version":1,"nodes":[{"op":"num","value":"1"},{"op":"pow","args":[0]}]}',
  '{"format":"fluxion","version":1,"nodes":[{"op":"pow","args":[0,0]}]}',
  '{"format":"fluxion","version":1,"nodes":[{"op":"sym","name":"x"},{"op":"call","name":"f","args":[0],"orders":"1"}]}',
])('%s is refused', (text) => expect(code(() => fromJSON(text))).toBe('json/invalid'))
