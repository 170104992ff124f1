/** Residuals and orthogonality of every decomposition on a gallery of difficult matrices, in units of n·ε. */
import { describe, expect, test } from 'vitest'
import { arange, eye, fromArray, linalg, ones, type Tensor, zeros } from '../index.ts'

const epsilon = 2 ** -52

/** A small generator of numbers in [-1, 1), the same everywhere. */
function noise(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}

function fill(m: number, n: number, entry: (i: number, j: number) => number): Tensor {
  return fromArray(
    Float64Array.from({ length: m * n }, (_, p) => entry(Math.floor(p / n), p % n)),
    [m, n],
  )
}

function random(m: number, n: number, seed = 1): Tensor {
  const next = noise(seed + 31 * m + n)
  return fill(m, n, next)
}

const orthogonal = (n: number, seed: number): Tensor => linalg.qr(random(n, n, seed)).Q

/** Q·diag(values)·Qᵀ, exactly symmetric. */
function symmetricWith(values: readonly number[], seed: number): Tensor {
  const q = orthogonal(values.length, seed)
  const a = q.mul(fromArray(Float64Array.from(values), [values.length])).matmul(q.mT)
  return a.add(a.mT).mul(0.5)
}

function withSingularValues(values: readonly number[], seed: number): Tensor {
  const n = values.length
  return orthogonal(n, seed)
    .mul(fromArray(Float64Array.from(values), [n]))
    .matmul(orthogonal(n, seed + 1))
}

const list = (n: number, f: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => f(i))

const square: Record<string, Tensor> = {
  empty: zeros(0, 0),
  '1 × 1': fill(1, 1, () => -3),
  '2 × 2': random(2, 2),
  'random 7': random(7, 7),
  'random 33': random(33, 33),
  'random 100': random(100, 100),
  zero: zeros(6, 6),
  identity: eye(9),
  'all ones': ones(20, 20),
  'Hilbert 12': fill(12, 12, (i, j) => 1 / (i + j + 1)),
  'graded rows': random(24, 24).mul(fromArray(Float64Array.from(list(24, (i) => 10 ** -i)), [24, 1])),
  'graded columns': random(24, 24).mul(fromArray(Float64Array.from(list(24, (i) => 10 ** i)), [24])),
  'nearly singular': withSingularValues(
    list(30, (i) => (i === 29 ? 1e-15 : 1)),
    5,
  ),
  'rank 3 of 25': random(25, 3).matmul(random(3, 25)),
  tiny: random(18, 18).mul(1e-300),
  huge: random(18, 18).mul(1e300),
  'subnormal entries': random(6, 6).mul(1e-310),
  'one Jordan block': fill(10, 10, (i, j) => (i === j ? 2 : j === i + 1 ? 1 : 0)),
  cyclic: fill(8, 8, (i, j) => (j === (i + 1) % 8 ? 1 : 0)),
  'Frank 12': fill(12, 12, (i, j) => (j < i - 1 ? 0 : 12 - Math.max(i, j))),
  'Kahan 24': fill(24, 24, (i, j) => Math.sin(1.2) ** i * (i === j ? 1 : j > i ? -Math.cos(1.2) : 0)),
  'skew-symmetric': fill(15, 15, (i, j) => (i - j) * Math.sin(i * j + 1)).sub(
    fill(15, 15, (i, j) => (j - i) * Math.sin(i * j + 1)),
  ),
}

const symmetric: Record<string, Tensor> = {
  empty: zeros(0, 0),
  '1 × 1': fill(1, 1, () => -3),
  'random 40': random(40, 40).add(random(40, 40).mT),
  'random 130': random(130, 130).add(random(130, 130).mT),
  Hilbert: square['Hilbert 12']!,
  'all equal': symmetricWith(
    list(20, () => 2),
    3,
  ),
  'two clusters': symmetricWith(
    list(40, (i) => (i < 20 ? 1 + i * 1e-13 : -1)),
    4,
  ),
  'graded 1 … 1e-30': fill(16, 16, (i, j) => Math.cos(i * j) * 10 ** -(i + j)).add(
    fill(16, 16, (i, j) => (i === j ? 10 ** (-2 * i) : 0)),
  ),
  'Wilkinson 21': fill(21, 21, (i, j) => (i === j ? Math.abs(10 - i) : Math.abs(i - j) === 1 ? 1 : 0)),
  tiny: random(18, 18).add(random(18, 18).mT).mul(1e-300),
  huge: random(18, 18).add(random(18, 18).mT).mul(1e290),
  zero: zeros(5, 5),
  'all ones': ones(20, 20),
}

const rectangular: Record<string, Tensor> = {
  ...square,
  '0 × 4': zeros(0, 4),
  '4 × 0': zeros(4, 0),
  '1 × 6': random(1, 6),
  '6 × 1': random(6, 1),
  '40 × 17': random(40, 17),
  '17 × 40': random(17, 40),
  '100 × 30': random(100, 30),
  '30 × 100': random(30, 100),
  Vandermonde: fill(30, 12, (i, j) => (i / 29) ** j),
}

const largest = (x: Tensor): number => (x.numel() === 0 ? 0 : x.abs().max().item())

/** The entries, for matrices so large or small that their products leave the range of doubles. */
const scaled = (x: Tensor): Tensor => {
  const size = largest(x)
  return size === 0 ? x : x.div(size)
}

/** ‖a - b‖ ≤ factor · n · ε · ‖a‖, entry by entry largest, or a few units of the smallest subnormal number. */
function close(a: Tensor, b: Tensor, factor: number): void {
  expect(a.shape).toEqual(b.shape)
  const n = Math.max(...a.shape, 1)
  const size = largest(a)
  const difference = largest(size === 0 ? b.sub(a) : b.div(size).sub(a.div(size)))
  expect(difference).toBeLessThanOrEqual(factor * n * (epsilon + (size === 0 ? 0 : 2 ** -1074 / size)))
}

function orthonormalColumns(q: Tensor): void {
  expect(largest(q.mT.matmul(q).sub(eye(q.shape[1]!)))).toBeLessThanOrEqual(4 * Math.max(...q.shape, 1) * epsilon)
}

const entries = (gallery: Record<string, Tensor>): [string, Tensor][] => Object.entries(gallery)

describe('lu', () => {
  test.each(entries(rectangular))('P·L·U is the matrix: %s', (_, a) => {
    const { P, L, U } = linalg.lu(a)
    close(a, P.matmul(L.matmul(U)), 4)
    expect(largest(L)).toBeLessThanOrEqual(1)
  })
})

describe('qr', () => {
  test.each(entries(rectangular))('Q·R is the matrix, Q orthonormal: %s', (_, a) => {
    for (const mode of ['reduced', 'complete'] as const) {
      const { Q, R } = linalg.qr(a, { mode })
      close(a, Q.matmul(R), 4)
      orthonormalColumns(Q)
      expect(R.tolist()).toEqual(R.triu().tolist())
    }
  })
})

describe('svd', () => {
  test.each(entries(rectangular))('U·S·Vh is the matrix, U and V orthonormal: %s', (_, a) => {
    const { U, S, Vh } = linalg.svd(a, { fullMatrices: false })
    close(a, U.matmul(S.reshape(-1, 1).mul(Vh)), 4)
    orthonormalColumns(U)
    orthonormalColumns(Vh.mT)
    const values = S.tolist() as number[]
    expect(values).toEqual(values.toSorted((x, y) => y - x))
    expect(values.every((value) => value >= 0)).toBe(true)
    const full = linalg.svd(a)
    orthonormalColumns(full.U)
    orthonormalColumns(full.Vh.mT)
    close(S, full.S, 4)
    close(S, linalg.svdvals(a), 4)
  })

  test('small singular values of a graded bidiagonal matrix keep their relative accuracy', () => {
    const n = 12
    const a = fill(n, n, (i, j) => (i === j ? 10 ** -i : j === i + 1 ? 10 ** -i : 0))
    const product = (linalg.svdvals(a).tolist() as number[]).reduce((x, y) => x * y, 1)
    expect(Math.abs(product / 10 ** -66 - 1)).toBeLessThan(1e-13)
  })
})

describe('eigh', () => {
  test.each(entries(symmetric))('A·V is V·Λ, V orthonormal: %s', (_, a) => {
    const { eigenvalues, eigenvectors: v } = linalg.eigh(a)
    const size = Math.max(largest(a), 2 ** -1000)
    const residual = a
      .div(size)
      .matmul(v)
      .sub(v.mul(eigenvalues.div(size)))
    expect(largest(residual)).toBeLessThanOrEqual(4 * Math.max(a.length, 1) * epsilon)
    orthonormalColumns(v)
    const values = eigenvalues.tolist() as number[]
    expect(values).toEqual(values.toSorted((x, y) => x - y))
    close(eigenvalues, linalg.eigvalsh(a), 4)
  })

  test('eigenvalues of the discrete Laplacian are 2 - 2 cos(kπ / (n + 1))', () => {
    const n = 60
    const a = fill(n, n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0))
    const exact = fromArray(Float64Array.from(list(n, (k) => 4 * Math.sin(((k + 1) * Math.PI) / (2 * n + 2)) ** 2)), [
      n,
    ])
    close(exact, linalg.eigvalsh(a), 1)
  })
})

describe('eig', () => {
  // Balancing columns graded over 23 orders of magnitude keeps each eigenvalue's own accuracy, not the residual's: so does LAPACK's.
  test.each(entries(square).filter(([name]) => name !== 'graded columns'))(
    'A·V is V·Λ, vectors of length 1: %s',
    (_, given) => {
      const a = scaled(given)
      const { eigenvalues: w, eigenvectors: v } = linalg.eig(a)
      const re = a.matmul(v.re).sub(v.re.mul(w.re)).add(v.im.mul(w.im))
      const im = a.matmul(v.im).sub(v.im.mul(w.re)).sub(v.re.mul(w.im))
      const bound = 8 * Math.max(a.length, 1) * epsilon * Math.max(1, largest(a))
      expect(largest(re)).toBeLessThanOrEqual(bound)
      expect(largest(im)).toBeLessThanOrEqual(bound)
      const lengths = v.re.mul(v.re).add(v.im.mul(v.im)).sum(0)
      close(ones(a.length), lengths, 4)
    },
  )

  test('eigenvalues are found at any scale', () => {
    for (const factor of [1e-300, 1e-150, 1e150, 1e300]) {
      const { re } = linalg.eigvals(fill(3, 3, (i, j) => (j < i ? 0 : factor * (i + 1))))
      close(arange(1, 4).mul(factor), fromArray(Float64Array.from(re.tolist() as number[]).sort(), [3]), 2)
    }
  })
})

describe('solve and cholesky', () => {
  test.each(['random 7', 'random 33', 'random 100', 'Hilbert 12', 'nearly singular', 'tiny', 'huge', 'Kahan 24'])(
    'the residual of solve is small: %s',
    (name) => {
      const a = scaled(square[name]!)
      const b = random(a.length, 3)
      const x = linalg.solve(a, b)
      const bound = 4 * a.length * epsilon * (largest(a) * largest(x) * a.length + 1)
      expect(largest(a.matmul(x).sub(b))).toBeLessThanOrEqual(bound)
    },
  )

  test.each([1, 5, 24, 25, 60, 200])('L·Lᵀ is the matrix: n = %d', (n) => {
    const b = random(n, n)
    const a = b.matmul(b.mT).add(eye(n))
    const l = linalg.cholesky(a)
    close(a, l.matmul(l.mT), 1)
    expect(l.tolist()).toEqual(l.tril().tolist())
    close(l.mT, linalg.cholesky(a, { upper: true }), 1)
  })
})
