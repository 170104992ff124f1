import { describe, expect, test } from 'vitest'
import { directional } from '../calculus/directional.ts'
import { type Bindings, evaluate } from '../evaluate.ts'
import type { Expr, Shape } from '../expression.ts'
import { parse } from '../parse.ts'
import type { Label } from './index-form.ts'
import { indexedDerivative, indexNotation } from './index-notation.ts'
import { symbolNamed } from './jacobian.ts'

const sizes: Readonly<Record<string, number>> = { m: 2, n: 3, p: 4, q: 2 }
const shapes: Record<string, Shape> = {
  A: ['p', 'm'],
  B: ['n', 'q'],
  X: ['m', 'n'],
  Z: ['n', 'n'],
  b: ['m'],
  x: ['n'],
}
const formula = (text: string): Expr => parse(text, { shapes })

describe('derivatives in index notation', () => {
  test.each([
    ['A * X * B', 'X', '∂f[i, j]/∂X[k, l] = A[i, k] * B[l, j]'],
    ["X'", 'X', '∂f[i, j]/∂X[k, l] = δ[j, k] * δ[i, l]'],
    ['inv(Z)', 'Z', '∂f[i, j]/∂Z[k, l] = -inv(Z)[i, k] * inv(Z)[l, j]'],
    ['X .* X', 'X', '∂f[i, j]/∂X[k, l] = 2 * X[i, j] * δ[i, k] * δ[j, l]'],
    ['A * X * B * sum(X)', 'A', '∂f[i, j]/∂A[k, l] = sum(X) * δ[i, k] * X[l, p] * B[p, j]'],
    ['diag(x)', 'x', '∂f[i, j]/∂x[k] = δ[i, k] * δ[i, j]'],
    ['norm(X * x - b)^2', 'X', '∂f/∂X[i, j] = 2 * (X * x - b)[i] * x[j]'],
    ['floor(X)', 'X', '∂f[i, j]/∂X[k, l] = 0'],
    ['kron(X, A)', 'X', '∂f[i, j]/∂X[k, l] = δ[floor(i / p), k] * δ[floor(j / m), l] * A[mod(i, p), mod(j, m)]'],
  ])('%s by %s: %s', (f, by, text) => expect(indexNotation(formula(f), by)).toBe(text))
})

const sizeOf = (dimension: string | number): number =>
  typeof dimension === 'number' ? dimension : dimension.split('*').reduce((product, name) => product * sizes[name]!, 1)

const value = (shape: Shape, seed: number): number | number[] | number[][] => {
  const entry = (i: number): number =>
    Math.sin(seed + 1.3 * i) + (shape[0] === shape[1] && i % (sizeOf(shape[0]!) + 1) === 0 ? 2 : 0)
  const [rows, columns] = shape.map(sizeOf)
  if (columns === undefined) return Array.from({ length: rows! }, (_, i) => entry(i))
  return Array.from({ length: rows! }, (_, i) => Array.from({ length: columns }, (_, k) => entry(i * columns + k)))
}
const at = Object.fromEntries(Object.entries(shapes).map(([name, shape], i) => [name, value(shape, i)])) as Bindings

/** All places of axes of these sizes. */
const placesOf = (dimensions: readonly number[]): number[][] =>
  dimensions.reduce<number[][]>(
    (all, size) => all.flatMap((place) => Array.from({ length: size }, (_, i) => [...place, i])),
    [[]],
  )

const pick = (nested: unknown, place: readonly number[]): number =>
  place.reduce<unknown>((inner, i) => (inner as unknown[])[i], nested) as number

describe('entry by entry it is the linear operator', () => {
  test.each([
    ['A * X * B', 'X'],
    ["X' * X", 'X'],
    ['inv(Z) * Z * Z', 'Z'],
    ['kron(Z, X) * tr(Z)', 'Z'],
    ['exp(X) * diag(x) * B', 'X'],
    ['exp(X) * diag(x) * B', 'x'],
    ['diagonal(Z) * mean(Z) + x', 'Z'],
    ["sum(Z) * (Z * x) * x'", 'x'],
    ['norm(X * x - b) * X', 'X'],
    ['softmax(Z * x)', 'Z'],
    ['det(Z) * eye(n)', 'Z'],
  ])('%s by %s', (text, by) => {
    const f = formula(text)
    const x = symbolNamed(f, by)
    const { outputs, inputs, terms } = indexedDerivative(f, x)
    const extents = new Map<string, number>()
    const entriesOfArrays = new Map<Expr, unknown>()
    for (const { factors } of terms!)
      for (const { array, labels } of factors) {
        if (array === undefined) continue
        entriesOfArrays.set(array, evaluate<unknown>(array, at))
        array.shape.forEach((size, axis) => {
          const label = labels[axis]!
          if (typeof label === 'string') extents.set(label, sizeOf(size))
        })
      }
    const outPlaces = placesOf(f.shape.map(sizeOf))
    for (const inPlace of placesOf(x.shape.map(sizeOf))) {
      const unit = structuredClone(at[by]) as unknown
      for (const place of placesOf(x.shape.map(sizeOf))) {
        const row = place.slice(0, -1).reduce<unknown>((inner, i) => (inner as unknown[])[i], unit) as number[]
        row[place.at(-1)!] = place.every((p, i) => p === inPlace[i]) ? 1 : 0
      }
      const wanted = evaluate<unknown>(directional(f, by, 'V'), { ...at, V: unit } as Bindings)
      for (const outPlace of outPlaces) {
        const fixed = new Map([...outputs, ...inputs].map((label, i) => [label, [...outPlace, ...inPlace][i]!]))
        let total = 0
        for (const { scalar, factors, bound } of terms!)
          for (const place of placesOf(bound.map((label) => extents.get(label)!))) {
            const where = new Map([...fixed, ...bound.map((label, i) => [label, place[i]!] as const)])
            const read = (label: Label): number => {
              if (label === '0') return 0
              if (typeof label === 'string') return where.get(label)!
              const size = sizeOf(label.size)
              return label.part === 'block' ? Math.floor(read(label.of) / size) : read(label.of) % size
            }
            total += factors.reduce<number>(
              (product, { array, labels }) => {
                const [a, b] = labels.map(read)
                return (
                  product * (array === undefined ? Number(a === b) : pick(entriesOfArrays.get(array), labels.map(read)))
                )
              },
              evaluate(scalar, { ...at, ...sizes }),
            )
          }
        expect(total).toBeCloseTo(pick(wanted, outPlace), 9)
      }
    }
  })
})
