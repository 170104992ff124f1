// What a program waits for before its first formula: a fresh process that imports the built package (`npm run build`
// first), beside one that imports nothing and those of the peers.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const imports = {
  'bare node': '',
  fluxion: "await import('@fluxion/symbolic')",
  'fluxion, first derivative':
    "const { parse, derivative } = await import('@fluxion/symbolic'); derivative(parse('x^2 * sin(x)'), 'x')",
  nerdamer: "await import('nerdamer'); await import('nerdamer/all.js')",
  mathjs: "await import('mathjs')",
} as const

const names = Object.keys(imports) as (keyof typeof imports)[]
const ROUNDS = 15

function milliseconds(code: string): number {
  const began = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return performance.now() - began
}

if (!existsSync(new URL('../../packages/symbolic/dist/index.js', import.meta.url)))
  throw new Error('there is no build to import: run npm run build first')

const rounds = Array.from({ length: ROUNDS }, () => names.map((name) => milliseconds(imports[name])))
const medians = names.map(
  (_, i) => rounds.map((round) => round[i] as number).sort((a, b) => a - b)[ROUNDS >> 1] as number,
)
const bare = medians[0] as number

console.log(`${''.padEnd(28)}${'ms'.padStart(8)}${'ms over bare node'.padStart(20)}`)
names.forEach((name, i) => {
  const total = medians[i] as number
  console.log(`${name.padEnd(28)}${total.toFixed(0).padStart(8)}${(total - bare).toFixed(1).padStart(20)}`)
})
