// Tensor work against numpy-ts, TensorFlow.js (wasm), jax-js, ml-matrix and the loop one would write by hand. Same data, results checked before timing.
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import * as fx from '@fluxion/tensor'
import { random as jaxRandom, numpy as jnp } from '@jax-js/jax'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { Matrix } from 'ml-matrix'
import * as np from 'numpy-ts'

const n = 1000
const size = n * n
const values = Float64Array.from({ length: size }, (_, i) => Math.sin(i) + 0.5)
const row = values.slice(0, n)
/** A word in the names of the rows to print; all where it is empty. */
const only = process.argv[2] ?? ''

/** A piece of work: what each library does, and the numbers it must give. */
interface Work {
  readonly name: string
  readonly check: (result: ArrayLike<number>) => boolean
  readonly runs: Readonly<Record<string, (() => unknown) | undefined>>
}

const near = (a: number | undefined, b: number): boolean =>
  Math.abs((a ?? Number.NaN) - b) <= 1e-3 * Math.max(1, Math.abs(b))

const columnSum = (j: number): number => values.reduce((total, v, i) => (i % n === j ? total + v : total), 0)
const total = values.reduce((a, b) => a + b, 0)
const length = Math.sqrt(values.reduce((a, b) => a + b * b, 0))

function byHand(): Record<string, () => Float64Array | Uint8Array | number> {
  return {
    'sum axis 0': () => {
      const to = new Float64Array(n)
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) to[j] = to[j]! + values[i * n + j]!
      return to
    },
    'sum axis 1': () => {
      const to = new Float64Array(n)
      for (let i = 0; i < n; i++) {
        let sum = 0
        for (let j = 0; j < n; j++) sum += values[i * n + j]!
        to[i] = sum
      }
      return to
    },
    sum: () => {
      let sum = 0
      for (let i = 0; i < size; i++) sum += values[i]!
      return sum
    },
    'broadcast add': () => {
      const to = new Float64Array(size)
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) to[i * n + j] = values[i * n + j]! + row[j]!
      return to
    },
    cat: () => {
      const to = new Float64Array(2 * size)
      for (let i = 0; i < size; i++) to[i] = values[i]!
      for (let i = 0; i < size; i++) to[size + i] = values[i]!
      return to
    },
    'transpose copy': () => {
      const to = new Float64Array(size)
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) to[j * n + i] = values[i * n + j]!
      return to
    },
    norm: () => {
      let sum = 0
      for (let i = 0; i < size; i++) sum += values[i]! * values[i]!
      return Math.sqrt(sum)
    },
    exp: () => {
      const to = new Float64Array(size)
      for (let i = 0; i < size; i++) to[i] = Math.exp(values[i]!)
      return to
    },
    relu: () => {
      const to = new Float64Array(size)
      for (let i = 0; i < size; i++) to[i] = values[i]! > 0 ? values[i]! : 0
      return to
    },
    'x > 0': () => {
      const to = new Uint8Array(size)
      for (let i = 0; i < size; i++) to[i] = values[i]! > 0 ? 1 : 0
      return to
    },
    'cumsum axis 0': () => {
      const to = new Float64Array(size)
      for (let j = 0; j < n; j++) to[j] = values[j]!
      for (let i = n; i < size; i++) to[i] = to[i - n]! + values[i]!
      return to
    },
    'randn 1e6': () => {
      const to = new Float64Array(size)
      for (let i = 0; i < size; i += 2) {
        const radius = Math.sqrt(-2 * Math.log(1 - Math.random()))
        const angle = 2 * Math.PI * Math.random()
        to[i] = radius * Math.cos(angle)
        to[i + 1] = radius * Math.sin(angle)
      }
      return to
    },
  }
}

function fluxion(dtype: 'float64' | 'float32'): Record<string, () => fx.Tensor> {
  const x = fx.fromArray(values, [n, n]).to(dtype)
  const r = fx.fromArray(row).to(dtype)
  return {
    'sum axis 0': () => x.sum(0),
    'sum axis 1': () => x.sum(1),
    sum: () => x.sum(),
    'broadcast add': () => x.add(r),
    cat: () => fx.cat([x, x]),
    'transpose copy': () => x.T.contiguous(),
    norm: () => x.norm(),
    exp: () => x.exp(),
    relu: () => x.relu(),
    'x > 0': () => x.gt(0),
    'cumsum axis 0': () => x.cumsum(0),
    'randn 1e6': () => fx.randn([size], { dtype }),
  }
}

function numpyTs(): Record<string, () => unknown> {
  const x = np.array([...values]).reshape([n, n])
  const r = np.array([...row])
  return {
    'sum axis 0': () => x.sum(0),
    'sum axis 1': () => x.sum(1),
    sum: () => x.sum(),
    'broadcast add': () => x.add(r),
    cat: () => np.concatenate([x, x]),
    'transpose copy': () => np.ascontiguousarray(x.transpose()),
    norm: () => np.linalg.norm(x),
    exp: () => np.exp(x),
    relu: () => np.maximum(x, 0),
    'x > 0': () => np.greater(x, 0),
    'cumsum axis 0': () => np.cumsum(x, 0),
    'randn 1e6': () => np.random.randn(size),
  }
}

/** The numbers of a result of TensorFlow.js, which is given back. */
function done(t: tf.Tensor): ArrayLike<number> {
  const numbers = t.dataSync()
  t.dispose()
  return numbers
}

async function tensorFlow(): Promise<Record<string, () => unknown>> {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'))
  setWasmPaths(`${folder}/dist/`)
  await tf.setBackend('wasm')
  await tf.ready()
  const x = tf.tensor2d(Float32Array.from(values), [n, n])
  const r = tf.tensor1d(Float32Array.from(row))
  return {
    'sum axis 0': () => done(tf.sum(x, 0)),
    'sum axis 1': () => done(tf.sum(x, 1)),
    sum: () => done(tf.sum(x)),
    'broadcast add': () => done(tf.add(x, r)),
    cat: () => done(tf.concat([x, x])),
    'transpose copy': () => done(tf.transpose(x)),
    norm: () => done(tf.tidy(() => tf.norm(x))),
    exp: () => done(tf.exp(x)),
    relu: () => done(tf.relu(x)),
    'x > 0': () => done(tf.greater(x, 0)),
    'cumsum axis 0': () => done(tf.cumsum(x, 0)),
    'randn 1e6': () => done(tf.randomNormal([size])),
  }
}

function jaxJs(): Record<string, () => unknown> {
  const x = jnp.array(Float32Array.from(values)).reshape([n, n])
  const r = jnp.array(Float32Array.from(row))
  const key = jaxRandom.key(0)
  return {
    'sum axis 0': () => x.ref.sum(0).dataSync(),
    'sum axis 1': () => x.ref.sum(1).dataSync(),
    sum: () => x.ref.sum().dataSync(),
    'broadcast add': () => x.ref.add(r.ref).dataSync(),
    cat: () => jnp.concatenate([x.ref, x.ref]).dataSync(),
    'transpose copy': () => x.ref.transpose().dataSync(),
    norm: () => jnp.sqrt(jnp.sum(x.ref.mul(x.ref))).dataSync(),
    exp: () => jnp.exp(x.ref).dataSync(),
    relu: () => jnp.maximum(x.ref, 0).dataSync(),
    'x > 0': () => jnp.greater(x.ref, 0).dataSync(),
    'cumsum axis 0': () => jnp.cumsum(x.ref, 0).dataSync(),
    'randn 1e6': () => jaxRandom.normal(key.ref, [size]).dataSync(),
  }
}

function mlMatrix(): Record<string, () => unknown> {
  const x = Matrix.from1DArray(n, n, values)
  const r = [...row]
  return {
    'sum axis 0': () => x.sum('column'),
    'sum axis 1': () => x.sum('row'),
    sum: () => x.sum(),
    'broadcast add': () => x.clone().addRowVector(r),
    'transpose copy': () => x.transpose(),
    norm: () => x.norm('frobenius'),
    exp: () => Matrix.exp(x),
  }
}

const checks: Readonly<Record<string, Work['check']>> = {
  'sum axis 0': (y) => y.length === n && near(y[7], columnSum(7)),
  'sum axis 1': (y) =>
    y.length === n &&
    near(
      y[1],
      values.slice(n, 2 * n).reduce((a, b) => a + b, 0),
    ),
  sum: (y) => near(y[0], total),
  'broadcast add': (y) => y.length === size && near(y[5 * n + 3], values[5 * n + 3]! + row[3]!),
  cat: (y) => y.length === 2 * size && near(y[size + 9], values[9]!),
  'transpose copy': (y) => y.length === size && near(y[n + 2], values[2 * n + 1]!),
  norm: (y) => near(y[0], length),
  exp: (y) => near(y[11], Math.exp(values[11]!)),
  relu: (y) => y.length === size && near(y[3], Math.max(values[3]!, 0)) && y[5] === 0,
  'x > 0': (y) => y.length === size && y[3] === 1 && y[5] === 0,
  'cumsum axis 0': (y) => near(y[size - 1], columnSum(n - 1)),
  'randn 1e6': (y) => {
    const numbers = Float64Array.from(y)
    const mean = numbers.reduce((a, b) => a + b, 0) / size
    const variance = numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / size
    return Math.abs(mean) < 0.01 && Math.abs(variance - 1) < 0.01
  },
}

/** The numbers of a library's result, row by row. */
function numbersOf(result: unknown): ArrayLike<number> {
  if (typeof result === 'number') return [result]
  if (ArrayBuffer.isView(result) || Array.isArray(result)) return result as unknown as ArrayLike<number>
  if (result instanceof fx.Tensor) return fx.toTypedArray(result)
  if (result instanceof Matrix) return result.to1DArray()
  const { data } = result as { data: ArrayLike<number> }
  return data
}

/** Times of calls in milliseconds, at least seven and for 0.4 s: the median, and the least, which other work on the machine disturbs less. */
function time(run: () => unknown): { median: number; least: number } {
  for (let i = 0; i < 3; i++) run()
  const times: number[] = []
  const end = performance.now() + 400
  while (times.length < 7 || performance.now() < end) {
    const start = performance.now()
    run()
    times.push(performance.now() - start)
    if (times.length > 200) break
  }
  times.sort((a, b) => a - b)
  return { median: times[times.length >> 1] as number, least: times[0] as number }
}

const libraries: Readonly<Record<string, Record<string, (() => unknown) | undefined>>> = {
  fluxion: fluxion('float64'),
  'fluxion f32': fluxion('float32'),
  'loop by hand': byHand(),
  'numpy-ts': numpyTs(),
  'tfjs-wasm f32': await tensorFlow(),
  'jax-js f32': jaxJs(),
  'ml-matrix': mlMatrix(),
}

const names = Object.keys(libraries)
console.log(`${n} × ${n}: least and median milliseconds (ratio of the least to fluxion's in the same type)`)
console.log(['work'.padEnd(16), ...names.map((name) => name.padStart(22))].join(''))
for (const [work, check] of Object.entries(checks)) {
  if (!work.includes(only)) continue
  const own = { f64: 0, f32: 0 }
  const cells = names.map((name) => {
    const run = libraries[name]?.[work]
    if (run === undefined) return '–'
    try {
      if (!check(numbersOf(run()))) return 'wrong'
      const { least, median } = time(run)
      const type = name.endsWith('f32') ? 'f32' : 'f64'
      if (name.startsWith('fluxion')) own[type] = least
      return `${least.toFixed(2)} ${median.toFixed(2)} (${(least / own[type]).toFixed(2)})`
    } catch (error) {
      return error instanceof Error ? error.name : 'error'
    }
  })
  console.log([work.padEnd(16), ...cells.map((cell) => cell.padStart(22))].join(''))
}

/** Calls of each library on tensors of one dimension and a few elements, where what a call costs shows; results are asked for as numbers. */
function smallCalls(length: number): Record<string, Record<string, () => unknown>> {
  const data = values.slice(0, length)
  const x = fx.fromArray(data)
  const nx = np.array([...data])
  const tx = tf.tensor1d(Float32Array.from(data))
  const jx = jnp.array(Float32Array.from(data))
  return {
    'x + x': {
      fluxion: () => x.add(x),
      'loop by hand': () => {
        const to = new Float64Array(length)
        for (let i = 0; i < length; i++) to[i] = data[i]! + data[i]!
        return to
      },
      'numpy-ts': () => nx.add(nx),
      'tfjs-wasm f32': () => done(tf.add(tx, tx)),
      'jax-js f32': () => jx.ref.add(jx.ref).dataSync(),
    },
    '2 x': {
      fluxion: () => x.mul(2),
      'loop by hand': () => {
        const to = new Float64Array(length)
        for (let i = 0; i < length; i++) to[i] = data[i]! * 2
        return to
      },
      'numpy-ts': () => nx.multiply(2),
      'tfjs-wasm f32': () => done(tf.mul(tx, 2)),
      'jax-js f32': () => jx.ref.mul(2).dataSync(),
    },
    sum: {
      fluxion: () => x.sum().item(),
      'loop by hand': () => {
        let sum = 0
        for (let i = 0; i < length; i++) sum += data[i]!
        return sum
      },
      'numpy-ts': () => nx.sum(),
      'tfjs-wasm f32': () => done(tf.sum(tx)),
      'jax-js f32': () => jx.ref.sum().dataSync(),
    },
  }
}

/** The least nanoseconds a call takes, over rounds of many. */
function timeCall(run: () => unknown): number {
  const rounds = (calls: number): number => {
    const start = performance.now()
    for (let i = 0; i < calls; i++) run()
    return ((performance.now() - start) / calls) * 1e6
  }
  const calls = Math.max(10, Math.floor(2e6 / (rounds(200) + 1)))
  let best = Number.POSITIVE_INFINITY
  const end = performance.now() + 250
  while (performance.now() < end) best = Math.min(best, rounds(calls))
  return best
}

console.log('\nnanoseconds a call on small tensors (ratio to fluxion’s)')
for (const length of [1, 10, 100]) {
  const wanted = {
    'x + x': 2 * values[0]!,
    '2 x': 2 * values[0]!,
    sum: values.slice(0, length).reduce((a, b) => a + b, 0),
  }
  for (const [work, runs] of Object.entries(smallCalls(length))) {
    if (!work.includes(only)) continue
    let own = 0
    const cells = names.map((name) => {
      const run = runs[name]
      if (run === undefined) return '–'
      if (!near(numbersOf(run())[0], wanted[work as keyof typeof wanted])) return 'wrong'
      const time = timeCall(run)
      if (name === 'fluxion') own = time
      return `${time.toFixed(0)} (${(time / own).toFixed(2)})`
    })
    console.log([`${work}, ${length}`.padEnd(16), ...cells.map((cell) => cell.padStart(22))].join(''))
  }
}
