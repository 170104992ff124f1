// The two parsers of one grammar: time a formula, bundled size, and how deep brackets may be nested.
import { gzipSync } from 'node:zlib'
import { evaluate, parse } from '@fluxion/symbolic'
import { buildSync } from 'esbuild'
import { parse as parseMathJs } from 'mathjs'

const formulas = [
  'a * x^2 + b * x + c',
  'sin(x)^2 + cos(x)^2',
  'exp(-(x - a)^2 / (2 * b^2)) / (b * sqrt(2 * pi))',
  '(x^2 - 1) / (x - 1)',
  '2x + 3 sin(x)',
  'x > 0 ? log(x) : -x',
  'atan2(b, x) + min(a, x, c)',
  '1 / (1 + exp(-(a * x + b)))',
]
const point = { x: 1.3, a: 0.7, b: 2.1, c: -0.4 }

for (const text of formulas) {
  const [ours, theirs] = [evaluate(text, point), parseMathJs(text).evaluate(point) as number]
  if (Math.abs(ours - theirs) > 1e-12) throw new Error(`${text} is ${ours} here and ${theirs} in mathjs`)
}

const parsers = { fluxion: parse, mathjs: parseMathJs } as const

/** Median microseconds a formula, of rounds over all formulas. */
function microseconds(read: (text: string) => unknown): number {
  const rounds = Array.from({ length: 15 }, () => {
    const began = performance.now()
    for (let i = 0; i < 300; i++) for (const text of formulas) read(text)
    return ((performance.now() - began) * 1000) / (300 * formulas.length)
  })
  return rounds.sort((a, b) => a - b)[7] as number
}

function deepest(read: (text: string) => unknown): number {
  const depths = [200, 500, 1_000, 2_000, 5_000, 20_000, 100_000]
  const tooDeep = depths.findIndex((depth) => {
    try {
      read(`${'('.repeat(depth)}x${')'.repeat(depth)}`)
      return false
    } catch {
      return true
    }
  })
  return tooDeep < 0 ? (depths[depths.length - 1] as number) : (depths[tooDeep - 1] ?? 0)
}

/** Kilobytes minified and compressed of a module's text. */
function kilobytes(code: string): number {
  const { outputFiles } = buildSync({
    stdin: { contents: code, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    conditions: ['@fluxion/source'],
    write: false,
  })
  return gzipSync((outputFiles[0] as { contents: Uint8Array }).contents).length / 1000
}

const sizes = {
  fluxion: kilobytes("export { parse } from '@fluxion/symbolic'"),
  mathjs: kilobytes(
    "import { create, parseDependencies } from 'mathjs'; export const { parse } = create({ parseDependencies })",
  ),
}

console.log(`${''.padEnd(10)}${'µs a formula'.padStart(14)}${'kB gzip'.padStart(10)}${'brackets'.padStart(11)}`)
for (const name of ['fluxion', 'mathjs'] as const) {
  const row = [microseconds(parsers[name]).toFixed(1), sizes[name].toFixed(1), `${deepest(parsers[name])}`]
  console.log(`${name.padEnd(10)}${row[0]?.padStart(14)}${row[1]?.padStart(10)}${row[2]?.padStart(11)}`)
}
