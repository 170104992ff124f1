// `npm run bench` prints every table; `npm run bench -- symbolic tensor` prints those. Each runs in a process of its own.
// `npm run bench -- linalg:solve tensor:sum` prints the rows of these two tables with the word in their names.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))
const tables = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''))
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !tables.includes(name.split(':')[0] as string))

if (unknown.length > 0) {
  console.error(`no table ${unknown.join(', ')}; there are ${tables.join(', ')}`)
  process.exitCode = 2
} else {
  for (const table of wanted.length > 0 ? wanted : tables) {
    console.log(`\n== ${table}`)
    const [name, ...rows] = table.split(':')
    const args = [
      '--expose-gc',
      '--conditions=@fluxion/source',
      '--import',
      'tsx',
      `${folder}${name}.bench.ts`,
      ...rows,
    ]
    if (spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0) process.exitCode = 1
  }
}
