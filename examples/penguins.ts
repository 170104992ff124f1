// Four losses of machine learning as matrix formulas, on the penguins of Palmer Station (as shipped by the npm package vega-datasets):
// each is differentiated symbolically by every weight, the gradient is checked, compiled, and trained on.
import { readFileSync } from 'node:fs'
import { valueAndGradient } from '@fluxion/bridge'
import { checkGradient } from '@fluxion/gradcheck'
import { gradient, hessian, parse, type Shape, toText } from '@fluxion/symbolic'
import { linalg, manualSeed, randn, Tensor, tensor } from '@fluxion/tensor'

/** Steps of gradient descent; an argument takes fewer for a quick look. */
const steps = Number(process.argv[2] ?? 300)

const shapes: Record<string, Shape> = {
  X: ['n', 'd'],
  y: ['n'],
  Y: ['n', 'c'],
  w: ['d'],
  W: ['d', 'c'],
  U: ['d', 'h'],
  V: ['h', 'c'],
}
const penguins = readPenguins()
const features = standardised(penguins.map(({ measures }) => measures))
const species = ['Adelie', 'Chinstrap', 'Gentoo']
const X = tensor(features.map((row) => [1, ...row]))
const n = penguins.length
const oneHot = tensor(penguins.map((penguin) => species.map((name) => Number(name === penguin.species))))
print(`${n} penguins; beak length, beak depth and flipper length in standard deviations, a 1 in front of each row`)

heading('Linear regression: body mass')
const squares = formula('norm(X * w - y)^2 / n')
show(squares, ['w'])
print(`Hessian by w = ${toText(hessian(squares, 'w'))}`)
const mass = tensor(penguins.map((penguin) => penguin.mass / 1000))
const fitted = train(squares, { X, y: mass, n }, { w: zeros(4) })
const exact = linalg.lstsq(X, mass).solution as Tensor
print(`off the least-squares solution by at most ${exact.sub(fitted.w!).abs().max().item().toExponential(1)} kg`)

heading('Logistic regression: Gentoo or not')
const logistic = formula('sum(log(1 + exp(-y .* (X * w)))) / n')
show(logistic, ['w'])
const isGentoo = tensor(penguins.map((penguin) => (penguin.species === 'Gentoo' ? 1 : -1)))
const side = train(logistic, { X, y: isGentoo, n }, { w: zeros(4) })
const margins = X.matmul(side.w!).mul(isGentoo).tolist() as number[]
print(`accuracy ${percent(margins.map((margin) => margin > 0))}`)

heading('Softmax regression: the species')
const softmaxLoss = formula('(sum(log(exp(X * W) * ones(c))) - sum(Y .* (X * W))) / n')
show(softmaxLoss, ['W'])
const linear = train(softmaxLoss, { X, Y: oneHot, n }, { W: zeros(4, 3) })
print(`accuracy ${accuracy(X.matmul(linear.W!))}`)

heading('A two-layer network: the species')
const network = formula('(sum(log(exp(tanh(X * U) * V) * ones(c))) - sum(Y .* (tanh(X * U) * V))) / n')
show(network, ['U', 'V'])
manualSeed(1)
const layers = train(network, { X, Y: oneHot, n }, { U: randn(4, 8), V: randn(8, 3) })
print(`accuracy ${accuracy(X.matmul(layers.U!).tanh().matmul(layers.V!))}`)

type Weights = Readonly<Record<string, Tensor>>
type Data = Readonly<Record<string, Tensor | number>>
type Formula = ReturnType<typeof parse>

function formula(text: string): Formula {
  return parse(text, { shapes })
}

function show(loss: Formula, weights: readonly string[]): void {
  print(`loss = ${toText(loss)}`)
  for (const name of weights) print(`gradient by ${name} = ${toText(gradient(loss, name))}`)
}

/** Checks the gradient on the first few rows, compiles it, and descends with momentum. */
function train(loss: Formula, data: Data, start: Weights): Weights {
  const names = Object.keys(start)
  const report = checkGradient(loss, { at: { ...firstRows(data), ...start }, wrt: names })
  print(`checked: symbolic, compiled and numeric gradients ${report.verdict} in all ${report.size} entries`)
  const kernel = valueAndGradient(loss, { wrt: names })
  const run = (weights: Weights) => kernel({ ...data, ...weights }) as { value: number; gradient: Weights }
  const first = run(start).value
  let weights = start
  let velocity: Weights = Object.fromEntries(names.map((name) => [name, start[name]!.mul(0)]))
  const began = performance.now()
  for (let step = 0; step < steps; step++) {
    const slope = run(weights).gradient
    velocity = Object.fromEntries(names.map((name) => [name, velocity[name]!.mul(0.9).sub(slope[name]!.mul(0.1))]))
    weights = Object.fromEntries(names.map((name) => [name, weights[name]!.add(velocity[name]!)]))
  }
  const perStep = ((performance.now() - began) / steps) * 1000
  print(
    `loss ${first.toFixed(4)} → ${run(weights).value.toFixed(4)} in ${steps} steps of ${perStep.toFixed(0)} µs each`,
  )
  return weights
}

/** Seven rows of the data: enough for a check, and no size equal to another. */
function firstRows(data: Data): Record<string, Tensor | number> {
  const rows = (value: Tensor): Tensor => tensor((value.tolist() as number[]).slice(0, 7))
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, value instanceof Tensor ? rows(value) : 7]),
  )
}

function accuracy(scores: Tensor): string {
  const best = scores.argmax(1).tolist() as number[]
  return percent(best.map((k, i) => species[k] === penguins[i]!.species))
}

function percent(right: readonly boolean[]): string {
  return `${((100 * right.filter(Boolean).length) / right.length).toFixed(1)} %`
}

function zeros(...shape: number[]): Tensor {
  return randn(...shape).mul(0)
}

interface Penguin {
  readonly species: string
  readonly mass: number
  readonly measures: readonly number[]
}

function readPenguins(): Penguin[] {
  const file = new URL('../data/penguins.json', import.meta.resolve('vega-datasets'))
  const records = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string | number | null>[]
  const columns = ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)']
  return records
    .filter((record) => columns.every((column) => typeof record[column] === 'number'))
    .map((record) => ({
      species: String(record.Species),
      mass: Number(record['Body Mass (g)']),
      measures: columns.slice(0, 3).map((column) => Number(record[column])),
    }))
}

/** Every column with mean 0 and variance 1. */
function standardised(rows: readonly (readonly number[])[]): number[][] {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const columns = rows[0]!.map((_, k) => {
    const values = rows.map((row) => row[k]!)
    const center = mean(values)
    return { center, spread: Math.sqrt(mean(values.map((value) => (value - center) ** 2))) }
  })
  return rows.map((row) => row.map((value, k) => (value - columns[k]!.center) / columns[k]!.spread))
}

function heading(text: string): void {
  print(`\n${text}\n${'─'.repeat(text.length)}`)
}

function print(text: string): void {
  console.log(text)
}
