import {
  type Bindings,
  type Dimension,
  evaluate,
  FluxionError,
  gradient,
  jacobian,
  parse,
  type Shape,
} from '@fluxion/symbolic'
import { fromArray, Tensor } from '@fluxion/tensor'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { hessianVectorProduct } from '../products.ts'
import { valueAndGradient } from '../value-and-gradient.ts'

const sizes: Readonly<Record<string, number>> = { m: 4, n: 3, k: 2 }
const shapes: Readonly<Record<string, Shape>> = {
  A: ['m', 'n'],
  B: ['n', 'k'],
  C: ['k', 'm'],
  S: ['n', 'n'],
  T: ['n', 'n'],
  b: ['m'],
  u: ['m'],
  R: [1, 'n'],
  K: ['m', 1],
  w: ['k'],
  x: ['n'],
  y: ['n'],
}

const sizeOf = (dimension: Dimension): number => (typeof dimension === 'number' ? dimension : sizes[dimension]!)

/** Entries that are no pattern, and make square matrices regular. */
function entries(name: string, shape: Shape): Float64Array {
  const [rows, columns = 1] = shape.map(sizeOf)
  const start = name.codePointAt(0)! % 17
  return Float64Array.from({ length: rows! * columns }, (_, i) => {
    const onDiagonal = shape[0] === shape[1] && i % (columns + 1) === 0
    return Math.sin(1 + start + 1.7 * i) + (onDiagonal ? 3 : 0)
  })
}

const tensors = Object.fromEntries(
  Object.entries(shapes).map(([name, shape]) => [name, fromArray(entries(name, shape), shape.map(sizeOf))]),
)
const nested = Object.fromEntries(
  Object.entries(tensors).map(([name, value]) => [name, value.tolist() as Bindings[string]]),
)
const at = { ...tensors, c: 0.7 }

const flat = (value: unknown): number[] =>
  value instanceof Tensor ? [value.tolist()].flat(9).map(Number) : [value].flat(9).map(Number)

/** A matrix formula gives what evaluate gives, on every backend and in both precisions. */
function agrees(text: string): void {
  test(text, () => {
    const f = parse(text, { shapes })
    const wanted = flat(evaluate<unknown>(f, { ...nested, c: 0.7 }))
    for (const backend of ['interpret', 'js', 'wasm', 'auto'] as const) {
      const found = flat(compile(f, { backend })(at))
      expect(found.length).toBe(wanted.length)
      found.forEach((value, i) => {
        expect(value).toBeCloseTo(wanted[i]!, 10)
      })
    }
    flat(compile(f, { dtype: 'float32' })(at)).forEach((value, i) => {
      expect(Math.abs(value - wanted[i]!)).toBeLessThan(2e-4 * Math.max(1, Math.abs(wanted[i]!)))
    })
  })
}

describe('matrix formulas agree with evaluate', () => {
  agrees('A*x')
  agrees("A'*b")
  agrees("x'*y")
  agrees("u*x'")
  agrees("x'*S*y")
  agrees("b'*A*B*w")
  agrees('A*B*C*b')
  // matrices of one row and of one column
  agrees('R*x')
  agrees('K*R*x')
  agrees('x .* (R*x)')
  agrees("K*R + b*x'")
  agrees("b * (x' * R')")
  agrees("R' * (R*x)")
  agrees('C*A*B')
  // the number of entries, when nothing else is left of a mean
  agrees('x / sum(ones(n))')
  agrees("u*x'*y")
  agrees('norm(A*x - b)^2')
  agrees('norm(A*x - b)')
  agrees("norm(A, 'fro')")
  agrees('norm1(x)')
  agrees('sum(exp.(x))'.replace('.', ''))
  agrees('mean(A)')
  agrees('logsumexp(x)')
  agrees('softmax(2*x)')
  agrees('sum(log(1 + exp(-b .* (A*x))))')
  agrees('tr(S*T)')
  agrees('tr(S)')
  agrees('tr(A*B*C)')
  agrees('det(S)')
  agrees("logdet(S'*S)")
  agrees('inv(S)')
  agrees('inv(S)*x')
  agrees("inv(S)'*x")
  agrees("x'*inv(S)*y")
  agrees('A*inv(S)')
  agrees('inv(S)*inv(T)')
  agrees('diag(x)*B')
  agrees('A*diag(x)')
  agrees('diag(x)*y')
  agrees("x'*diag(y)*x")
  agrees('diag(x)')
  agrees('diag(x) + S')
  agrees('diagonal(S*T)')
  agrees('kron(S, B)')
  agrees("S + S'")
  agrees("A + 2*u*x' - 3*C'*B'")
  agrees('S^2*x')
  agrees('S^4')
  agrees('S + c*eye(n)')
  agrees("(inv(S) + c*inv(S)' + S) * x")
  agrees('(x .* y) / c')
  agrees('sin(x) .^ 2 + c')
  agrees('x / norm(x)')
  agrees("(S*x) .* (x'*y)")
  agrees('c * x + 1')
  agrees('min(x, y) + abs(x)')
})

describe('a product of several', () => {
  const sourceOf = (text: string): string => compile(parse(text, { shapes })).source

  test('never makes a matrix where vectors do', () => {
    expect(sourceOf("u*x'*y")).not.toContain('product')
    expect(sourceOf('A*B*C*b').match(/product/g)).toHaveLength(3)
    expect(sourceOf('A*B*C*b')).not.toContain('product(A, B)')
  })
  test('never makes an inverse or a diagonal matrix', () => {
    expect(sourceOf('inv(S)*x')).toContain('solve(S, x)')
    expect(sourceOf('A*inv(S)')).toContain('solveRight(A, S)')
    expect(sourceOf("inv(S)'*x")).toContain('solve(transpose(S), x)')
    for (const text of ["(inv(S) + inv(S)')*x", "(A'*A + 2*inv(S))*x"]) expect(sourceOf(text)).not.toContain('inv(')
    expect(sourceOf('diag(x)*B')).toContain('scaleRows(x, B)')
  })
  test('computes common factors once', () => {
    const f = parse('norm(A*x - b)^2', { shapes })
    const both = compile([f, parse("2 * A' * (A*x - b)", { shapes })])
    expect(both.source.match(/product\(A, x\)/g)).toHaveLength(1)
  })
})

describe('calls', () => {
  test('take other sizes each time', () => {
    const f = compile(parse('A*x', { shapes }))
    expect(
      flat(
        f(
          [
            [1, 2],
            [3, 4],
          ],
          [1, 1],
        ),
      ),
    ).toEqual([3, 7])
    expect(flat(f([[1, 2, 3]], [1, 1, 1]))).toEqual([6])
  })
  test('results are not overwritten by the next call', () => {
    const f = compile(parse('A*x + b', { shapes }))
    const first = f(at)
    const kept = flat(first)
    f({ ...at, b: [9, 9, 9, 9] })
    expect(flat(first)).toEqual(kept)
  })
  test('an argument that is the result is copied', () => {
    const x = Float64Array.of(1, 2, 3)
    const found = compile(parse('x', { shapes }))(x)
    expect(found instanceof Tensor && found.data).not.toBe(x)
    expect(flat(found)).toEqual([1, 2, 3])
  })
  test('fill buffers', () => {
    const out = new Float64Array(4)
    expect(compile(parse('A*x', { shapes }))(at, { out })).toBe(out)
    expect([...out]).toEqual(flat(compile(parse('A*x', { shapes }))(at)))
    const inverse = new Float64Array(9)
    compile(parse('inv(S)', { shapes }))(at, { out: inverse })
    expect([...inverse]).toEqual(flat(compile(parse('inv(S)', { shapes }))(at)))
  })
  test('name shapes that do not fit', () => {
    const message = (run: () => unknown): string => {
      try {
        return String(run())
      } catch (error) {
        return error instanceof FluxionError ? error.message : String(error)
      }
    }
    const f = compile(parse('A*x', { shapes }))
    expect(message(() => f({ A: [[1, 2]], x: [1, 2, 3] }))).toContain(
      'x has shape [3], the formula declares [n], and A says n = 2',
    )
    expect(message(() => f({ A: [1, 2], x: [1, 2] }))).toContain('A has shape [2], the formula declares [m, n]')
  })
})

describe('gradients of matrix formulas', () => {
  const follows = (text: string, wrt: string): void => {
    test(`${text} by ${wrt}`, () => {
      const f = parse(text, { shapes })
      const { value, gradient: by } = valueAndGradient(f, { wrt })(at)
      expect(value).toBeCloseTo(evaluate(f, { ...nested, c: 0.7 }), 10)
      const wanted = flat(evaluate<unknown>(gradient(f, wrt), { ...nested, c: 0.7 }))
      flat(by[wrt]).forEach((entry, i) => {
        expect(entry).toBeCloseTo(wanted[i]!, 9)
      })
      const step = 1e-5
      const target = tensors[wrt]!
      flat(by[wrt]).forEach((entry, i) => {
        const moved = (by: number): number => {
          const data = Float64Array.from(target.data)
          data[i] = data[i]! + by
          return Number(compile(f)({ ...at, [wrt]: fromArray(data, [...target.shape]) }))
        }
        expect(Math.abs((moved(step) - moved(-step)) / (2 * step) - entry)).toBeLessThan(
          1e-5 * Math.max(1, Math.abs(entry)),
        )
      })
    })
  }
  follows('norm(A*x - b)^2', 'x')
  follows('norm(A*x - b)^2', 'A')
  follows('norm(A*x - b)', 'b')
  follows('sum(log(1 + exp(-b .* (A*x))))', 'x')
  follows("logdet(S'*S)", 'S')
  follows("x'*inv(S)*y", 'S')
  follows('logsumexp(A*x)', 'x')
  follows("tr(A*B*C) + c * x'*x", 'B')
  // a slope that is computed from behind a stored value: 1 - sigmoid(u) from u
  follows('norm(A * sigmoid(x + y) - b)^2', 'x')
  follows('norm(A * erf(x + y) - b)^2', 'x')

  test('without matrix notation are computed entry by entry', () => {
    const loss = parse('sum(exp(kron(B, K)))', { shapes })
    const { value, gradient: by } = valueAndGradient(loss, { wrt: 'B' })(at)
    expect(value).toBeCloseTo(evaluate(loss, nested), 9)
    const wanted = flat(evaluate<unknown>(gradient(loss, 'B'), nested))
    flat(by['B']).forEach((entry, i) => {
      expect(entry).toBeCloseTo(wanted[i]!, 9)
    })
    const outer = jacobian(parse('B * C', { shapes }), 'B')
    expect((compile(outer)(at) as unknown as Tensor).shape).toEqual([3, 4, 3, 2])
    expect(flat(compile(outer)(at))).toEqual([evaluate<unknown>(outer, nested)].flat(9))
  })
  test('share what value and gradient have in common', () => {
    const both = valueAndGradient(parse('norm(A*x - b)^2', { shapes }), { wrt: ['x', 'A'] })
    expect(both.source.match(/product\(A, x\)/g)).toHaveLength(1)
  })
  test('Hessian-vector products never make the Hessian', () => {
    const f = parse('norm(A*x - b)^2', { shapes })
    const product = hessianVectorProduct(f, { wrt: 'x' })
    expect(product.source).not.toContain('product(transpose(A), A)')
    const wanted = compile(parse("2 * A' * (A * y)", { shapes }))(at)
    flat(product({ ...at, v_x: tensors['y']! })).forEach((entry, i) => {
      expect(entry).toBeCloseTo(flat(wanted)[i]!, 10)
    })
  })
})
