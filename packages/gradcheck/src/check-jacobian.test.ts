import { describe, expect, test } from 'vitest'
import { checkHessian } from './check-hessian.ts'
import { checkJacobian } from './check-jacobian.ts'

type Vector = Float64Array

describe('checkJacobian', () => {
  test('of formulas: rows are outputs', () => {
    const report = checkJacobian(['x * y', 'sin(x)'], { at: { x: 2, y: 3 } })
    expect(report.ok, String(report)).toBe(true)
    expect(report.entries.map(({ path, symbolic }) => [path, symbolic])).toEqual([
      ['f[0] by x', 3],
      ['f[0] by y', 2],
      ['f[1] by x', Math.cos(2)],
      ['f[1] by y', 0],
    ])
  })

  test('of formulas by a vector', () => {
    expect(checkJacobian(['sum(x .* x)', 's * sum(x)'], { at: { x: [1, 2], s: 3 } }).ok).toBe(true)
  })

  test('of a vector by a vector and by a scalar', () => {
    const at = {
      A: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      x: [1, -1, 2],
      s: 0.5,
    }
    const report = checkJacobian('A * x * s + sin(A * x)', { at, wrt: ['x', 's'] })
    expect(report.ok, String(report)).toBe(true)
    expect(report.size).toBe(8)
  })

  test('of a matrix by a matrix: its linear operator, entry by entry', () => {
    const at = {
      A: [[1, -2, 0.5]],
      X: [
        [0.3, 1],
        [2, -1],
        [0.7, 0.2],
      ],
      Z: [
        [2, 0.5],
        [-0.3, 1],
      ],
    }
    for (const [f, size] of [
      ['A * X * inv(Z)', 2 * 13],
      ["X' * X", 4 * 6],
      ['kron(X, A)', 18 * 9],
      ['exp(X) .* X', 6 * 6],
    ] as const) {
      const report = checkJacobian(f, { at })
      expect(report.ok, String(report)).toBe(true)
      expect(report.size).toBe(size)
    }
  })

  test('of a function, with its rows nested or flat', () => {
    const f = (x: Vector): number[] => [x[0]! * x[1]!, x[0]! + 2 * x[1]!, Math.exp(x[0]!)]
    const rows = (x: Vector): number[][] => [
      [x[1]!, x[0]!],
      [1, 2],
      [Math.exp(x[0]!), 0],
    ]
    expect(checkJacobian(f, { at: [1, 2], jacobian: rows }).ok).toBe(true)
    expect(checkJacobian(f, { at: [1, 2], jacobian: (x: Vector) => rows(x).flat() }).ok).toBe(true)
    const transposed = (x: Vector): number[] => [x[1]!, 1, Math.exp(x[0]!), x[0]!, 2, 0]
    expect(checkJacobian(f, { at: [1, 2], jacobian: transposed }).verdict).toBe('disagree')
  })
})

describe('checkHessian', () => {
  test('of a formula', () => {
    const report = checkHessian('x^2 * y + exp(x * y)', { at: { x: 2, y: 0.3 } })
    expect(report.ok, String(report)).toBe(true)
    expect(report.entries).toHaveLength(4)
  })

  test('of a formula of vectors and of matrices', () => {
    const at = { A: [[1, 2, -0.5]], X: [[0.3], [0.8], [-1.1]], x: [0.4, -0.2, 1.3] }
    expect(checkHessian('norm(A * x)^2 + logsumexp(x)', { at, wrt: 'x' }).verdict).toBe('agree')
    const report = checkHessian("norm(A * X, 'fro')^2 + sum(exp(X))", { at, wrt: 'X' })
    expect(report.ok, String(report)).toBe(true)
    expect(report.size).toBe(9)
  })

  test('a wrong one is caught', () => {
    const hessian = (): number[][] => [
      [4, 2],
      [2, 0.001],
    ]
    const report = checkHessian('x^2 * y', { at: { x: 1, y: 2 }, hessian })
    expect(report.worst?.path).toBe('y, y')
    expect(report.verdict).toBe('disagree')
  })

  test('of a function, from its gradient or from values alone', () => {
    const f = (x: Vector): number => x[0]! ** 3 * x[1]!
    const gradient = (x: Vector): number[] => [3 * x[0]! ** 2 * x[1]!, x[0]! ** 3]
    const hessian = (x: Vector): number[][] => [
      [6 * x[0]! * x[1]!, 3 * x[0]! ** 2],
      [3 * x[0]! ** 2, 0],
    ]
    expect(checkHessian(f, { at: [1, 2], gradient, hessian }).ok).toBe(true)
    expect(checkHessian(f, { at: [1, 2], hessian }).ok).toBe(true)
  })

  test('a wrong gradient is reported before its Hessian', () => {
    const report = checkHessian('x^2', { at: { x: 1 }, gradient: '3 * x' })
    expect(report.subject).toMatch(/^gradient/)
  })
})
