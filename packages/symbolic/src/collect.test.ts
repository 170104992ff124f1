import { expect, test } from 'vitest'
import { collect } from './collect.ts'
import { parse } from './parse.ts'
import { toText } from './print/to-text.ts'

const collects = (formula: string, x: string, collected: string): void =>
  test(`${formula} by ${x} is ${collected}`, () => {
    expect(toText(collect(formula, x))).toBe(toText(parse(collected)))
  })

collects('a * x^2 + b * x^2 + x * y - x', 'x', 'x^2 * (a + b) + x * (y - 1)')
collects('2 * x^2 + y * x^2 + 3 * x * y', 'x', 'x^2 * (y + 2) + 3 * x * y')
collects('2 * x^2 + y * x^2 + 3 * x * y', 'y', '2 * x^2 + y * (x^2 + 3 * x)')
collects('(x + a) * (x + b)', 'x', 'x^2 + x * (a + b) + a * b')
collects('-x / 8 + x * y', 'x', 'x * (y - 1 / 8)')
collects('a * x * log(x) + b * x * log(x)', 'x * log(x)', 'x * log(x) * (a + b)')
collects('a * x^(2 * c) + b * x^(2 * c)', 'x', 'x^(2 * c) * (a + b)')
collects('a * sin(x) + b * sin(x) + c', 'sin(x)', '(a + b) * sin(x) + c')
collects('a * sqrt(x) + b * sqrt(x)', 'x', 'sqrt(x) * (a + b)')
collects('y + 1', 'x', 'y + 1')
