// Products and decompositions in the browser's engine, whose WebAssembly may fuse multiply and add.
import { matrixView, multiplyMatrices, productBackend } from '@fluxion/kernel'
import { eye, fromArray, linalg, type Tensor } from '@fluxion/tensor'
import { expect, test } from 'vitest'

const wave = (m: number, n: number): Tensor =>
  fromArray(
    Float64Array.from({ length: m * n }, (_, p) => Math.sin(1 + p * p * 0.37)),
    [m, n],
  )
const largest = (x: Tensor): number => x.abs().max().item()

test('the product runs in WebAssembly', () => {
  expect([productBackend('f64'), productBackend('f32')]).toEqual(['wasm', 'wasm'])
})

test.each([
  [Float64Array, 2 ** -52],
  [Float32Array, 2 ** -23],
] as const)('%o: products of any sizes equal three nested loops', (Type, epsilon) => {
  for (const [m, k, n] of [
    [1, 9, 5],
    [7, 5, 3],
    [97, 300, 70],
    [130, 64, 515],
  ] as const) {
    const a = new Type(m * k)
    const b = new Type(k * n)
    for (let i = 0; i < a.length; i++) a[i] = Math.sin(i)
    for (let i = 0; i < b.length; i++) b[i] = Math.cos(i)
    const out = new Type(m * n)
    multiplyMatrices(matrixView(a, m, k), matrixView(b, k, n), matrixView(out, m, n))
    let worst = 0
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        let sum = 0
        for (let p = 0; p < k; p++) sum += a[i * k + p]! * b[p * n + j]!
        worst = Math.max(worst, Math.abs(out[i * n + j]! - sum))
      }
    expect(worst).toBeLessThan(k * epsilon)
  }
})

test('decompositions reassemble their matrix', () => {
  const n = 120
  const a = wave(n, n)
  const bound = 4 * n * 2 ** -52 * largest(a)
  const { Q, R } = linalg.qr(a)
  expect(largest(Q.matmul(R).sub(a))).toBeLessThan(bound)
  const { P, L, U } = linalg.lu(a)
  expect(largest(P.matmul(L).matmul(U).sub(a))).toBeLessThan(bound * 4)
  const { U: u, S, Vh } = linalg.svd(a)
  expect(largest(u.mul(S).matmul(Vh).sub(a))).toBeLessThan(bound)
  expect(largest(u.T.matmul(u).sub(eye(n)))).toBeLessThan(bound)
  const symmetric = a.add(a.T)
  const { eigenvalues, eigenvectors: v } = linalg.eigh(symmetric)
  expect(largest(symmetric.matmul(v).sub(v.mul(eigenvalues)))).toBeLessThan(bound * 4)
  const { eigenvalues: w, eigenvectors: z } = linalg.eig(a)
  expect(largest(a.matmul(z.re).sub(z.re.mul(w.re)).add(z.im.mul(w.im)))).toBeLessThan(bound * 8)
})
