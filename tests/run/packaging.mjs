// `npm run packaging`: is every package publishable as it is declared? Needs a build.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { conclude } from './suite.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const packages = readdirSync(`${root}packages`).map((folder) => `packages/${folder}`)
const withExports = packages.filter(
  (folder) => 'exports' in JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8')),
)

const checks = [
  ...packages.map((folder) => ['publint', '--strict', folder]),
  ...withExports.map((folder) => ['attw', '--pack', folder, '--profile', 'esm-only', '--quiet']),
  ['size-limit'],
  ['knip'],
]
const counts = { passed: 0, failed: 0, skipped: 0 }
for (const command of checks) {
  const { status, stdout, stderr } = spawnSync('npx', command, { cwd: root, encoding: 'utf8' })
  const ok = status === 0
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${command.join(' ')}\n`)
  if (!ok || command[0] === 'size-limit') process.stdout.write(`${stdout}${stderr}\n`)
  counts[ok ? 'passed' : 'failed']++
}
conclude('packaging', counts)
