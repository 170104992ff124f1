// Compiled derivatives of matrix formulas against the same programs written by hand with @fluxion/tensor, TensorFlow.js (wasm, float32) and
// jax-js (float32): milliseconds, median of several, taking turns in one process. Results are checked before anything is timed.
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { compile } from '@fluxion/bridge'
import { gradient, hessian, parse, type Shape } from '@fluxion/symbolic'
import { add, matmul, mul, neg, randn, sigmoid, sub, type Tensor, tanh } from '@fluxion/tensor'
import { numpy as jnp, nn } from '@jax-js/jax'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'

setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`)
await tf.setBackend('wasm')

type Arrays = Readonly<Record<string, Tensor>>

/** A library's way to do the work; `run` ends with its numbers. */
interface Runner {
  readonly library: string
  readonly tolerance: number
  readonly run: () => ArrayLike<number> | Promise<ArrayLike<number>>
}

interface Work {
  readonly name: string
  readonly runners: readonly Runner[]
}

const rows = Number(process.env.BENCH_ROWS ?? 2000)
const data: Arrays = {
  X: randn(rows, 64),
  w: randn(64).mul(0.1),
  y: randn(rows).sign(),
  U: randn(64, 32).mul(0.1),
  V: randn(32, 10).mul(0.1),
  Y: randn(rows, 10),
}
const shapes: Record<string, Shape> = { X: ['n', 'd'], w: ['d'], y: ['n'], U: ['d', 'h'], V: ['h', 'c'], Y: ['n', 'c'] }
const logistic = parse('sum(log(1 + exp(-y .* (X * w))))', { shapes })
const network = parse("norm(tanh(X * U) * V - Y, 'fro')^2", { shapes })

const numbers = (values: readonly Tensor[]): number[] =>
  values.flatMap((value) => Array.from(value.contiguous().data as ArrayLike<number>))

/** The compiled formulas and the program by hand, in one precision. */
function own(
  formulas: Parameters<typeof compile>[0],
  byHand: (at: Arrays) => Tensor[],
  dtype: 'float64' | 'float32',
): Runner[] {
  const at = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, value.to(dtype)]))
  const kernel = compile(formulas as never, { dtype })
  const needed = Object.fromEntries(kernel.args.map((name) => [name, at[name]!]))
  const tolerance = dtype === 'float64' ? 1e-9 : 2e-3
  return [
    { library: `compiled ${dtype}`, tolerance, run: () => numbers([kernel(needed) as Tensor | Tensor[]].flat()) },
    { library: `by hand ${dtype}`, tolerance, run: () => numbers(byHand(at)) },
  ]
}

const t32 = Object.fromEntries(
  Object.entries(data).map(([name, value]) => [
    name,
    tf.tensor(Float32Array.from(value.contiguous().data as ArrayLike<number>), [...value.shape]),
  ]),
)
const tensorFlow = (program: (at: Record<string, tf.Tensor>) => tf.Tensor[]): Runner => ({
  library: 'tfjs-wasm float32',
  tolerance: 2e-3,
  run: () => {
    const results = tf.tidy(() => program(t32))
    const values = results.flatMap((result) => Array.from(result.dataSync()))
    tf.dispose(results)
    return values
  },
})

const j32 = Object.fromEntries(
  Object.entries(data).map(([name, value]) => [
    name,
    jnp.array(Float32Array.from(value.contiguous().data as ArrayLike<number>)).reshape([...value.shape]),
  ]),
)
const jax = (program: (at: (name: string) => jnp.Array) => jnp.Array[]): Runner => ({
  library: 'jax-js float32',
  tolerance: 2e-3,
  run: () => program((name) => j32[name]!.ref).flatMap((result) => Array.from(result.dataSync() as ArrayLike<number>)),
})

const both = (make: (dtype: 'float64' | 'float32') => Runner[]): Runner[] => [...make('float64'), ...make('float32')]

const works: Work[] = [
  {
    name: 'logistic gradient',
    runners: [
      ...both((dtype) =>
        own(
          [gradient(logistic, 'w')],
          ({ X, w, y }) => [neg(matmul(X!.T, mul(y!, sigmoid(neg(mul(y!, matmul(X!, w!)))))))],
          dtype,
        ),
      ),
      tensorFlow(({ X, w, y }) => {
        const margin = tf.mul(y!, tf.reshape(tf.matMul(X as tf.Tensor2D, tf.reshape(w!, [-1, 1])), [-1]))
        const pull = tf.reshape(tf.mul(y!, tf.sigmoid(tf.neg(margin))), [-1, 1])
        return [tf.neg(tf.matMul(X as tf.Tensor2D, pull as tf.Tensor2D, true))]
      }),
      jax((at) => {
        const margin = jnp.matmul(at('X'), at('w')).mul(at('y'))
        return [jnp.matmul(jnp.transpose(at('X')), nn.sigmoid(margin.neg()).mul(at('y'))).neg()]
      }),
    ],
  },
  {
    name: 'logistic Hessian',
    runners: [
      ...both((dtype) =>
        own(
          [hessian(logistic, 'w')],
          ({ X, w, y }) => {
            const s = sigmoid(neg(mul(y!, matmul(X!, w!))))
            const weight = mul(mul(s, sub(1, s)), mul(y!, y!))
            return [matmul(X!.T, mul(weight.unsqueeze(1), X!))]
          },
          dtype,
        ),
      ),
      tensorFlow(({ X, w, y }) => {
        const margin = tf.mul(y!, tf.reshape(tf.matMul(X as tf.Tensor2D, tf.reshape(w!, [-1, 1])), [-1]))
        const s = tf.sigmoid(tf.neg(margin))
        const weight = tf.reshape(tf.mul(tf.mul(s, tf.sub(1, s)), tf.mul(y!, y!)), [-1, 1])
        return [tf.matMul(X as tf.Tensor2D, tf.mul(weight, X!) as tf.Tensor2D, true)]
      }),
    ],
  },
  {
    name: 'two-layer gradient',
    runners: [
      ...both((dtype) =>
        own(
          gradient(network, ['U', 'V']),
          ({ X, U, V, Y }) => {
            const h = tanh(matmul(X!, U!))
            const r = mul(sub(matmul(h, V!), Y!), 2)
            const back = mul(matmul(r, V!.T), add(neg(mul(h, h)), 1))
            return [matmul(X!.T, back), matmul(h.T, r)]
          },
          dtype,
        ),
      ),
      tensorFlow(({ X, U, V, Y }) => {
        const h = tf.tanh(tf.matMul(X as tf.Tensor2D, U as tf.Tensor2D)) as tf.Tensor2D
        const r = tf.mul(tf.sub(tf.matMul(h, V as tf.Tensor2D), Y!), 2) as tf.Tensor2D
        const back = tf.mul(tf.matMul(r, V as tf.Tensor2D, false, true), tf.sub(1, tf.square(h))) as tf.Tensor2D
        return [tf.matMul(X as tf.Tensor2D, back, true), tf.matMul(h, r, true)]
      }),
      jax((at) => {
        const h = jnp.tanh(jnp.matmul(at('X'), at('U')))
        const r = jnp.matmul(h.ref, at('V')).sub(at('Y')).mul(2)
        const slope = h.ref.mul(h.ref).neg().add(1)
        const back = jnp.matmul(r.ref, jnp.transpose(at('V'))).mul(slope)
        return [jnp.matmul(jnp.transpose(at('X')), back), jnp.matmul(jnp.transpose(h), r)]
      }),
    ],
  },
]

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!

function agrees(found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): boolean {
  let scale = 0
  for (let i = 0; i < wanted.length; i++) scale = Math.max(scale, Math.abs(wanted[i]!))
  return (
    found.length === wanted.length &&
    Array.from(found).every((value, i) => Math.abs(value - wanted[i]!) <= tolerance * scale)
  )
}

const spend = Number(process.env.BENCH_MS ?? 700)

async function measure({ name, runners }: Work): Promise<void> {
  const wanted = await runners[1]!.run()
  const times = new Map<Runner, number[]>()
  for (const runner of runners) {
    try {
      if (agrees(await runner.run(), wanted, runner.tolerance)) times.set(runner, [])
      else console.log(`${name.padEnd(20)}${runner.library.padEnd(20)} wrong`)
    } catch (error) {
      console.log(`${name.padEnd(20)}${runner.library.padEnd(20)} fails: ${String(error).slice(0, 80)}`)
    }
  }
  const end = performance.now() + spend * runners.length
  while (performance.now() < end)
    for (const [runner, taken] of times) {
      const start = performance.now()
      await runner.run()
      taken.push(performance.now() - start)
    }
  for (const [runner, taken] of times) {
    const precision = runner.library.split(' ').at(-1)
    const base = [...times].find(([{ library }]) => library === `compiled ${precision}`)?.[1]
    const ratio = base === undefined ? '' : `×${(median(taken) / median(base)).toFixed(2)}`
    console.log(
      `${name.padEnd(20)}${runner.library.padEnd(20)}${median(taken).toFixed(3).padStart(9)} ms ${ratio.padStart(8)}`,
    )
  }
}

console.log(
  `${rows} rows of 64 features; 32 hidden, 10 outputs. The ratio is to the compiled formula of the same precision.`,
)
for (const work of works) await measure(work)
