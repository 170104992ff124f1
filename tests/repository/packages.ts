import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root folder, without a trailing slash. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** The only imports allowed between packages, by folder under packages/. */
export const allowedEdges: Readonly<Record<string, readonly string[]>> = {
  symbolic: [],
  kernel: [],
  tensor: ['kernel'],
  bridge: ['symbolic', 'kernel', 'tensor'],
  gradcheck: ['symbolic', 'bridge', 'tensor'],
  optimize: ['symbolic', 'bridge', 'tensor'],
  mathjs: ['symbolic'],
  nerdamer: ['symbolic'],
  cli: ['symbolic', 'kernel', 'tensor', 'bridge', 'gradcheck', 'optimize', 'mathjs', 'nerdamer'],
}

/** npm packages a package may import besides the edges above. */
export const allowedExternals: Readonly<Record<string, readonly string[]>> = {
  mathjs: ['mathjs'],
  nerdamer: ['nerdamer'],
  gradcheck: ['vitest'],
  cli: ['commander', 'cli-table3', 'cli-progress', 'mathjs'],
}

/** The npm name of a folder under packages/. */
export const npmName = (folder: string): string => (folder === 'cli' ? 'fluxion' : `@fluxion/${folder}`)

/** All files under a folder of the repository that satisfy `keep`, as paths relative to the root with forward slashes. */
export function filesUnder(folder: string, keep: (path: string) => boolean): string[] {
  const found: string[] = []
  const visit = (path: string): void => {
    for (const name of readdirSync(path)) {
      if (name === 'node_modules' || name === 'dist' || name.startsWith('.')) continue
      const child = join(path, name)
      if (statSync(child).isDirectory()) visit(child)
      else if (keep(child)) found.push(relative(root, child).split(sep).join('/'))
    }
  }
  visit(join(root, folder))
  return found.sort()
}

/** The text of a file of the repository. */
export const read = (path: string): string => readFileSync(join(root, path), 'utf8')
