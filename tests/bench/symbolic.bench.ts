// Formulas: parsing, derivatives, gradients and Hessians beside mathjs, nerdamer and compute-engine, all in one process.
// Every result is compared with finite differences before anything is timed; a wrong one is reported, not timed.
import {
  add,
  derivative,
  type Expr,
  evaluate,
  gradient,
  hessian,
  mul,
  parse,
  pow,
  sub,
  symbol,
  tanh,
} from '@fluxion/symbolic'
import { create, all as everything } from 'mathjs'
import nerdamer from 'nerdamer'
import 'nerdamer/Algebra.js'
import 'nerdamer/Calculus.js'

const math = create(everything!)

const formulas = [
  'x^2',
  '3*x^4 - 2*x^2 + x - 7',
  'sin(x)',
  'x^2*sin(x)',
  'exp(-x^2)*sin(x)',
  'log(x^2 + 1)/x',
  'sqrt(1 + x^2)',
  '1/(1 + exp(-x))',
  'tan(x)/(1 + x)',
  '(x + 1)*(x + 2)*(x + 3)',
  'sin(cos(x^2))',
  'x/(x^2 + 4)',
  'log(sin(x) + 2)',
  'cosh(x)*sinh(x)',
  '(2*x + 3)/(5*x + 7)',
  'exp(sin(x))*cos(x)',
  'x^3*log(x)',
  'atan(x/2)*exp(x/3)',
  '(x^2 + 3*x + 1)^5',
  'sqrt(x)*sin(1/x)',
  'asin(x/3)',
  'exp(x)/(1 + exp(x))',
  'x*exp(-x)*sin(2*x)^2',
  'tanh(x^2 - 1)',
  '2^x*x^2',
  'log(x + sqrt(x^2 + 1))',
]

interface Engine {
  readonly name: string
  /** The derivative of the text by the variable, as text. */
  readonly derive: (text: string, x: string) => string
  readonly rounds: number
}

async function computeEngine(): Promise<Engine[]> {
  try {
    const { ComputeEngine } = await import('@cortex-js/compute-engine')
    const engine = new ComputeEngine()
    const tex = (text: string): string => math.parse(text).toTex({ parenthesis: 'keep' })
    return [
      {
        name: 'compute-engine',
        rounds: 3,
        derive: (text, x) => String(engine.box(['D', engine.parse(tex(text)), x]).evaluate()),
      },
    ]
  } catch (error) {
    console.log(`compute-engine does not run here: ${(error as Error).message.split('\n')[0]}`)
    return []
  }
}

const engines: readonly Engine[] = [
  { name: 'fluxion', rounds: 400, derive: (text, x) => derivative(parse(text), x) as unknown as string },
  {
    name: 'mathjs raw',
    rounds: 200,
    derive: (text, x) => math.derivative(text, x, { simplify: false }) as unknown as string,
  },
  { name: 'mathjs', rounds: 3, derive: (text, x) => math.derivative(text, x) as unknown as string },
  { name: 'nerdamer', rounds: 5, derive: (text, x) => nerdamer.diff(text, x) as unknown as string },
  ...(await computeEngine()),
]

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1]!

function time(act: () => unknown): number {
  const start = performance.now()
  act()
  return performance.now() - start
}

/** The least of several times: what the work costs when nothing else runs. */
const best = (rounds: number, act: () => unknown): number =>
  Math.min(...Array.from({ length: rounds }, () => time(act)))

/** Whether a text is the derivative of a formula at two points, by central differences. */
function isRight(text: string, result: string): boolean {
  const at = (formula: string, x: number): number => Number(math.evaluate(formula, { x }))
  return [0.73, 1.41].every((x) => {
    const numeric = (at(text, x + 1e-5) - at(text, x - 1e-5)) / 2e-5
    return Math.abs(at(result, x) - numeric) < 1e-5 * (1 + Math.abs(numeric))
  })
}

const size = (text: string): number => {
  let nodes = 0
  math.parse(text).traverse(() => nodes++)
  return nodes
}

/** Times of one formula's derivative, with a new variable each time. */
function timesOf(text: string, derive: Engine['derive'], rounds: number, stem: string): number[] {
  return Array.from({ length: rounds }, (_, i) => {
    const renamed = text.replace(/\bx\b/g, `${stem}${i}`)
    return time(() => derive(renamed, `${stem}${i}`))
  })
}

function mixedFormulas(): void {
  console.log('26 mixed formulas: parse + derivative + default simplification, new names each time')
  console.log(`${'engine'.padEnd(16)}${'µs (geometric mean)'.padStart(22)}${'right'.padStart(8)}${'size'.padStart(7)}`)
  for (const { name, derive, rounds } of engines) {
    let right = 0
    let total = 0
    let logarithms = 0
    // to compile what all formulas use
    for (const text of formulas) timesOf(text, derive, Math.ceil(rounds / 4), 'w')
    for (const text of formulas) {
      try {
        const result = String(derive(text, 'x'))
        if (isRight(text, result)) right++
        total += size(result)
      } catch {
        // counts as not right
      }
      logarithms += Math.log(median(timesOf(text, derive, rounds, 'x')))
    }
    const mean = Math.exp(logarithms / formulas.length) * 1000
    console.log(
      `${name.padEnd(16)}${mean.toFixed(1).padStart(22)}${`${right}/26`.padStart(8)}${String(total).padStart(7)}`,
    )
  }
}

const variables = (n: number): Expr[] => Array.from({ length: n }, (_, i) => symbol(`x${i}`))

const product = (xs: readonly Expr[]): Expr => mul(...xs)

const rosenbrock = (xs: readonly Expr[]): Expr =>
  add(...xs.slice(1).map((x, i) => add(mul(100, pow(sub(x, pow(xs[i]!, 2)), 2)), pow(sub(1, xs[i]!), 2))))

/** Two layers: Σ vₖ·tanh(Σ wₖᵢ·aᵢ + bₖ) with all of a, b, v, w as variables, squared. */
function network(xs: readonly Expr[]): Expr {
  const inputs = 30
  const units = Math.floor((xs.length - inputs) / (inputs + 2))
  const a = xs.slice(0, inputs)
  const rest = xs.slice(inputs)
  const unit = (k: number): Expr => {
    const own = rest.slice(k * (inputs + 2), (k + 1) * (inputs + 2))
    return mul(own[inputs]!, tanh(add(...a.map((input, i) => mul(own[i]!, input)), own[inputs + 1]!)))
  }
  return pow(add(...Array.from({ length: units }, (_, k) => unit(k))), 2)
}

function checkGradient(f: Expr, xs: readonly Expr[], slopes: readonly Expr[]): void {
  const at = Object.fromEntries(xs.map((x, i) => [x.name, 1 + Math.sin(i) / 20]))
  for (const i of [0, xs.length >> 1, xs.length - 1]) {
    const x = xs[i]!.name
    const h = 1e-4
    const numeric = (evaluate(f, { ...at, [x]: at[x]! + h }) - evaluate(f, { ...at, [x]: at[x]! - h })) / (2 * h)
    const exact = evaluate(slopes[i]!, at)
    if (!(Math.abs(exact - numeric) < 1e-5 * (1 + Math.abs(numeric))))
      throw new Error(`gradient by ${x}: ${exact}, differences ${numeric}`)
  }
}

const milliseconds = (t: number): string => t.toFixed(2).padStart(10)

function gradients(): void {
  console.log('\nfull gradient: milliseconds')
  console.log(
    `${''.padEnd(16)}${'n = 1000'.padStart(10)}${'n = 10000'.padStart(11)}${'ratio'.padStart(8)}${'mathjs raw, n = 1000'.padStart(24)}`,
  )
  for (const [name, build, peer] of [
    ['product', product, true],
    ['Rosenbrock', rosenbrock, true],
    ['2-layer net', network, true],
  ] as const) {
    const [small, large] = [1000, 10_000].map((n) => {
      const xs = variables(n)
      const names = xs.map((x) => x.name)
      const f = build(xs)
      checkGradient(f, xs, gradient(f, names))
      return best(n === 1000 ? 31 : 7, () => gradient(f, names))
    }) as [number, number]
    const other = peer ? mathjsGradient(String(build(variables(1000))), 1000) : '-'
    console.log(
      `${name.padEnd(16)}${milliseconds(small)}${milliseconds(large).padStart(11)}${(large / small).toFixed(1).padStart(8)}${other.padStart(24)}`,
    )
  }
}

/** Time of every fiftieth partial derivative of a formula by mathjs, times fifty. */
function mathjsGradient(text: string, n: number): string {
  try {
    const tree = math.parse(text)
    const act = (): void => {
      for (let i = 0; i < n; i += 50) math.derivative(tree, `x${i}`, { simplify: false })
    }
    return milliseconds(50 * time(act))
  } catch (error) {
    return (error as Error).message.slice(0, 20)
  }
}

function hessians(): void {
  console.log('\nHessian, n = 30: milliseconds')
  for (const [name, build] of [
    ['Rosenbrock', rosenbrock],
    ['dense product', product],
  ] as const) {
    const xs = variables(30)
    const names = xs.map((x) => x.name)
    const f = build(xs)
    const slopes = gradient(f, names)
    checkGradient(slopes[3]!, xs, hessian(f, names)[3]!)
    console.log(`${name.padEnd(16)}${milliseconds(best(51, () => hessian(f, names)))}`)
  }
}

function tenDerivatives(): void {
  let names = 0
  const ten = (): Expr => {
    const x = `t${names++}`
    return derivative(`exp(-${x}^2) * sin(${x})`, x, 10)
  }
  console.log('\nten derivatives of exp(-x^2) * sin(x), new names each time: milliseconds')
  console.log(`${'first'.padEnd(16)}${milliseconds(time(ten))}\n${'warm'.padEnd(16)}${milliseconds(best(101, ten))}`)
}

tenDerivatives()
mixedFormulas()
gradients()
hessians()
