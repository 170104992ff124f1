// Loop kernels against hand-written plain loops: nanoseconds a point over 10⁶ points, best of several, all in one process.
// Results are compared with the plain loop's before anything is timed.
import { compileLoop, errorBounds, type InferredOp, LoopBuilder, type LoopIR, type TypedArray } from '@fluxion/kernel'
import { functions, pointsOf, unitInLastPlace } from '../pipelines/accuracy/reference.ts'

const n = 1_000_000
const x = new Float64Array(n)
const y = new Float64Array(n)
let state = 1
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
for (let i = 0; i < n; i++) {
  x[i] = random() * 20 - 10
  y[i] = random() < 0.5 ? -1 : 1
}

interface Row {
  readonly name: string
  readonly reach: string
  readonly plain: () => void
  readonly kernel: () => void
}

/** Best time of both in nanoseconds a point, taking turns so that noise falls on both. */
function race({ plain, kernel }: Row): { plain: number; kernel: number } {
  const best = { plain: Number.POSITIVE_INFINITY, kernel: Number.POSITIVE_INFINITY }
  const start = performance.now()
  for (let round = 0; round < 100 && (round < 12 || performance.now() - start < 1500); round++) {
    for (const [key, run] of [
      ['plain', plain],
      ['kernel', kernel],
    ] as const) {
      const before = performance.now()
      run()
      best[key] = Math.min(best[key], ((performance.now() - before) * 1e6) / n)
    }
  }
  return best
}

function same(found: ArrayLike<number>, wanted: ArrayLike<number>): void {
  for (let i = 0; i < wanted.length; i++) {
    const error = Math.abs(found[i]! - wanted[i]!)
    if (!(error <= 1e-9 * Math.max(1, Math.abs(wanted[i]!))))
      throw new Error(`results differ at ${i}: ${found[i]} and ${wanted[i]}`)
  }
}

function build(make: (k: LoopBuilder) => void): LoopIR {
  const k = new LoopBuilder()
  make(k)
  return k.finish()
}

/** x² sin x + e^−x, and its derivative when asked. */
const wave = (gradient: boolean): LoopIR =>
  build((k) => {
    const v = k.array('x')
    const square = k.op('mul', v, v)
    const sine = k.op('sin', v)
    const decay = k.op('exp', k.op('neg', v))
    k.output(k.op('add', k.op('mul', square, sine), decay))
    if (!gradient) return
    const first = k.op('mul', k.op('mul', k.constant(2), v), sine)
    k.output(k.op('sub', k.op('add', first, k.op('mul', square, k.op('cos', v))), decay))
  })

/** Σ log(1 + e^−y(ax + b)) and its gradient in a and b. */
const logistic = build((k) => {
  const a = k.scalar('a')
  const b = k.scalar('b')
  const v = k.array('x')
  const label = k.array('y')
  const margin = k.op('mul', k.op('neg', label), k.op('add', k.op('mul', a, v), b))
  const e = k.op('exp', margin)
  const grown = k.op('add', k.constant(1), e)
  k.output(k.op('log', grown), 'sum')
  const slope = k.op('neg', k.op('div', k.op('mul', label, e), grown))
  k.output(k.op('mul', slope, v), 'sum')
  k.output(slope, 'sum')
})

const plane = build((k) => {
  const a = k.scalar('a')
  const b = k.scalar('b')
  const c = k.scalar('c')
  const v = k.array('x')
  const w = k.array('y')
  k.output(k.op('add', k.op('add', k.op('mul', a, v), k.op('mul', b, w)), c))
})

const out = [new Float64Array(n), new Float64Array(n)] as const
const reference = [new Float64Array(n), new Float64Array(n)] as const
const sums = [0, 0, 0]

const rows: Row[] = []
{
  const kernel = compileLoop(wave(false))
  rows.push({
    name: `x² sin x + e⁻ˣ (${kernel.backend})`,
    reach: '5 ns',
    kernel: () => void kernel.run(n, [x], [out[0]]),
    plain: () => {
      const [value] = reference
      for (let i = 0; i < n; i++) {
        const v = x[i]!
        value[i] = v * v * Math.sin(v) + Math.exp(-v)
      }
    },
  })
}
{
  const kernel = compileLoop(wave(true))
  rows.push({
    name: `  with its derivative (${kernel.backend})`,
    reach: '7 ns',
    kernel: () => void kernel.run(n, [x], out),
    plain: () => {
      const [value, slope] = reference
      for (let i = 0; i < n; i++) {
        const v = x[i]!
        const sine = Math.sin(v)
        const decay = Math.exp(-v)
        value[i] = v * v * sine + decay
        slope[i] = 2 * v * sine + v * v * Math.cos(v) - decay
      }
    },
  })
}
{
  const kernel = compileLoop(logistic)
  const found = [0, 0, 0]
  rows.push({
    name: `logistic loss summed, with gradient (${kernel.backend})`,
    reach: '7 ns',
    kernel: () => {
      kernel.run(n, [0.3, -0.1, x, y]).forEach((it, j) => {
        found[j] = it as number
      })
      out[0].set(found)
      reference[0].set(sums)
    },
    plain: () => {
      let loss = 0
      let da = 0
      let db = 0
      for (let i = 0; i < n; i++) {
        const e = Math.exp(-y[i]! * (0.3 * x[i]! - 0.1))
        loss += Math.log(1 + e)
        const slope = (-y[i]! * e) / (1 + e)
        da += slope * x[i]!
        db += slope
      }
      sums[0] = loss
      sums[1] = da
      sums[2] = db
      out[0].set(found)
      reference[0].set(sums)
    },
  })
}
{
  const kernel = compileLoop(plane)
  rows.push({
    name: `a x + b y + c (${kernel.backend})`,
    reach: 'plain',
    kernel: () => void kernel.run(n, [2, 3, 4, x, y], [out[0]]),
    plain: () => {
      const [value] = reference
      const [a, b, c] = [2, 3, 4]
      for (let i = 0; i < n; i++) value[i] = a * x[i]! + b * y[i]! + c
    },
  })
}

const line = (...cells: readonly (string | number)[]): void =>
  console.log(
    cells
      .map((it, i) => (i === 0 ? String(it).padEnd(46) : (typeof it === 'number' ? it.toFixed(2) : it).padStart(10)))
      .join(''),
  )

line('ns a point over 1e6 points', 'plain', 'kernel', 'ratio', 'reach')
for (const row of rows) {
  row.kernel()
  row.plain()
  row.kernel()
  out.forEach((found, j) => {
    same(found, reference[j]!)
  })
  const best = race(row)
  line(row.name, best.plain, best.kernel, best.plain / best.kernel, row.reach)
}

const unary: readonly InferredOp[] = [
  'exp',
  'exp2',
  'expm1',
  'log',
  'log2',
  'log10',
  'log1p',
  'sqrt',
  'cbrt',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'asinh',
  'acosh',
  'atanh',
  'sigmoid',
  'softplus',
  'erf',
  'erfc',
  'gelu',
]
const binary: readonly InferredOp[] = ['pow', 'atan2', 'hypot']
const positive: readonly InferredOp[] = ['log', 'log2', 'log10', 'log1p', 'sqrt', 'pow']
const half = 1 << 18
const domain = (op: InferredOp, array: TypedArray): TypedArray =>
  array.map((v) => {
    if (op === 'acosh') return 1 + Math.abs(v)
    if (positive.includes(op)) return Math.abs(v) + 0.01
    return op === 'asin' || op === 'acos' || op === 'atanh' ? v / 10.001 : v
  })

console.log()
line('ns a value over 262,144 values', 'js f64', 'wasm f64', 'ratio', 'wasm f32')
for (const op of [...unary, ...binary]) {
  const time = (target: 'js' | 'wasm', type: 'f64' | 'f32'): number => {
    const ir = build((k) => {
      const args = binary.includes(op) ? [k.array('x', type), k.array('y', type)] : [k.array('x', type)]
      k.output(k.op(op, ...args))
    })
    const kernel = compileLoop(ir, { target })
    const make = (from: Float64Array): TypedArray =>
      type === 'f64' ? from.slice(0, half) : new Float32Array(from.subarray(0, half))
    const inputs = ir.inputs.map((_, j) => (j === 0 ? domain(op, make(x)) : make(x).reverse()))
    const into = make(y)
    let best = Number.POSITIVE_INFINITY
    for (let round = 0; round < 12; round++) {
      const before = performance.now()
      kernel.run(half, inputs, [into])
      best = Math.min(best, ((performance.now() - before) * 1e6) / half)
    }
    return best
  }
  const js = time('js', 'f64')
  const wasm = time('wasm', 'f64')
  line(op, js, wasm, js / wasm, time('wasm', 'f32'))
}

console.log()
const calls = 100_000
for (const [name, target] of [['one element, x² sin x + e⁻ˣ', 'js']] as const) {
  const { scalar } = compileLoop(wave(false), { target })
  const input = [0]
  const result = [0]
  for (let i = 0; i < calls; i++) scalar(input, result)
  const before = performance.now()
  for (let i = 0; i < calls; i++) {
    input[0] = i * 1e-5
    scalar(input, result)
  }
  line(name, 'ns', ((performance.now() - before) * 1e6) / calls)
}
const first: number[] = []
for (let k = 0; k < 15; k++) {
  const ir = build((b) => {
    const v = b.array('x')
    b.output(
      b.op('add', b.op('mul', b.op('mul', v, v), b.op('sin', v)), b.op('exp', b.op('mul', b.constant(k + 0.5), v))),
    )
  })
  const input = x.subarray(0, 100)
  const before = performance.now()
  compileLoop(ir, { target: 'wasm' }).run(100, [input])
  first.push(performance.now() - before)
}
line('IR to first result on wasm (reach 1 ms)', 'ms', first[0]!, 'median', first.sort((a, b) => a - b)[7]!)

console.log()
line('largest error found, units in the last place', 'js', 'bound', 'wasm', 'bound')
for (const op of functions) {
  const { args, nearest, rest } = pointsOf(op)
  const worst = (target: 'js' | 'wasm'): number => {
    const ir = build((k) => k.output(k.op(op, ...args.map((_, j) => k.array(`x${j}`)))))
    const found = compileLoop(ir, { target }).run(nearest.length, args)[0] as Float64Array
    return found.reduce(
      (max, v, i) => Math.max(max, Math.abs((v - nearest[i]!) / unitInLastPlace(nearest[i]!) - rest[i]!)),
      0,
    )
  }
  const bound = op === 'sqrt' ? { js: 0.5, wasm: 0.5 } : errorBounds[op]
  line(op, worst('js'), bound.js, worst('wasm'), bound.wasm)
}
