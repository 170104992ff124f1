import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { derivative, evaluate, parse, toCode } from '@fluxion/symbolic'
import { expect, test } from 'vitest'

const exists = (command: string): boolean => spawnSync(command, ['--version'], { timeout: 20_000 }).status === 0

const formulas = [
  'x^2 * sin(x^2) - y / 3',
  'x > 0 and not (y < 1) ? 1 / x : y > 5 or x == 2 ? -x^5 : 3',
  'x > 10 ? log(x - 10) * log(x - 10) + 1 / (x - 10) : x < 0 ? sqrt(-x) + sqrt(-x)^3 : 2',
  '-(x + 1)^2 * (-x)^3 + (-2)^3 * x^-2',
  'min(x, y, 2) - max(x, 3) + hypot(x, y, 1) + atan2(y, x) + log(x, 3)',
  'sinc(x - y) + sigmoid(x) + softplus(-y) + mod(7 * x, 2) + cbrt(-x) + round(3 * y) + sign(-y) + trunc(-2 * x)',
  'sec(x) + csc(y) + cot(x) + asec(x + 1) + acoth(1 + x) + sech(y) + asinh(x) + expm1(y) + log1p(x) + log2(x) + log10(y)',
  '1e300 * x / 123456789012345678901234567890 + 1/3 + class + α',
]
const formulasWithDerivatives = formulas.flatMap((text) => [parse(text), derivative(text, 'x')])
const points = [
  { x: 0.7, y: 2.3, class: 1, α: 2 },
  { x: 3.1, y: 0.4, class: -1, α: 0.5 },
]

/** The values that a program prints, one for each formula and point. */
function values(language: keyof typeof runners): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'fluxion-code-'))
  try {
    const args = ['x', 'y', 'class', 'α']
    const code = formulasWithDerivatives.map((f, i) => toCode(f, language, { name: `formula${i}`, args }))
    const calls = formulasWithDerivatives.flatMap((_, i) =>
      points.map((at) => `formula${i}(${args.map((name) => at[name as 'x']).join(', ')})`),
    )
    return runners[language](folder, code, calls)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const numbers = (text: string): number[] => text.trim().split('\n').map(Number)

function output(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return stdout
}

function runPython(folder: string, code: readonly string[], calls: readonly string[]): number[] {
  const file = join(folder, 'formulas.py')
  writeFileSync(file, `${code.join('\n\n')}\n${calls.map((call) => `print(repr(float(${call})))`).join('\n')}\n`)
  return numbers(output('python3', [file]))
}

function runC(folder: string, code: readonly string[], calls: readonly string[]): number[] {
  const [file, program] = [join(folder, 'formulas.c'), join(folder, 'formulas')]
  const prints = calls.map((call) => `  printf("%.17g\\n", ${call});`).join('\n')
  writeFileSync(file, `#include <stdio.h>\n${code.join('\n')}\nint main(void) {\n${prints}\n  return 0;\n}\n`)
  output('cc', ['-Wall', '-Werror', '-o', program, file, '-lm'])
  return numbers(output(program, []))
}

const runners = {
  javascript: (folder: string, code: readonly string[], calls: readonly string[]): number[] => {
    const file = join(folder, 'formulas.cjs')
    writeFileSync(file, `${code.join('\n')}\n${calls.map((call) => `console.log(${call})`).join('\n')}\n`)
    return numbers(output('node', [file]))
  },
  python: runPython,
  c: runC,
} as const

const expected = formulasWithDerivatives.flatMap((f) => points.map((at) => evaluate(f, at)))

/** The languages that this machine can run; Node is always there. */
const runnable = (
  [
    ['javascript', 'node'],
    ['python', 'python3'],
    ['c', 'cc'],
  ] as const
).filter(([, command]) => exists(command))

test.each(runnable)('code in %s has the values of the formulas', (language) => {
  const found = values(language)
  expect(found).toHaveLength(expected.length)
  const errors = found.map((value, i) => Math.abs(value - expected[i]!) / Math.max(1, Math.abs(expected[i]!)))
  expect(Math.max(...errors)).toBeLessThanOrEqual(1e-12)
})
