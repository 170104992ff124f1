import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as api from '../index.ts'

const { tensor, zeros, arange } = api
const nan = Number.NaN

/** An operation gives these elements. */
const gives = (name: string, run: () => api.Tensor, wanted: unknown): void =>
  test(name, () => expect(run().tolist()).toEqual(wanted))

/** An operation is refused with this code. */
const refuses = (name: string, run: () => unknown, code: string): void =>
  test(name, () => expect(run).toThrow(expect.objectContaining({ code })))

describe('reductions', () => {
  gives('the sum of nothing is 0', () => zeros(0).sum(), 0)
  gives('the product of nothing is 1', () => zeros(0, 2).prod(0), [1, 1])
  gives('the mean of nothing is NaN', () => zeros(0).mean(), nan)
  gives('all of nothing, any of nothing', () => api.stack([zeros(0).all(), zeros(0).any()]), [true, false])
  gives('NaN is the largest and the smallest', () => api.stack([tensor([1, nan]).max(), tensor([nan, 1]).min()]), [
    nan,
    nan,
  ])
  gives(
    'the first of equals',
    () =>
      tensor([
        [1, 3, 3],
        [2, 2, 1],
      ]).argmax(1),
    [1, 0],
  )
  gives('the first NaN', () => tensor([1, nan, nan]).argmax(), 1)
  gives('several dimensions', () => arange(8).reshape(2, 2, 2).sum([0, 2]), [10, 18])
  gives(
    'float32 sums are accumulated in double',
    () => api.full([1e5], 0.1, { dtype: 'float32' }).sum(),
    Math.fround(1e5 * Math.fround(0.1)),
  )
  gives('integers up to the last of 32 bits', () => tensor([2 ** 31 - 2, 1], { dtype: 'int32' }).sum(), 2 ** 31 - 1)
  gives('the variance needs two', () => tensor([1]).var(), nan)
  gives('the variance of far numbers keeps its digits', () => tensor([1e9, 1e9 + 1, 1e9 + 2]).var(), 1)
  gives(
    'logsumexp of infinities',
    () => api.stack([tensor([-Infinity, -Infinity]).logsumexp(0), tensor([Infinity, 0]).logsumexp(0)]),
    [-Infinity, Infinity],
  )
  gives(
    'norms by order',
    () => api.stack([Infinity, -Infinity, 0, 1, 2].map((p) => tensor([3, 0, -4]).norm(p))),
    [4, 0, 2, 7, 5],
  )
  gives('softmax of an infinity is not a number', () => tensor([Infinity, 0]).softmax(0), [nan, nan])
  gives('a running product in the dtype asked for', () => tensor([1e300, 0]).cumprod(0, { dtype: 'float32' }), [
    Infinity,
    nan,
  ])
  gives('sums without NaN in another dtype', () => tensor([1.5, nan]).nansum({ dtype: 'float32' }), 1.5)
  gives('softmax in another dtype', () => arange(2).softmax({ dim: 0, dtype: 'float32' }).sum(), 1)
  refuses('a norm that has no value for nothing', () => zeros(0).norm(-2), 'tensor/empty-reduction')
  refuses('the largest of nothing', () => zeros(2, 0).norm(Infinity, 1), 'tensor/empty-reduction')
  refuses('a mean of integers as an integer', () => arange(3).mean({ dtype: 'int32' }), 'tensor/dtype')
  refuses('an extremum of nothing', () => zeros(2, 0).amax(1), 'tensor/empty-reduction')
  refuses('a dimension named twice', () => zeros(2, 3).sum([0, -2]), 'tensor/repeated-dim')
})

describe('elementwise functions', () => {
  gives('minimum and maximum keep NaN', () => tensor([1, nan]).maximum(tensor([nan, 1])), [nan, nan])
  gives('remainders by sign', () => api.cat([tensor([7, -7]).remainder(3), tensor([7, -7]).fmod(3)]), [1, 2, 1, -1])
  gives('quotients rounded down', () => tensor([7, -7, 1]).floorDivide(tensor([2, 2, 0])), [3, -4, Infinity])
  gives('powers of integers are integers', () => arange(4).pow(2), [0, 1, 4, 9])
  gives(
    'negative powers of integers are cut off',
    () => tensor([0, 1, -1, 2], { dtype: 'int32' }).pow(tensor([-1, -1, -3, -1], { dtype: 'int32' })),
    [0, 1, -1, 0],
  )
  gives('the sign of -0 and of NaN is 0', () => tensor([-0, nan, -2]).sign(), [0, 0, -1])
  gives('logsigmoid of a large number is 0', () => tensor([1000]).logsigmoid(), [0])
  gives('a step at NaN is 0', () => tensor([nan]).heaviside(tensor([0.5])), [0])
  gives('lgamma far out', () => tensor([Infinity, -Infinity]).lgamma(), [Infinity, Infinity])
  gives('poles of lgamma and digamma', () => api.cat([tensor([-1, 0]).lgamma(), tensor([0]).digamma()]), [
    Infinity,
    Infinity,
    -Infinity,
  ])
  gives('softplus above its threshold', () => tensor([2, 3]).softplus({ beta: 2, threshold: 3 }), [2, 3])
  gives('log odds kept from the ends', () => tensor([-1, 0.5, 1]).logit(0.5), [0, 0, 0])
  gives('integers have no NaN to replace', () => arange(2).nanToNum(), [0, 1])
  refuses('integers divided by zero', () => arange(2).floorDivide(0), 'tensor/zero-division')
  gives('clamp leaves NaN', () => tensor([nan, 5]).clamp(0, 1), [nan, 1])
  gives('rounding ties to even', () => tensor([0.5, 1.5, 2.5, -0.5]).round(), [0, 2, 2, -0])
  refuses('a negative power of integers', () => arange(3).pow(-1), 'tensor/dtype')
  refuses('a difference of truth values', () => tensor([true]).sub(tensor([true])), 'tensor/dtype')
  refuses('an out of another shape', () => api.add(zeros(2), 1, { out: zeros(3) }), 'tensor/shape-mismatch')
  refuses('an out of another dtype', () => api.lt(zeros(2), 1, { out: zeros(2) }), 'tensor/dtype')
})

describe('order', () => {
  gives('equal elements keep their order', () => tensor([1, 0, 1, 0]).argsort(), [1, 3, 0, 2])
  gives('NaN stands last', () => tensor([nan, 2, 1]).sort().values, [1, 2, nan])
  gives('the largest, the largest first', () => tensor([[1, 4, 2]]).topk(2).values, [[4, 2]])
  gives('the lower median', () => tensor([4, 1, 3, 2]).median(), 2)
  gives('quantiles between elements', () => tensor([0, 10]).quantile(0.25), 2.5)
  gives(
    'several quantiles stand first',
    () =>
      tensor([
        [0, 10],
        [2, 4],
      ]).quantile([0, 0.5], 1),
    [
      [0, 2],
      [5, 3],
    ],
  )
  gives('a quantile at an element next to infinity', () => tensor([1, Infinity]).quantile(0), 1)
  test.each([
    ['lower', 1],
    ['higher', 2],
    ['midpoint', 1.5],
    ['nearest', 1],
  ] as const)('the %s quantile', (interpolation, wanted) => {
    expect(tensor([0, 1, 2, 3]).quantile(0.4, { interpolation }).item()).toBe(wanted)
  })
  gives(
    'a place in each row',
    () =>
      api.searchsorted(
        [
          [1, 3],
          [5, 7],
        ],
        [[3], [6]],
        { side: 'right' },
      ),
    [[2], [1]],
  )
  gives('weighted counts', () => tensor([0, 2, 2]).bincount([1, 2, 3]), [1, 0, 5])
  refuses('more than there are', () => tensor([1, 2]).topk(3), 'tensor/out-of-range')
})

describe('rearranging', () => {
  gives('an empty vector joins anything', () => api.cat([zeros(0), tensor([[1, 2]])]), [[1, 2]])
  gives(
    'rolls all elements when no dimension is named',
    () =>
      tensor([
        [1, 2],
        [3, 4],
      ]).roll(1),
    [
      [4, 1],
      [2, 3],
    ],
  )
  gives(
    'a quarter turn',
    () =>
      tensor([
        [1, 2],
        [3, 4],
      ]).rot90(),
    [
      [2, 4],
      [1, 3],
    ],
  )
  gives('a turn in another plane', () => arange(4).reshape(1, 2, 2).rot90(1, [2, 1]), [
    [
      [2, 0],
      [3, 1],
    ],
  ])
  gives('each slice as often as it says', () => tensor([1, 2, 3]).repeatInterleave([0, 2, 1]), [2, 2, 3])
  gives('a diagonal in other dimensions', () => tensor([[1, 2]]).diagEmbed({ dim1: 0, dim2: 2 }), [[[1, 0]], [[0, 2]]])
  gives('differences with an element in front', () => tensor([1, 4]).diff({ prepend: [0] }), [1, 3])
  gives('one value at indices', () => zeros(3).scatter(0, tensor([0, 2]), { value: 7 }), [7, 0, 7])
  gives('scattered sums', () => zeros(3).scatterAdd(0, tensor([0, 0, 2]), tensor([1, 2, 3])), [3, 0, 3])
  gives('scattered truth values', () => tensor([true, false]).scatterAdd(0, [0, 0], [true, true]), [true, false])
  gives('the index first', () => zeros(3).scatterAdd(tensor([2]), tensor([5]), { dim: 0 }), [0, 0, 5])
  gives(
    'places row by row',
    () =>
      tensor([
        [3, 1],
        [2, 4],
      ]).takeAlongDim([3, 0]),
    [4, 3],
  )
  gives('a trapezoid over points', () => tensor([[1, 2, 4]]).trapezoid(tensor([0, 1, 3])), [7.5])
  gives('between two numbers, the ends exactly', () => tensor([0.1, 1e20]).lerp(tensor([0.3, 1]), 1), [0.3, 1])
  refuses('indices beyond the size', () => zeros(3).gather(0, tensor([3])), 'tensor/index-out-of-range')
  refuses('a diagonal of a number', () => tensor(1).diagEmbed(), 'tensor/dimensions')
  refuses('no tensors', () => api.cat([]), 'tensor/bad-argument')
})

describe('integers of 32 bits', () => {
  const most = 2 ** 31 - 1
  const whole = (...values: number[]): api.Tensor => tensor(values, { dtype: 'int32' })
  gives('all of them', () => whole(most - 1, -most).add(whole(1, -1)), [most, -(2 ** 31)])
  gives('a product that is 0 in the end', () => arange(30, -1, -1).prod(), 0)
  gives('a product that is 0 after overflow', () => arange(-300, 300).prod(), 0)
  gives('numbers without their fractions', () => tensor([2.9, -2.9, -(2 ** 31) - 0.5]).to('int32'), [2, -2, -(2 ** 31)])
  refuses('a NaN as an integer', () => tensor([nan]).to('int32'), 'tensor/overflow')
  gives('powers', () => whole(46340, -2).pow(whole(2, 31)), [46340 ** 2, -(2 ** 31)])
  gives('more in a float', () => arange(1e5).to('float64').sum(), 4999950000)
  gives('a range of larger ones is floating', () => arange(2 ** 32, 2 ** 32 + 2), [2 ** 32, 2 ** 32 + 1])
  for (const [name, run] of Object.entries({
    sum: () => arange(1e5).sum(),
    prod: () => whole(46341, 46341).prod(),
    cumsum: () => whole(most, 1).cumsum(0),
    add: () => whole(most).add(1),
    mul: () => api.mul(arange(1e5), arange(1e5)),
    pow: () => whole(46341).pow(2),
    dot: () => arange(2000).dot(arange(2000)),
    tensor: () => whole(3e9),
    to: () => tensor([-Infinity]).to('int32'),
  })) {
    refuses(`what ${name} makes too large`, run, 'tensor/overflow')
  }
  refuses('what no memory holds', () => zeros(1e6, 1e6), 'tensor/too-large')
})

describe('einsum', () => {
  const operand = (...shape: number[]): api.Tensor =>
    arange(
      shape.reduce((a, b) => a * b, 1),
      { dtype: 'float64' },
    ).reshape(shape)

  /** The same sum by nested loops over every label. */
  function byHand(equation: string, tensors: readonly api.Tensor[]): api.Tensor {
    const [left, right] = equation.split('->') as [string, string]
    const terms = left.split(',')
    const size = new Map(terms.flatMap((term, i) => [...term].map((c, d) => [c, tensors[i]!.shape[d]!] as const)))
    const to = zeros([...right].map((c) => size.get(c)!))
    const loop = (labels: readonly string[], at: Readonly<Record<string, number>>): void => {
      const [label, ...rest] = labels
      if (label !== undefined) {
        for (let i = 0; i < size.get(label)!; i++) loop(rest, { ...at, [label]: i })
        return
      }
      const product = terms.reduce((p, term, i) => p * tensors[i]!.at(...[...term].map((c) => at[c]!)).item(), 1)
      const place = [...right].map((c) => at[c]!)
      to.set(to.at(...place).item() + product, ...place)
    }
    loop([...size.keys()], {})
    return to
  }

  test('is nested loops over the labels', () => {
    const labels = 'abcd'
    const term = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(
        fc.array(term, { minLength: 1, maxLength: 3 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 4 }),
        fc.nat(),
        (terms, sizes, bits) => {
          const used = [...new Set(terms.flat())].filter((i) => (bits >> i) & 1)
          const equation = `${terms.map((t) => t.map((i) => labels[i]).join('')).join(',')}->${used.map((i) => labels[i]).join('')}`
          const tensors = terms.map((t) => operand(...t.map((i) => sizes[i]!)))
          expect(api.einsum(equation, tensors).tolist()).toEqual(byHand(equation, tensors).tolist())
        },
      ),
      { seed: 7, numRuns: 150 },
    )
  })
  refuses('sizes that differ', () => api.einsum('ij,jk', operand(2, 3), operand(2, 3)), 'tensor/bad-equation')
  refuses('a label of the result that is nowhere', () => api.einsum('i->j', operand(2)), 'tensor/bad-equation')
  refuses('terms that do not fit', () => api.einsum('ijk->i', operand(2)), 'tensor/bad-equation')
})

describe('running sums', () => {
  const rows = (dtype: api.DType): api.Tensor => arange(60).reshape(3, 20).remainder(7).sub(2).to(dtype)
  test.each(['float64', 'float32', 'int32'] as const)('%s: along rows as along columns of the transpose', (dtype) => {
    const x = rows(dtype)
    expect(x.cumsum(0).tolist()).toEqual(x.T.cumsum(1).T.tolist())
    expect(x.cumprod(0).tolist()).toEqual(x.T.cumprod(1).T.tolist())
    expect(x.cumsum(0).dtype).toBe(dtype)
  })
  gives('of no rows', () => zeros(0, 20).cumsum(0), [])
  gives('a sum begins with 0', () => api.full([2, 16], -0).cumsum(0).at(0), new Array(16).fill(0))
})
