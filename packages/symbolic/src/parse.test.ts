import { describe, expect, test } from 'vitest'
import { FluxionError } from './errors.ts'
import { type ParseOptions, parse } from './parse.ts'
import { toText } from './print/to-text.ts'

/** Both texts mean the same formula. */
function means(text: string, plain: string, options: ParseOptions = {}): void {
  test(`${text}  means  ${plain}`, () => expect(toText(parse(text, options))).toBe(toText(parse(plain, options))))
}

/** The text prints as given. */
function prints(text: string, printed: string, options: ParseOptions = {}): void {
  test(`${text}  prints  ${printed}`, () => expect(toText(parse(text, options))).toBe(printed))
}

function failure(text: string, options: ParseOptions = {}): FluxionError {
  try {
    parse(text, options)
  } catch (error) {
    if (error instanceof FluxionError) return error
    throw error
  }
  throw new Error(`no error for ${text}`)
}

function fails(text: string, code: string, options: ParseOptions = {}): void {
  test(`${text}  fails with  ${code}`, () => expect(failure(text, options).code).toBe(code))
}

describe('precedence and associativity are those of mathjs', () => {
  means('-x^2', '-(x^2)')
  means('2^-x', '2^(-x)')
  means('x^y^z', 'x^(y^z)')
  means('2^-x^2', '2^(-(x^2))')
  means('a - b - c', '(a - b) - c')
  means('a / b / c', '(a / b) / c')
  means('a / b * c', '(a / b) * c')
  means('a % b * c', '(a % b) * c')
  means('a mod b', 'mod(a, b)')
  means('-x!', '-(x!)')
  means('x!^2', '(x!)^2')
  means('2^x!', '2^(x!)')
  means('a < b < c', 'a < b and b < c')
  means('not a == b', '(not a) == b')
  means('a or b and c', 'a or (b and c)')
  means('a or b xor c', 'a or (b xor c)')
  means('a > 0 ? 1 : b > 0 ? 2 : 3', 'piecewise(a > 0, 1, b > 0, 2, 3)')
  means('a + b < c * d', '(a + b) < (c * d)')
  means('+x', 'x')
  means('--x', 'x')
})

describe('implicit multiplication', () => {
  means('2x', '2 * x')
  means('2(3)', '6')
  means('(a)(b)', 'a * b')
  means('3 sin(x)', '3 * sin(x)')
  means('x 2', 'x * 2')
  means('a b c', 'a * b * c')
  means('1/2x', '(1/2) * x')
  means('1/2 x^2', '(1/2) * x^2')
  means('-1/2(x)', '(-1/2) * x')
  means('1/x y', '1 / (x * y)')
  means('a/2x', 'a / (2 * x)')
  means('1/2/3x', '1 / ((2/3) * x)')
  means('x^2 y', '(x^2) * y')
  means('x! y', '(x!) * y')
  means('2ex', '2 * ex')
  means('2e', '2 * e')
  fails('2 3', 'parse/unexpected-token')
  fails('x^2 3', 'parse/unexpected-token')
})

describe('percent and modulus', () => {
  means('10%', '1/10')
  means('x + 10%', 'x + x * 1/10')
  means('x - 5% * 1', 'x - 5/100 * 1')
  means('10% * x', 'x / 10')
  means('x % 3', 'mod(x, 3)')
  means('10% + 3', 'mod(10, 3)')
  means('(5%)', '1/20')
  means('x + (5%)', 'x + 1/20')
})

describe('numbers', () => {
  prints('0.5', '0.5')
  prints('1/2', '1 / 2')
  prints('.5', '0.5')
  prints('2.', '2')
  prints('2.*x', '2 * x')
  prints('1e3', '1000')
  prints('2E-7', '2e-7')
  prints('0x1F + 0b11 + 0o17', '49')
  prints('123456789012345678901234567890', '123456789012345678901234567890')
  fails('1e9999', 'limit/number')
  fails('1e-9999', 'limit/number')
  fails('9^9^9^9', 'limit/number')
  fails('1.5.2', 'parse/unexpected-token')
  fails('2e+x', 'parse/bad-number')
  fails('2e3.5', 'parse/bad-number')
  fails('0x1G', 'parse/bad-number')
})

describe('names', () => {
  prints('pi + e + tau', 'e + pi + tau')
  prints('π', 'pi')
  prints('i^2', 'i ^ 2')
  prints('constructor * __proto__ + hasOwnProperty', '__proto__ * constructor + hasOwnProperty')
  prints('gamma * beta', 'beta * gamma')
  prints('α_1 + 𝑥 + 速度', 'α_1 + 速度 + 𝑥')
  prints('x₁', 'x₁')
  prints('ln(x)', 'log(x)')
  prints('log(x, 2)', 'log(x) / log(2)')
  prints('arcsin(x)', 'asin(x)')
  prints('5!', '120')
  prints('x!', 'gamma(x + 1)')
  prints('if(x > 0, x, 0)', 'x > 0 ? x : 0')
  fails('constructor(1)', 'parse/unknown-function')
  fails('sin x', 'parse/unexpected-token')
  fails('sin^2(x)', 'parse/unexpected-token')
  fails('sin()', 'parse/bad-arity')
  fails('pow(x)', 'parse/bad-arity')
})

describe('undefined functions', () => {
  const f = { functions: ['f', 'g'] }
  prints('f(x) + g(x, y)', 'f(x) + g(x, y)', f)
  prints("f'(x) * f''(2x)", "f'(x) * f''(2 * x)", f)
  prints("g'[1, 0](x, y)", "g'[1, 0](x, y)", f)
  prints("f'[7](x)", "f'[7](x)", f)
  fails("g'(x, y)", 'parse/bad-arity', f)
  fails('f', 'parse/unexpected-token', f)
  fails('f(x)', 'parse/unknown-function')
  fails('x', 'parse/bad-option', { functions: ['a b'] })
})

describe('vectors and matrices', () => {
  const options = { shapes: { A: ['m', 'n'], B: ['n', 'm'], x: ['n'], y: ['n'], b: ['m'], S: ['n', 'n'] } }
  prints("2 * A' * (A*x - b)", "2 * A' * (A * x - b)", options)
  prints("x'*y*x", "(x' * y) * x", options)
  prints('x .* y ./ y .^ 2', 'x ./ y', options)
  prints('2 ./ y', '2 ./ y', options)
  prints("norm(A, 'fro')", "norm(A, 'fro')", options)
  prints('normF(A)', "norm(A, 'fro')", options)
  prints('norm2(x)^2', 'norm(x) ^ 2', options)
  prints('norm(x, 1)', 'norm1(x)', options)
  prints('tr(A*B)', 'tr(A * B)', options)
  prints('eye(n) * x', 'x', options)
  prints("-(A*x - b)*y'", "-(A * x - b) * y'", options)
  prints("S'", 'S', { shapes: options.shapes, assume: { S: { symmetric: true } } })
  test('the dimension of a product is that of its outer sizes', () =>
    expect(parse('A * B', options).shape).toEqual(['m', 'm']))
  test('a mismatch points at its operator', () =>
    expect(failure("x' * y + norm(A*x - x)", options)).toMatchObject({ code: 'symbolic/shape-mismatch', position: 18 }))
  test('a mismatch late in a chain points at its own operator', () =>
    expect(failure('A * x + b + x', options)).toMatchObject({ code: 'symbolic/shape-mismatch', position: 10 }))
})

describe('line ends and comments', () => {
  means('\n x +\n y \n', 'x + y')
  means('(x\n + y)', 'x + y')
  means('x + y # a comment', 'x + y')
  means('x\r\n', 'x')
  fails('x\n+ y', 'parse/unexpected-token')
})

describe('what formulas do not have is a clear error', () => {
  fails('', 'parse/empty')
  fails('  \n ', 'parse/empty')
  fails('x = 1', 'parse/unexpected-token')
  fails('[1, 2]', 'parse/unexpected-token')
  fails('x[1]', 'parse/unexpected-token')
  fails('{a: 1}', 'parse/unexpected-token')
  fails('"text"', 'parse/unexpected-token')
  fails('a.b', 'parse/unexpected-token')
  fails('1:2', 'parse/unexpected-token')
  fails('x; y', 'parse/unexpected-token')
  fails('a & b', 'parse/unexpected-token')
  fails('5 cm to inch', 'parse/unexpected-token')
  fails('2 * (x', 'parse/unclosed-bracket')
  fails('x)', 'parse/unexpected-token')
  fails('x > 0 ? 1', 'parse/unexpected-end')
  fails('x +', 'parse/unexpected-end')
  fails('x € y', 'parse/unexpected-character')
  fails('x²', 'parse/unexpected-character')
})

describe('errors show the place', () => {
  test('found, wanted, line, column, caret', () =>
    expect(failure('2 * ) + x').message).toMatchInlineSnapshot(`
    "found ")", wanted a number, a name, a function or "(", at line 1, column 5
      2 * ) + x
          ^"
  `))
  test('in a long text only the surroundings are shown', () =>
    expect(failure(`${'x + '.repeat(40)}* y${' + z'.repeat(40)}`).message).toMatchInlineSnapshot(`
      "found "*", wanted a number, a name, a function or "(", at line 1, column 161
        …x + x + x + x + x + x + x + x + x + * y + z + z + z + z + z + z + z + z …
                                             ^"
    `))
  test('tabs stay tabs under the line, a surrogate pair is one column', () =>
    expect(failure('1 +\n\t𝑥\t* / 2').message).toMatchInlineSnapshot(`
      "found "/", wanted a number, a name, a function or "(", at line 2, column 6
        	𝑥	* / 2
        	 	  ^"
    `))
  test('did you mean', () =>
    expect(failure('2 * arcsn(x)').hint).toMatchInlineSnapshot(`"did you mean arcsin or acsc or arccsc?"`))
  test('a wrong number of arguments', () =>
    expect(failure('1 + atan2(x)').message).toMatchInlineSnapshot(`
    "atan2 takes 2 arguments, found 1, at line 1, column 5
      1 + atan2(x)
          ^^^^^"
  `))
  test('letters that only look like Latin ones', () =>
    expect(failure('s\u0456n(x)').hint).toMatchInlineSnapshot(
      `""sіn" has letters that only look like those of "sin": type them again"`,
    ))
  test('an invisible character', () =>
    expect(failure('\ufeffx').message).toMatchInlineSnapshot(`
    "found the character U+FEFF, wanted a number, a name or an operator, at line 1, column 1
      ﻿x
      ^"
  `))
  test('a number out of range is shown itself', () => expect(failure('x + 1e9999').position).toBe(4))
  test('the position is an offset into the text', () => expect(failure('x +\n y )').position).toBe(7))
})

describe('size and depth cost memory, not the stack', () => {
  const many = 100_000
  const repeated: Readonly<Record<string, string>> = {
    brackets: `${'('.repeat(many)}x${')'.repeat(many)}`,
    sum: `${'x + '.repeat(many)}1`,
    powers: `${'x^'.repeat(many)}x`,
    'minus signs': `${'-'.repeat(many)}x`,
    calls: `${'sin('.repeat(many)}x${')'.repeat(many)}`,
    factorials: `x${'!'.repeat(many)}`,
    transposes: `x${"'".repeat(many)}`,
  }
  test.each(Object.keys(repeated))('100,000 %s', (name) => {
    const f = parse(repeated[name]!)
    const text = toText(f)
    if (text.length < 1_000_000) expect(parse(text)).toBe(f)
  })
  test('a sum of 100,000 different terms is one node', () => {
    const terms = Array.from({ length: many }, (_, i) => `x${i}`)
    expect(parse(terms.join('+')).args).toHaveLength(many)
  })
  test('a text of a million characters is refused', () =>
    expect(failure('1'.repeat(1_000_000)).code).toBe('limit/size'))
  test('400,000 open brackets are refused', () => expect(failure('('.repeat(400_000)).code).toBe('limit/depth'))
  test('a numeral of 900,000 digits is refused', () => expect(failure('1'.repeat(900_000)).code).toBe('limit/number'))
  test('a list of 20,000 arguments is refused', () =>
    expect(failure(`max(${'x,'.repeat(20_000)}x)`).code).toBe('limit/size'))
})
