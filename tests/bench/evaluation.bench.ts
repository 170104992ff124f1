// Compiled formulas over a million points beside plain loops written by hand, and where FLUXION_PYTHON names a Python
// that has them, NumPy and torch on one thread, over the same numbers. The results of the plain loops are checked; nanoseconds a
// point, median of rounds, which interleave within JavaScript; Python runs before.
import { spawnSync } from 'node:child_process'
import { compile, valueAndGradient } from '@fluxion/bridge'

const N = 1_000_000
const ROUNDS = 15

/** The same numbers in JavaScript and Python: a linear congruential generator modulo 2^31. */
function column(seed: number, low: number, high: number): Float64Array {
  let state = seed
  return Float64Array.from({ length: N }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return low + ((high - low) * state) / 0x80000000
  })
}

const xs = column(1, -4, 4)
const ys = column(2, -1, 1)
const labels = column(3, -1, 1).map((v) => (v < 0 ? -1 : 1))
const out = new Float64Array(N)
const slopes = new Float64Array(N)

interface Work {
  readonly name: string
  /** One run; returns a number that stands for the result. */
  readonly fluxion: () => number
  readonly plain: () => number
  readonly python: 'value' | 'gradient' | 'logistic' | 'linear'
}

type Column = Float64Array

// Hand-written loops take their arrays as arguments, as a function in a program does.
function plainValue(x: Column, into: Column): void {
  for (let i = 0; i < x.length; i++) into[i] = x[i]! * x[i]! * Math.sin(x[i]!) + Math.exp(-x[i]!)
}

function plainGradient(x: Column, into: Column, slope: Column): void {
  for (let i = 0; i < x.length; i++) {
    const at = x[i]!
    const s = Math.sin(at)
    const e = Math.exp(-at)
    into[i] = at * at * s + e
    slope[i] = 2 * at * s + at * at * Math.cos(at) - e
  }
}

function plainLogistic(a: number, b: number, x: Column, y: Column): number {
  let loss = 0
  let byA = 0
  let byB = 0
  for (let i = 0; i < x.length; i++) {
    const m = -y[i]! * (a * x[i]! + b)
    const e = Math.exp(-Math.abs(m))
    loss += Math.max(m, 0) + Math.log1p(e)
    const p = (m >= 0 ? 1 : e) / (1 + e)
    byA -= y[i]! * x[i]! * p
    byB -= y[i]! * p
  }
  return loss + byA + byB
}

function plainLinear(a: number, b: number, c: number, x: Column, y: Column, into: Column): void {
  for (let i = 0; i < x.length; i++) into[i] = a * x[i]! + b * y[i]! + c
}

const value = compile('x^2 * sin(x) + exp(-x)')
const both = valueAndGradient('x^2 * sin(x) + exp(-x)', { wrt: 'x' })
const logistic = valueAndGradient('log(1 + exp(-y * (a * x + b)))', { wrt: ['a', 'b'], reduce: 'sum' })
const linear = compile('a * x + b * y + c')
const buffers = { value: out, gradient: { x: slopes } }

const works: readonly Work[] = [
  {
    name: 'x^2 sin x + exp(-x)',
    python: 'value',
    fluxion: () => {
      value({ x: xs }, { out })
      return checksum(out)
    },
    plain: () => {
      plainValue(xs, out)
      return checksum(out)
    },
  },
  {
    name: '  value and gradient',
    python: 'gradient',
    fluxion: () => {
      both({ x: xs }, { out: buffers })
      return checksum(out) + checksum(slopes)
    },
    plain: () => {
      plainGradient(xs, out, slopes)
      return checksum(out) + checksum(slopes)
    },
  },
  {
    name: 'logistic loss, summed, value and gradient',
    python: 'logistic',
    fluxion: () => {
      const { value: loss, gradient } = logistic({ a: 0.7, b: -0.2, x: xs, y: labels })
      return loss + (gradient['a'] as number) + (gradient['b'] as number)
    },
    plain: () => plainLogistic(0.7, -0.2, xs, labels),
  },
  {
    name: 'a x + b y + c',
    python: 'linear',
    fluxion: () => {
      linear({ a: 1.5, b: -0.5, c: 2, x: xs, y: ys }, { out })
      return checksum(out)
    },
    plain: () => {
      plainLinear(1.5, -0.5, 2, xs, ys, out)
      return checksum(out)
    },
  },
]

/** A few entries, so that taking it costs nothing beside the work. */
function checksum(array: Float64Array): number {
  return array[0]! + array[12_345]! + array[N - 1]!
}

const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1]!

function nanoseconds(run: () => unknown, points = N): number {
  const start = performance.now()
  run()
  return ((performance.now() - start) * 1e6) / points
}

/** NumPy and torch in one Python process each: lines `work numpy torch` in nanoseconds a point. */
function pythonRows(): ReadonlyMap<string, readonly string[]> {
  const python = process.env['FLUXION_PYTHON']
  if (python === undefined) return new Map()
  const threads = { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }
  const run = spawnSync(python, ['-c', script], { encoding: 'utf8', env: { ...process.env, ...threads } })
  if (run.status !== 0) console.log(`(no Python rows: ${run.stderr.trim().split('\n').at(-1)})`)
  return new Map(
    run.stdout.split('\n').flatMap((line) => {
      const [name, ...times] = line.split(' ')
      return name === undefined || times.length === 0 ? [] : [[name, times] as const]
    }),
  )
}

const script = `
import time
N, ROUNDS = ${N}, ${ROUNDS}
def measure(f):
    f(); f()
    t = []
    for _ in range(ROUNDS):
        s = time.perf_counter(); f(); t.append(time.perf_counter() - s)
    return '%.2f' % (sorted(t)[ROUNDS // 2] * 1e9 / N)
def column(state, low, high):
    found = []
    for _ in range(N):
        state = (state * 1103515245 + 12345) & 0x7fffffff
        found.append(low + (high - low) * state / 0x80000000)
    return found
xs, ys = column(1, -4, 4), column(2, -1, 1)
labels = [-1.0 if v < 0 else 1.0 for v in column(3, -1, 1)]
rows = {k: [] for k in ('value', 'gradient', 'logistic', 'linear')}
try:
    import numpy as np
    x, y, l = map(np.array, (xs, ys, labels))
    o, g, t = np.empty(N), np.empty(N), np.empty(N)
    def value():
        np.sin(x, out=o); np.multiply(o, x, out=o); np.multiply(o, x, out=o); np.negative(x, out=t); np.exp(t, out=t); np.add(o, t, out=o)
    def gradient():
        s = np.sin(x); e = np.exp(-x); xx = x * x
        return xx * s + e, 2 * x * s + xx * np.cos(x) - e
    def logistic():
        m = -l * (0.7 * x - 0.2); e = np.exp(-np.abs(m)); loss = (np.maximum(m, 0) + np.log1p(e)).sum()
        p = l * (np.where(m >= 0, 1, e) / (1 + e)); return loss, -(p @ x), -p.sum()
    def linear():
        np.multiply(x, 1.5, out=o); np.multiply(y, 0.5, out=t); np.subtract(o, t, out=o); np.add(o, 2, out=o)
    for k, f in dict(value=value, gradient=gradient, logistic=logistic, linear=linear).items(): rows[k].append(measure(f))
except ImportError:
    for k in rows: rows[k].append('-')
try:
    import torch
    torch.set_num_threads(1)
    X, Y, L = (torch.tensor(it, dtype=torch.float64) for it in (xs, ys, labels))
    def value(): return X * X * torch.sin(X) + torch.exp(-X)
    def gradient():
        z = X.detach().requires_grad_(); v = z * z * torch.sin(z) + torch.exp(-z); v.sum().backward(); return v, z.grad
    def logistic():
        a = torch.tensor(0.7, dtype=torch.float64, requires_grad=True); b = torch.tensor(-0.2, dtype=torch.float64, requires_grad=True)
        s = torch.nn.functional.softplus(-L * (a * X + b)).sum(); s.backward(); return s, a.grad, b.grad
    def linear(): return 1.5 * X - 0.5 * Y + 2
    for k, f in dict(value=value, gradient=gradient, logistic=logistic, linear=linear).items(): rows[k].append(measure(f))
except ImportError:
    for k in rows: rows[k].append('-')
for k, t in rows.items(): print(k, *t)
`

const python = pythonRows()
const cells = (...texts: readonly string[]): string =>
  texts.map((text, i) => (i === 0 ? text.padEnd(44) : text.padStart(9))).join('')
console.log(`${N} points, nanoseconds a point`)
console.log(cells('', 'fluxion', 'plain JS', 'ratio', ...(python.size > 0 ? ['NumPy', 'torch'] : []), '  where'))
const kernels = [value, both, logistic, linear]
works.forEach((work, at) => {
  const [found, wanted] = [work.fluxion(), work.plain()]
  if (!(Math.abs(found - wanted) <= 1e-10 * Math.max(1, Math.abs(wanted))))
    throw new Error(`${work.name}: ${found} for ${wanted}`)
  for (let i = 0; i < 3; i++) {
    work.fluxion()
    work.plain()
  }
  const times = { fluxion: [] as number[], plain: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    times.fluxion.push(nanoseconds(work.fluxion))
    times.plain.push(nanoseconds(work.plain))
  }
  const [own, plain] = [median(times.fluxion), median(times.plain)]
  const others = python.get(work.python) ?? (python.size > 0 ? ['-', '-'] : [])
  console.log(
    cells(
      work.name,
      own.toFixed(2),
      plain.toFixed(2),
      `${(plain / own).toFixed(2)}x`,
      ...others,
      `  ${kernels[at]!.backend}`,
    ),
  )
})

const CALLS = 1_000_000
const calls: readonly (readonly [string, () => number])[] = [
  ['f(x), numbers', () => callAll((x) => value(x))],
  ['f({ x }), numbers', () => callAll((x) => value({ x }))],
  ['value and gradient, numbers', () => callAll((x) => both(x).value)],
]

function callAll(call: (x: number) => number): number {
  let sum = 0
  for (let i = 0; i < CALLS; i++) sum += call(i * 1e-6)
  return sum
}

console.log('\nnanoseconds a call')
for (const [name, run] of calls) {
  run()
  console.log(cells(name, median(Array.from({ length: 5 }, () => nanoseconds(run, CALLS))).toFixed(0)))
}

/** Formulas that are all different, so that nothing is found in a cache. */
function firstResults(backend: 'auto' | 'js', withGradient: boolean): number {
  const times: number[] = []
  for (let i = 0; i < 61; i++) {
    const text = `x^2 * sin(${i + 2} * x) + exp(-x / ${i + 2}) + ${withGradient ? 1 : 2} * y * tanh(x)`
    const start = performance.now()
    if (withGradient) valueAndGradient(text, { wrt: ['x', 'y'], backend })({ x: few, y: 1 })
    else compile(text, { backend })(few, 1)
    times.push(performance.now() - start)
  }
  return median(times)
}

const few = Float64Array.of(1, 2, 3)
console.log('\nmilliseconds from formula text to first result, warm, formulas all different')
for (const backend of ['js', 'auto'] as const) {
  console.log(cells(`value (${backend})`, firstResults(backend, false).toFixed(2)))
  console.log(cells(`value and gradient (${backend})`, firstResults(backend, true).toFixed(2)))
}
