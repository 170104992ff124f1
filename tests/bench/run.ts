// `npm run bench` prints every table; `npm run bench -- symbolic tensor` prints those. Each runs in a process of its own.
// `npm run bench -- linalg:solve tensor:sum` prints the rows of these two tables with the word in their names.
import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

const folder = fileURLToPath(new URL('.', import.meta.url))
const tables = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''))
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !tables.includes(name.split(':')[0] as string))

/** Leaves all packages but our own where they are. */
const peersOutside: Plugin = {
  name: 'peers outside',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@fluxion/') ? undefined : { path, external: true },
    )
  },
}

/** Runs a table as JavaScript built from the sources: what loads TypeScript directly keeps names of functions, which small ones pay for. */
async function run(name: string, rows: readonly string[]): Promise<boolean> {
  const built = `${folder}.${name}.built.mjs`
  try {
    await build({
      entryPoints: [`${folder}${name}.bench.ts`],
      outfile: built,
      bundle: true,
      format: 'esm',
      platform: 'node',
      conditions: ['@fluxion/source'],
      plugins: [peersOutside],
      logLevel: 'warning',
    })
    return spawnSync(process.execPath, ['--expose-gc', built, ...rows], { stdio: 'inherit' }).status === 0
  } finally {
    rmSync(built, { force: true })
  }
}

if (unknown.length > 0) {
  console.error(`no table ${unknown.join(', ')}; there are ${tables.join(', ')}`)
  process.exitCode = 2
} else {
  for (const table of wanted.length > 0 ? wanted : tables) {
    console.log(`\n== ${table}`)
    const [name, ...rows] = table.split(':') as [string, ...string[]]
    if (!(await run(name, rows))) process.exitCode = 1
  }
}
