import { freeSymbols, parse, toText } from '@fluxion/symbolic'
import { forEachFormula, formulaCommand, type Register, type Session } from '../command.ts'
import type { FormulaOptions } from '../input.ts'
import { UsageError } from '../io.ts'
import { progressBar } from '../progress.ts'
import { table } from '../table.ts'

const backends = ['js', 'wasm'] as const

/** `fluxion bench`. */
export const bench: Register = (program, session) => {
  formulaCommand(program, 'bench', 'nanoseconds a point of a formula and its gradient, by backend')
    .option('-p, --points <n>', 'how many points', '1000000')
    .addHelpText('after', "\nExample:\n  fluxion bench 'x^2 * sin(x) + exp(-x)'")
    .action((formulas: string[], options: FormulaOptions & { points: string }) =>
      forEachFormula(formulas, options, session, async (formula) => {
        const points = Number(options.points)
        if (!Number.isInteger(points) || points < 1)
          throw new UsageError(`--points is ${options.points}; a positive integer is wanted`)
        const rows = await measure(formula, points, session)
        return {
          json: { formula: toText(parse(formula)), points, nanoseconds: rows },
          text: table([
            ['', 'value', 'value and gradient'],
            ...rows.map((row) => [row.backend, `${row.value.toFixed(2)} ns`, `${row.gradient.toFixed(2)} ns`]),
          ]),
        }
      }),
    )
}

interface Row {
  readonly backend: string
  readonly value: number
  readonly gradient: number
}

async function measure(formula: string, points: number, { io }: Session): Promise<Row[]> {
  const { compile, valueAndGradient } = await import('@fluxion/bridge')
  const names = freeSymbols(formula)
  const data = names.map((_, k) => Float64Array.from({ length: points }, (_, i) => 0.5 + ((i * (k + 7)) % 997) / 1000))
  const bar = await progressBar(io, 'measuring', 2 * backends.length)
  const time = (run: (...args: Float64Array[]) => unknown): number => {
    const samples = Array.from({ length: 7 }, () => {
      const began = performance.now()
      run(...data)
      return performance.now() - began
    })
    bar.advance()
    return ((samples.sort((a, b) => a - b)[3] as number) * 1e6) / points
  }
  const rows = backends.map((backend) => ({
    backend,
    value: time(compile(formula, { args: names, backend }) as (...args: Float64Array[]) => unknown),
    gradient: time(
      valueAndGradient(formula, { args: names, wrt: names, backend }) as (...args: Float64Array[]) => unknown,
    ),
  }))
  bar.stop()
  return rows
}
