import { describe, expect, test } from 'vitest'
import { allClose, eye, fromArray, linalg, ones, type Tensor, tensor, zeros } from '../../index.ts'

const numbers = (x: Tensor): number[] => x.flatten().tolist() as number[]
const about = (x: Tensor, wanted: number[]): void => {
  const found = numbers(x)
  expect(found).toHaveLength(wanted.length)
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(wanted[i]!, 12)
}

function throwsCode(run: () => unknown, code: string, message: string): void {
  try {
    run()
  } catch (error) {
    expect(error).toMatchObject({ code })
    expect(String(error)).toContain(message)
    return
  }
  expect.unreachable(`wanted ${code}`)
}

const a = tensor([
  [4, 1],
  [2, 3],
])

describe('systems', () => {
  test('a vector or columns on the right', () => {
    about(linalg.solve(a, tensor([6, 8])), [1, 2])
    about(linalg.solve(a, tensor([[6], [8]])), [1, 2])
    expect(linalg.solve(a, tensor([[6], [8]])).shape).toEqual([2, 1])
  })
  test('batches broadcast', () => {
    const batch = tensor([
      [
        [2, 0],
        [0, 4],
      ],
      [
        [1, 0],
        [0, 8],
      ],
    ])
    about(linalg.solve(batch, tensor([[8], [8]])), [4, 2, 8, 1])
    about(linalg.inv(batch), [0.5, 0, 0, 0.25, 1, 0, 0, 0.125])
    about(linalg.det(batch), [8, 8])
  })
  test('transposed, sliced and float32 operands', () => {
    about(linalg.solve(a.T, tensor([6, 8])), [0.2, 2.6])
    const single = linalg.inv(a.to('float32'))
    expect(single.dtype).toBe('float32')
    expect(numbers(single)).toEqual(numbers(linalg.inv(a)).map(Math.fround))
    expect(
      linalg.inv(
        tensor(
          [
            [2, 0],
            [0, 1],
          ],
          { dtype: 'int32' },
        ),
      ).dtype,
    ).toBe('float64')
  })
  test('operands are left as they were', () => {
    const before = a.tolist()
    linalg.solve(a, a)
    linalg.qr(a)
    linalg.svd(a)
    linalg.eigh(a)
    linalg.eig(a)
    linalg.cholesky(a)
    expect(a.tolist()).toEqual(before)
  })
  test('a singular matrix is an error that names the pivot', () => {
    const singular = tensor([
      [1, 2],
      [2, 4],
    ])
    throwsCode(() => linalg.inv(singular), 'linalg/singular', 'inv: the matrix is singular: pivot 2 is exactly zero')
    throwsCode(() => linalg.solve(zeros(3, 3), ones(3)), 'linalg/singular', 'pivot 1')
    throwsCode(
      () => linalg.inv(tensor([[[1]], [[0]]])),
      'linalg/singular',
      'inv: the matrix 1 of the batch is singular: pivot 1 is exactly zero',
    )
    throwsCode(() => linalg.matrixPower(singular, -1), 'linalg/singular', 'matrixPower')
    expect(linalg.det(singular).item()).toBe(0)
    const { sign, logabsdet } = linalg.slogdet(singular)
    expect([sign.item(), logabsdet.item()]).toEqual([0, Number.NEGATIVE_INFINITY])
  })
  test('NaN spreads through solve and det', () => {
    const nan = tensor([
      [Number.NaN, 1],
      [1, 2],
    ])
    expect(linalg.det(nan).item()).toBeNaN()
    expect(numbers(linalg.solve(nan, ones(2))).every(Number.isNaN)).toBe(true)
  })
  test('shapes that do not fit', () => {
    throwsCode(() => linalg.solve(a, ones(3)), 'tensor/shape-mismatch', '[2, 2] and [3]')
    throwsCode(() => linalg.inv(ones(2, 3)), 'linalg/not-square', 'got shape [2, 3]')
    throwsCode(() => linalg.det(ones(3)), 'tensor/dimensions', '[3]')
    throwsCode(() => linalg.inv(ones(3)), 'tensor/dimensions', '[3]')
  })
  test('triangular systems read one triangle', () => {
    const t = tensor([
      [2, 7],
      [1, 4],
    ])
    about(linalg.solveTriangular(t, tensor([[2], [5]]), { upper: false }), [1, 1])
    about(linalg.solveTriangular(t, tensor([[9], [4]]), { upper: true }), [1, 1])
    about(linalg.solveTriangular(t, tensor([[2], [5]]), { upper: false, unitriangular: true }), [2, 3])
    about(linalg.solveTriangular(t, tensor([[3, 4]]), { upper: false, left: false }), [1, 1])
    throwsCode(() => linalg.solveTriangular(zeros(2, 2), ones(2, 1), { upper: true }), 'linalg/singular', 'pivot 1')
  })
  test('determinants of empty and of large matrices', () => {
    expect(linalg.det(zeros(0, 0)).item()).toBe(1)
    const { sign, logabsdet } = linalg.slogdet(eye(400).mul(-1e10))
    expect(sign.item()).toBe(1)
    expect(logabsdet.item()).toBeCloseTo(4000 * Math.LN10, 8)
  })
})

describe('factorizations', () => {
  test('results come by name and in order, PyTorch’s capitals in lower case too', () => {
    const result = linalg.qr(a)
    const [q, r] = result
    expect([q === result.Q, r === result.R]).toEqual([true, true])
    expect(Object.keys(result)).toEqual(['Q', 'R'])
    expect(result.q === q).toBe(true)
    expect(Object.keys(linalg.svd(a))).toEqual(['U', 'S', 'Vh'])
    expect(Object.keys(linalg.lu(a))).toEqual(['P', 'L', 'U'])
  })
  test('the diagonal of R has the signs of LAPACK', () => {
    about(linalg.qr(tensor([[3], [4]])).R, [-5])
    about(linalg.qr(tensor([[-3], [4]])).R, [5])
    about(linalg.qr(tensor([[2, 1]])).R, [2, 1])
  })
  test('modes of qr', () => {
    const tall = ones(5, 2)
    expect([...linalg.qr(tall)].map((x) => x.shape)).toEqual([
      [5, 2],
      [2, 2],
    ])
    expect([...linalg.qr(tall, 'complete')].map((x) => x.shape)).toEqual([
      [5, 5],
      [5, 2],
    ])
    expect([...linalg.qr(tall, { mode: 'r' })].map((x) => x.shape)).toEqual([[0], [2, 2]])
  })
  test('a matrix that is not positive-definite', () => {
    throwsCode(
      () =>
        linalg.cholesky(
          tensor([
            [1, 2],
            [2, 1],
          ]),
        ),
      'linalg/not-positive-definite',
      'leading minor of order 2 is not positive',
    )
    throwsCode(
      () => linalg.cholesky(eye(60).sub(eye(60).at(49).diag().mul(2))),
      'linalg/not-positive-definite',
      'order 50',
    )
    throwsCode(() => linalg.cholesky(tensor([[Number.NaN]])), 'linalg/not-positive-definite', 'order 1')
  })
})

describe('eigenvalues', () => {
  test('one triangle is read', () => {
    const upper = tensor([
      [1, 5],
      [2, 1],
    ])
    about(linalg.eigvalsh(upper), [-1, 3])
    about(linalg.eigvalsh(upper, 'U'), [-4, 6])
    about(linalg.eigh(upper, { UPLO: 'U' }).eigenvalues, [-4, 6])
  })
  test('conjugate pairs follow each other, positive imaginary part first', () => {
    const { eigenvalues, eigenvectors } = linalg.eig(
      tensor([
        [1, -2],
        [2, 1],
      ]),
    )
    about(eigenvalues.re, [1, 1])
    about(eigenvalues.im, [2, -2])
    about(eigenvectors.re.at(':', 0).sub(eigenvectors.re.at(':', 1)), [0, 0])
    about(eigenvectors.im.at(':', 0).add(eigenvectors.im.at(':', 1)), [0, 0])
  })
  test('NaN and Infinity are errors that say so', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const x = tensor([
        [bad, 0],
        [0, 1],
      ])
      for (const run of [linalg.eigh, linalg.eigvalsh, linalg.eig, linalg.eigvals, linalg.svd]) {
        throwsCode(() => run(x), 'linalg/not-finite', 'NaN or infinite')
      }
    }
  })
  test('batches', () => {
    const batch = fromArray(Float64Array.of(1, 0, 0, 2, 3, 0, 0, 4), [2, 2, 2])
    about(linalg.eigvalsh(batch), [1, 2, 3, 4])
    expect(linalg.eig(batch).eigenvectors.re.shape).toEqual([2, 2, 2])
    expect(linalg.svd(batch).U.shape).toEqual([2, 2, 2])
  })
})

describe('singular values', () => {
  test('shapes of full and thin factors', () => {
    const shapes = (options: { fullMatrices: boolean }): unknown =>
      [...linalg.svd(ones(2, 3, 5), options)].map((x) => x.shape)
    expect(shapes({ fullMatrices: true })).toEqual([
      [2, 3, 3],
      [2, 3],
      [2, 5, 5],
    ])
    expect(shapes({ fullMatrices: false })).toEqual([
      [2, 3, 3],
      [2, 3],
      [2, 3, 5],
    ])
  })
  test('pseudo-inverse, rank and condition', () => {
    const x = tensor([
      [1, 2],
      [2, 4],
      [3, 6],
    ])
    expect(allClose(x.matmul(linalg.pinv(x)).matmul(x), x)).toBe(true)
    expect(linalg.matrixRank(x).item()).toBe(1)
    expect(linalg.matrixRank(x).dtype).toBe('int32')
    expect(linalg.matrixRank(eye(3).mul(1e-20)).item()).toBe(3)
    expect(linalg.matrixRank(eye(3).mul(1e-20), { tol: 1e-10 }).item()).toBe(0)
    expect(linalg.cond(zeros(2, 2).add(1)).item()).toBeGreaterThan(1e15)
    expect(
      linalg
        .cond(
          tensor([
            [1, 0],
            [0, 0],
          ]),
        )
        .item(),
    ).toBe(Number.POSITIVE_INFINITY)
    expect(
      linalg
        .cond(
          tensor([
            [1, 0],
            [0, 0],
          ]),
          1,
        )
        .item(),
    ).toBe(Number.POSITIVE_INFINITY)
    expect(
      linalg
        .cond(
          tensor([
            [1, 0],
            [0, 4],
          ]),
          'fro',
        )
        .item(),
    ).toBeCloseTo(4.25, 12)
  })
  test('svdvals of infinite elements is NaN, as in PyTorch', () => {
    expect(
      numbers(
        linalg.svdvals(
          tensor([
            [Number.POSITIVE_INFINITY, 0],
            [0, 1],
          ]),
        ),
      ),
    ).toEqual([Number.NaN, Number.NaN])
  })
})

describe('least squares', () => {
  test('more rows than columns: residuals are sums of squares', () => {
    const { solution, residuals, rank } = linalg.lstsq(
      tensor([
        [1, 0],
        [1, 1],
        [1, 2],
      ]),
      tensor([[1], [2], [4]]),
    )
    about(solution, [5 / 6, 1.5])
    about(residuals, [1 / 6])
    expect(rank.item()).toBe(2)
  })
  test('fewer rows than columns, or dependent columns: the solution of least norm', () => {
    about(linalg.lstsq(tensor([[1, 1]]), tensor([[2]])).solution, [1, 1])
    const { solution, rank, residuals } = linalg.lstsq(
      tensor([
        [1, 2],
        [2, 4],
        [3, 6],
      ]),
      tensor([5, 10, 15]),
    )
    about(solution, [1, 2])
    expect(rank.item()).toBe(1)
    expect(residuals.shape).toEqual([0])
  })
  test('columns in units of very different size', () => {
    const x = tensor([
      [1e-9, 1e9],
      [1e-9, 2e9],
      [1e-9, 3e9],
    ])
    about(linalg.lstsq(x, tensor([3, 5, 7])).solution.mul(tensor([1e-9, 1e9])), [1, 2])
  })
  test('the driver that gives singular values', () => {
    about(
      linalg.lstsq(
        tensor([
          [3, 0],
          [0, 2],
        ]),
        ones(2),
        { driver: 'gelsd' },
      ).singularValues,
      [3, 2],
    )
  })
})

describe('norms', () => {
  const m = tensor([
    [1, -2],
    [3, 4],
  ])
  test.each([
    ['fro', Math.sqrt(30)],
    ['nuc', Math.sqrt(30 + 20)],
    [1, 6],
    [-1, 4],
    [Number.POSITIVE_INFINITY, 7],
    [Number.NEGATIVE_INFINITY, 3],
    [2, Math.sqrt(15 + Math.sqrt(125))],
    [-2, Math.sqrt(15 - Math.sqrt(125))],
  ] as const)('matrix norm %s', (ord, wanted) => {
    about(linalg.norm(m, { ord }), [wanted])
    about(linalg.norm(m, { ord, dim: [0, 1], keepdim: true }), [wanted])
    expect(linalg.norm(m, { ord, dim: [0, 1], keepdim: true }).shape).toEqual([1, 1])
  })
  test('vector norms, along dimensions', () => {
    about(linalg.norm(tensor([3, -4]), { ord: 1 }), [7])
    about(linalg.norm(m, { dim: 1 }), [Math.sqrt(5), 5])
    about(linalg.norm(m), [Math.sqrt(30)])
    about(linalg.norm(m, 1, 0), [4, 6])
    about(linalg.vectorNorm(m, { ord: Number.POSITIVE_INFINITY }), [4])
    expect(linalg.norm(ones(2, 3, 4), { dim: [0, 2] }).shape).toEqual([3])
  })
  test('huge entries do not overflow', () => {
    expect(linalg.matrixNorm(tensor([[3e300, 4e300]])).item()).toBeCloseTo(5e300, -290)
  })
  test('an order that is none', () => {
    throwsCode(() => linalg.norm(m, { ord: 3 }), 'tensor/bad-argument', 'ord 3')
    throwsCode(() => linalg.norm(tensor([1, 2]), { ord: 'fro' }), 'tensor/bad-argument', "ord 'fro' for a vector")
    throwsCode(() => linalg.norm(ones(2, 2, 2), { ord: 1 }), 'tensor/dimensions', '[2, 2, 2]')
  })
})

describe('powers and exponential', () => {
  test('powers', () => {
    const m = tensor([
      [1, 1],
      [1, 0],
    ])
    about(linalg.matrixPower(m, 10), [89, 55, 55, 34])
    about(linalg.matrixPower(m, -2), [1, -1, -1, 2])
    about(linalg.matrixPower(zeros(2, 2), 0), [1, 0, 0, 1])
    throwsCode(() => linalg.matrixPower(m, 0.5), 'tensor/bad-argument', 'n is 0.5')
  })
  test.each([1e-3, 0.1, 0.5, 1.5, 4, 40])('exp of a rotation by %d', (t) => {
    const x = linalg.matrixExp(
      tensor([
        [0, -t],
        [t, 0],
      ]),
    )
    for (const [i, value] of [Math.cos(t), -Math.sin(t), Math.sin(t), Math.cos(t)].entries()) {
      expect(Math.abs(numbers(x)[i]! - value)).toBeLessThan(1e-14 * Math.max(1, t))
    }
  })
  test('exp of a nilpotent matrix is a polynomial', () => {
    about(
      linalg.matrixExp(
        tensor([
          [0, 6, 0],
          [0, 0, 6],
          [0, 0, 0],
        ]),
      ),
      [1, 6, 18, 0, 1, 6, 0, 0, 1],
    )
  })
  test('exp of NaN is NaN, of an empty matrix empty', () => {
    expect(numbers(linalg.matrixExp(tensor([[Number.NaN]])))).toEqual([Number.NaN])
    expect(linalg.matrixExp(zeros(0, 0)).shape).toEqual([0, 0])
  })
})
