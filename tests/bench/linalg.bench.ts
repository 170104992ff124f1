// Matrix products and decompositions against ml-matrix, numpy-ts, TensorFlow.js (wasm), jax-js and a plain loop: milliseconds, best of several, all in one
// process and taking turns. Results are checked before anything is timed.
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fromArray, linalg, matmul, type Tensor } from '@fluxion/tensor'
import { numpy as jnp } from '@jax-js/jax'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { EigenvalueDecomposition, Matrix, QrDecomposition, SingularValueDecomposition, solve } from 'ml-matrix'
import * as np from 'numpy-ts'
import { peak } from './peak.ts'

type FloatArray = Float64Array | Float32Array

let state = 1
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32 - 0.5
}
const randomMatrix = (n: number): Float64Array => Float64Array.from({ length: n * n }, random)

/** A library's way to do a piece of work: `run` is timed, `read` gives numbers to check. */
interface Runner {
  readonly run: () => unknown
  readonly read?: (result: unknown) => ArrayLike<number> | Promise<ArrayLike<number>>
  /** Waits for the result, where a library works behind the caller's back. */
  readonly settle?: (result: unknown) => Promise<unknown>
}

interface Work {
  readonly name: string
  /** Floating-point operations and their type, to print the speed of products. */
  readonly operations?: number
  readonly type?: 'f64' | 'f32'
  readonly check: (result: ArrayLike<number>) => boolean
  readonly runners: Readonly<Record<string, Runner>>
}

/** Libraries in the order of the columns. */
const libraries = ['fluxion', 'plain loop', 'ml-matrix', 'numpy-ts', 'tfjs-wasm', 'jax-js'] as const

const spend = Number(process.env.BENCH_MS ?? 300)
/** A word in the names of the rows to print; all where it is empty. */
const only = process.argv[2] ?? ''

async function time(runner: Runner): Promise<number> {
  const once = async (): Promise<number> => {
    const start = performance.now()
    const result = runner.run()
    if (runner.settle !== undefined) await runner.settle(result)
    return performance.now() - start
  }
  let best = await once()
  const end = performance.now() + spend
  for (let i = 0; i < 200 && (i < 1 || performance.now() < end); i++) best = Math.min(best, await once())
  return best
}

async function measure({ name, operations, type, check, runners }: Work): Promise<void> {
  const cells: string[] = []
  let own = 0
  for (const library of libraries) {
    const runner = runners[library]
    if (runner === undefined) {
      cells.push('–')
      continue
    }
    const result = runner.run()
    if (runner.settle !== undefined) await runner.settle(result)
    if (runner.read !== undefined && !check(await runner.read(result))) {
      cells.push('wrong')
      continue
    }
    const best = await time(runner)
    if (library === 'fluxion') own = best
    const speed = operations === undefined ? '' : ` ${(operations / best / 1e6).toFixed(1)} GFLOP/s`
    const share =
      operations === undefined || type === undefined ? '' : ` ${percentOfPeak(operations / best / 1e6, type)}`
    const ratio = library === 'fluxion' ? share : ` ×${(best / own).toFixed(1)}`
    cells.push(`${best.toFixed(2)}${speed}${ratio}`)
  }
  console.log([name.padEnd(18), ...cells.map((cell) => cell.padStart(24))].join(''))
}

const peaks = { f64: peak('f64'), f32: peak('f32') }
const percentOfPeak = (speed: number, type: 'f64' | 'f32'): string => `${((100 * speed) / peaks[type]).toFixed(0)} %`

/** Entries of a·b at a few places, in doubles. */
function spotCheck(a: FloatArray, b: FloatArray, n: number, tolerance: number): (result: ArrayLike<number>) => boolean {
  return (result) => {
    for (let q = 0; q < 20; q++) {
      const i = (q * 7919) % n
      const j = (q * 104729) % n
      let sum = 0
      for (let k = 0; k < n; k++) sum += a[i * n + k]! * b[k * n + j]!
      if (!(Math.abs(result[i * n + j]! - sum) <= tolerance * n)) return false
    }
    return result.length === n * n
  }
}

type PlainProduct = (a: FloatArray, b: FloatArray, n: number) => FloatArray

/** The product as one would write it, once for each type: a loop that has seen both is slower. */
const plainProduct = (type: string): PlainProduct =>
  new Function(
    'a, b, n',
    `const out = new ${type}(n * n)
    for (let i = 0; i < n; i++)
      for (let k = 0; k < n; k++) {
        const factor = a[i * n + k]
        for (let j = 0; j < n; j++) out[i * n + j] += factor * b[k * n + j]
      }
    return out`,
  ) as PlainProduct
const plain64 = plainProduct('Float64Array')
const plain32 = plainProduct('Float32Array')

const elements = (result: unknown): ArrayLike<number> => (result as Tensor).data

function product64(n: number): Work {
  const [a, b] = [randomMatrix(n), randomMatrix(n)]
  const [ta, tb] = [fromArray(a, [n, n]), fromArray(b, [n, n])]
  const [ma, mb] = [Matrix.from1DArray(n, n, a), Matrix.from1DArray(n, n, b)]
  const [na, nb] = [np.array(a).reshape(n, n), np.array(b).reshape(n, n)]
  return {
    name: `matmul ${n} f64`,
    type: 'f64',
    operations: 2 * n ** 3,
    check: spotCheck(a, b, n, 1e-14),
    runners: {
      fluxion: { run: () => matmul(ta, tb), read: elements },
      ...(n <= 512
        ? {
            'plain loop': { run: () => plain64(a, b, n), read: (x) => x as FloatArray },
            'ml-matrix': { run: () => ma.mmul(mb), read: (x) => (x as Matrix).to1DArray() },
          }
        : {}),
      'numpy-ts': { run: () => np.matmul(na, nb), read: (x) => np.asarray(x as never).data as unknown as Float64Array },
    },
  }
}

function product32(n: number): Work {
  const [a, b] = [Float32Array.from(randomMatrix(n)), Float32Array.from(randomMatrix(n))]
  const [ta, tb] = [fromArray(a, [n, n]), fromArray(b, [n, n])]
  const [fa, fb] = [tf.tensor2d(a, [n, n]), tf.tensor2d(b, [n, n])]
  const [ja, jb] = [jnp.array(a).reshape([n, n]), jnp.array(b).reshape([n, n])]
  let last: tf.Tensor | undefined
  return {
    name: `matmul ${n} f32`,
    type: 'f32',
    operations: 2 * n ** 3,
    check: spotCheck(a, b, n, 1e-6),
    runners: {
      fluxion: { run: () => matmul(ta, tb), read: elements },
      ...(n <= 512 ? { 'plain loop': { run: () => plain32(a, b, n), read: (x) => x as FloatArray } } : {}),
      'tfjs-wasm': {
        run: () => {
          last?.dispose()
          last = tf.matMul(fa, fb)
          return last
        },
        read: (x) => (x as tf.Tensor).dataSync() as Float32Array,
      },
      'jax-js': {
        run: () => jnp.matmul(ja.ref, jb.ref),
        settle: async (x) => {
          const result = x as { blockUntilReady(): Promise<{ dispose(): void }> }
          ;(await result.blockUntilReady()).dispose()
        },
      },
    },
  }
}

/** LU with partial pivoting and substitution, as one would write it. */
function plainSolve(given: Float64Array, right: Float64Array, n: number): Float64Array {
  const a = given.slice()
  const x = right.slice()
  for (let k = 0; k < n; k++) {
    let p = k
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]!) > Math.abs(a[p * n + k]!)) p = i
    for (let j = 0; j < n; j++) [a[k * n + j], a[p * n + j]] = [a[p * n + j]!, a[k * n + j]!]
    ;[x[k], x[p]] = [x[p]!, x[k]!]
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k]! / a[k * n + k]!
      for (let j = k + 1; j < n; j++) a[i * n + j]! -= factor * a[k * n + j]!
      x[i]! -= factor * x[k]!
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i]! -= a[i * n + j]! * x[j]!
    x[i]! /= a[i * n + i]!
  }
  return x
}

function solve500(): Work {
  const n = 500
  const a = randomMatrix(n)
  const wanted = Float64Array.from({ length: n }, random)
  const b = Float64Array.from({ length: n }, (_, i) => wanted.reduce((sum, x, j) => sum + a[i * n + j]! * x, 0))
  const [ta, tb] = [fromArray(a, [n, n]), fromArray(b, [n])]
  const [ma, mb] = [Matrix.from1DArray(n, n, a), Matrix.columnVector(b)]
  const [na, nb] = [np.array(a).reshape(n, n), np.array(b)]
  return {
    name: 'solve 500',
    check: (x) => wanted.every((value, i) => Math.abs(x[i]! - value) < 1e-8),
    runners: {
      fluxion: { run: () => linalg.solve(ta, tb), read: elements },
      'plain loop': { run: () => plainSolve(a, b, n), read: (x) => x as Float64Array },
      'ml-matrix': { run: () => solve(ma, mb), read: (x) => (x as Matrix).to1DArray() },
      'numpy-ts': {
        run: () => np.linalg.solve(na, nb),
        read: (x) => np.asarray(x as never).data as unknown as Float64Array,
      },
    },
  }
}

/** Work whose results are many: each runner checks its own by one number per result. */
function decomposition(
  name: string,
  n: number,
  symmetric: boolean,
  runners: (t: Tensor, m: Matrix) => Record<string, Runner>,
): Work {
  const a = randomMatrix(n)
  if (symmetric) for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j]!
  const t = fromArray(a, [n, n])
  const trace = linalg.norm(t).item() ** 2
  return {
    name: `${name} ${n}`,
    // Σ λ², Σ σ² and Σ R² are all ‖A‖².
    check: (values) => {
      let sum = 0
      for (let i = 0; i < values.length; i++) sum += values[i]! ** 2
      return Math.abs(sum / trace - 1) < 1e-12
    },
    runners: runners(t, Matrix.from1DArray(n, n, a)),
  }
}

const works: readonly (() => Work)[] = [
  ...[64, 128, 256, 512, 1024].map((n) => () => product64(n)),
  ...[64, 128, 256, 512, 1024].map((n) => () => product32(n)),
  solve500,
  () =>
    decomposition('eigh', 300, true, (t, m) => ({
      fluxion: { run: () => linalg.eigh(t), read: (x) => (x as ReturnType<typeof linalg.eigh>).eigenvalues.data },
      'ml-matrix': {
        run: () => new EigenvalueDecomposition(m, { assumeSymmetric: true }),
        read: (x) => (x as EigenvalueDecomposition).realEigenvalues,
      },
    })),
  () =>
    decomposition('svd', 200, false, (t, m) => ({
      fluxion: { run: () => linalg.svd(t), read: (x) => (x as ReturnType<typeof linalg.svd>).S.data },
      'ml-matrix': {
        run: () => new SingularValueDecomposition(m),
        read: (x) => (x as SingularValueDecomposition).diagonal,
      },
    })),
  () =>
    decomposition('qr', 300, false, (t, m) => ({
      fluxion: { run: () => linalg.qr(t), read: (x) => (x as ReturnType<typeof linalg.qr>).R.data },
      'ml-matrix': {
        run: () => {
          const found = new QrDecomposition(m)
          return [found.orthogonalMatrix, found.upperTriangularMatrix]
        },
        read: (x) => (x as Matrix[])[1]!.to1DArray(),
      },
    })),
]

/** 300 products in one synchronous loop: what keeps results in WebAssembly memory slows down as that fills. */
function longLoop(): void {
  const n = 256
  const [a, b] = [fromArray(randomMatrix(n), [n, n]), fromArray(randomMatrix(n), [n, n])]
  const times: number[] = []
  for (let i = 0; i < 300; i++) {
    const start = performance.now()
    matmul(a, b)
    times.push(performance.now() - start)
  }
  const median = (part: number[]): number => part.toSorted((x, y) => x - y)[part.length >> 1]!
  console.log(
    `300 products of 256² in a loop: first fifty ${median(times.slice(0, 50)).toFixed(2)} ms, last fifty ${median(times.slice(-50)).toFixed(2)} ms each`,
  )
}

const require = createRequire(import.meta.url)
setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`)
await tf.setBackend('wasm')
await tf.ready()

console.log(
  `multiplications and additions of 128-bit vectors, in registers alone: ${peaks.f64.toFixed(1)} GFLOP/s f64, ${peaks.f32.toFixed(1)} f32`,
)
console.log(''.padEnd(18) + libraries.map((library) => library.padStart(24)).join(''))
for (const make of works) {
  const work = make()
  if (work.name.includes(only)) await measure(work)
}
if (only === '') longLoop()
