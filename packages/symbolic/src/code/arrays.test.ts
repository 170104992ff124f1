import { describe, expect, test } from 'vitest'
import type { FluxionError } from '../errors.ts'
import type { Shape } from '../expression.ts'
import { gradient } from '../gradient.ts'
import { parse } from '../parse.ts'
import { type CodeOptions, toCode } from './generate.ts'
import type { CodeLanguage } from './languages.ts'

const shapes: Record<string, Shape> = { A: ['m', 'n'], Z: ['n', 'n'], b: ['m'], x: ['n'], w: ['n'], R: [1, 'n'] }
const body = (text: string, language: CodeLanguage, options?: CodeOptions): string =>
  toCode(parse(text, { shapes }), language, options)
    .split('\n')
    .filter((line) => line.startsWith(' '))
    .map((line) => line.trim())
    .join('; ')

describe('matrix formulas over arrays', () => {
  test.each<[string, CodeLanguage, string]>([
    ["2 * A' * (A * x - b)", 'numpy', 'return 2 * (np.transpose(A) @ (A @ x - b))'],
    ["2 * A' * (A * x - b)", 'python', 'return 2 * (np.transpose(A) @ (A @ x - b))'],
    ["2 * A' * (A * x - b)", 'torch', 'return 2 * (torch.t(A) @ (A @ x - b))'],
    ["2 * A' * (A * x - b)", 'julia', 'return 2 * (transpose(A) * (A * x .- b))'],
    ['inv(Z) * x', 'numpy', 'return np.linalg.solve(Z, x)'],
    ["x' * w", 'numpy', 'return x @ w'],
    ["x' * Z * w", 'numpy', 'return x @ (Z @ w)'],
    ["b * x'", 'numpy', 'return np.outer(b, x)'],
    ["b' * A", 'numpy', 'return np.reshape(b @ A, (1, -1))'],
    ['R * x', 'numpy', 'return np.sum(R @ x)'],
    ['x ./ w .^ 2', 'numpy', 'return x * w ** (-2)'],
    ['log(2 * pi) * x', 'torch', 'return 1.8378770664093453 * x'],
    ["x * x' * w", 'numpy', 'return x @ w * x'],
    ['norm(x)^2 / n', 'numpy', 'return np.linalg.norm(x) ** 2 / x.shape[0]'],
    ['eye(n) - Z', 'torch', 'return torch.eye(Z.shape[0]).to(Z.dtype) - Z'],
    ['x > 0 ? 1 : 0', 'torch', 'return torch.where((x > 0), 1, 0).to(x.dtype)'],
    ['eye(n) - Z', 'numpy', 'return np.eye(Z.shape[0]) - Z'],
    ['x > 0 ? x : 0', 'torch', 'return torch.where((x > 0), x, 0)'],
    ['softmax(x)', 'javascript', 'return T.softmax(x, { dim: 0 })'],
    ['l * norm(x)', 'javascript', 'const _l = T.tensor(l); return T.mul(_l, T.linalg.norm(x))'],
    ['sin(t)', 'numpy', 'return np.sin(t)'],
  ])('%s in %s', (f, language, code) => expect(body(f, language)).toBe(code))

  test('shared parts are computed once', () =>
    expect(body("exp(A * x)' * exp(A * x)", 'numpy')).toBe('v0 = np.exp(A @ x); return v0 @ v0'))

  test('the whole function', () =>
    expect(
      toCode(gradient(parse('norm(A * x - b)^2', { shapes }), 'x'), 'javascript', {
        name: 'slope',
        args: ['x', 'A', 'b'],
      }),
    ).toMatchInlineSnapshot(`
        "import * as T from '@fluxion/tensor'

        export function slope(x, A, b) {
          return T.mul(2, T.matmul(T.transpose(A, 0, 1), T.sub(T.matmul(A, x), b)))
        }
        "
      `))

  test.each<[string, CodeLanguage]>([
    ['A * x', 'c'],
    ['A * x', 'glsl'],
    ['besselj(0, x)', 'numpy'],
  ])('%s in %s is refused', (f, language) => {
    let code = ''
    try {
      body(f, language)
    } catch (error) {
      code = (error as FluxionError).code
    }
    expect(code).toBe('code/unsupported')
  })
})
