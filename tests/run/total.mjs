// The closing line of the continuous check: the counts of every report, added up.
import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../reports/', import.meta.url)
const total = { passed: 0, failed: 0, skipped: 0 }
for (const name of readdirSync(folder).filter((file) => file.endsWith('.json') && !file.endsWith('.vitest.json'))) {
  const counts = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
  for (const key of Object.keys(total)) total[key] += counts[key] ?? 0
  if (counts.failed > 0) process.stdout.write(`failed in ${name.replace('.json', '')}: ${counts.failed}\n`)
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
