// The main job, end to end: a model written as text becomes a gradient, a kernel, a checked gradient and a fit, on the carbon
// dioxide record of the Mauna Loa observatory (monthly means since 1958, as shipped by the npm package vega-datasets).
import { readFileSync } from 'node:fs'
import { compile, valueAndGradient } from '@fluxion/bridge'
import { checkGradient } from '@fluxion/gradcheck'
import { fit } from '@fluxion/optimize'
import { gradient, nodeCount, parse, pow, sub, symbol, toText } from '@fluxion/symbolic'
import type { Tensor } from '@fluxion/tensor'
import * as asciichart from 'asciichart'

const { t, co2 } = readRecord()
const start = { level: 280, rise: 30, rate: 0.02, a: 3, da: 0, p: 0, a2: 1, p2: 0 }
const names = Object.keys(start)

heading('The model')
const text = 'level + rise * exp(rate * t) + (a + da * t) * sin(2 * pi * t + p) + a2 * sin(4 * pi * t + p2)'
const model = parse(text)
print(`${co2.length} monthly means of CO₂ in ppm, t in years since 1958`)
print('a level, exponential growth, and a season of two harmonics whose amplitude grows:')
print(`co2 ≈ ${text}`)

heading('The gradient of the squared loss, derived symbolically')
const loss = pow(sub(symbol('co2'), model), 2)
const partials = gradient(loss, names)
print(`with r = co2 - model, the loss is the sum of r^2, and`)
const residual = sub(symbol('co2'), model)
names.forEach((name, i) => {
  print(`∂r^2/∂${name.padEnd(5)} = ${toText(partials[i]!).replaceAll(`(${toText(residual)})`, 'r')}`)
})

heading('One kernel for the loss and its gradient')
const began = performance.now()
const kernel = valueAndGradient(loss, { wrt: names, reduce: 'sum' })
const run = (values: ArrayLike<number>): { value: number; gradient: Float64Array } => {
  const result = kernel({ ...named(values), t, co2 }) as { value: number; gradient: Record<string, number> }
  return { value: result.value, gradient: Float64Array.from(names, (name) => result.gradient[name]!) }
}
const startValues = Float64Array.from(Object.values(start))
const first = run(startValues)
const elapsed = performance.now() - began
print(
  `${nodeCount(loss)} nodes in the loss; ${kernel.operations} operations a month for the loss and its ${names.length} partial derivatives`,
)
print(`backend ${kernel.backend}; derived, compiled and run once over the record in ${elapsed.toFixed(1)} ms`)
print(`loss at the start: ${first.value.toFixed(0)} ppm²`)

heading('The gradient, checked three ways: symbolic, compiled, finite differences')
const month = 601
const report = checkGradient(loss, { at: { ...start, t: t[month]!, co2: co2[month]! }, wrt: names })
print(`at the month ${(1958 + t[month]!).toFixed(2)}:`)
print(String(report))
const summed = checkGradient((x: Float64Array) => run(x).value, {
  at: startValues,
  gradient: (x: Float64Array) => run(x).gradient,
})
print(`and of the whole sum over ${co2.length} months, compiled against finite differences: ${summed.verdict}`)

heading('The fit')
const result = fit(model, { data: { t, co2 }, response: 'co2', start })
print(
  `${result.converged ? 'converged' : 'did not converge'} after ${result.iterations} iterations of Levenberg–Marquardt\n`,
)
for (const name of names) {
  print(
    `${name.padStart(7)} = ${result.parameters[name]!.toFixed(5).padStart(10)} ± ${result.standardErrors[name]!.toFixed(5)}`,
  )
}
const deviation = Math.sqrt(result.residualSumOfSquares / (co2.length - names.length))
print(
  `\nresidual standard deviation ${deviation.toFixed(3)} ppm, R² = ${rSquared(result.residualSumOfSquares).toFixed(5)}`,
)

const fitted = Array.from((compile(model)({ ...result.parameters, t }) as Tensor).data)
heading('Yearly means: the record (blue) and the fit (red)')
print(chart(everyYear(Array.from(co2)), everyYear(fitted)))
heading('The last eight years, month by month')
print(chart(Array.from(co2).slice(-96), fitted.slice(-96)))

/** Years since 1958 and the monthly mean, of the months that have one. */
function readRecord(): { t: Float64Array; co2: Float64Array } {
  const file = new URL('../data/co2-concentration.csv', import.meta.resolve('vega-datasets'))
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter((cells) => Number(cells[1]) > 0)
  const years = rows.map(([date]) => {
    const [year, month] = (date as string).split('-').map(Number) as [number, number]
    return year - 1958 + (month - 0.5) / 12
  })
  return { t: Float64Array.from(years), co2: Float64Array.from(rows, (cells) => Number(cells[1])) }
}

function named(values: ArrayLike<number>): Record<string, number> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]))
}

function rSquared(residualSumOfSquares: number): number {
  const mean = co2.reduce((sum, value) => sum + value, 0) / co2.length
  return 1 - residualSumOfSquares / co2.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}

function everyYear(months: readonly number[]): number[] {
  const years = Math.floor(months.length / 12)
  return Array.from(
    { length: years },
    (_, y) => months.slice(12 * y, 12 * y + 12).reduce((sum, value) => sum + value, 0) / 12,
  )
}

function chart(data: readonly number[], fit: readonly number[]): string {
  const colours = process.stdout.isTTY ? { colors: [asciichart.blue, asciichart.red] } : {}
  return asciichart.plot([data, fit], { height: 14, format: (value) => value.toFixed(1).padStart(7), ...colours })
}

function heading(text: string): void {
  console.log(`\n${process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text}\n${'─'.repeat(text.length)}`)
}

function print(text: string): void {
  console.log(text)
}
