import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { allowedEdges, allowedExternals, filesUnder, npmName, read } from './packages.ts'

interface Manifest {
  readonly name: string
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
  readonly exports?: Record<string, unknown>
}

const folders = Object.keys(allowedEdges)
const manifest = (folder: string): Manifest => JSON.parse(read(`packages/${folder}/package.json`))
const isSource = (path: string): boolean => path.endsWith('.ts') && !path.endsWith('.test.ts')
const entryPoints = new Set(
  folders.flatMap((folder) =>
    Object.keys(manifest(folder).exports ?? {}).map((key) => npmName(folder) + key.replace(/^\./, '')),
  ),
)

/** What a file imports, statically or on demand; a Vue component's script is read as TypeScript. */
function importsOf(path: string): string[] {
  const text = read(path)
  const code = path.endsWith('.vue') ? (/<script[^>]*>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '') : text
  return ts.preProcessFile(code).importedFiles.map((file) => file.fileName)
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

describe('packages import only what the architecture allows', () => {
  test('every folder under packages/ is in the list', () => {
    expect(
      filesUnder('packages', (path) => /packages[\\/][^\\/]+[\\/]package\.json$/.test(path)).map(
        (p) => p.split('/')[1],
      ),
    ).toEqual([...folders].sort())
  })

  test.each(folders)('%s declares only allowed dependencies', (folder) => {
    const { name, dependencies = {}, peerDependencies = {} } = manifest(folder)
    const allowed = [...(allowedEdges[folder] ?? []).map(npmName), ...(allowedExternals[folder] ?? [])]
    expect(name).toBe(npmName(folder))
    expect(Object.keys({ ...dependencies, ...peerDependencies }).filter((d) => !allowed.includes(d))).toEqual([])
  })

  test.each(folders)('%s imports only what it declares, by public entry points', (folder) => {
    const { dependencies = {}, peerDependencies = {} } = manifest(folder)
    const declared = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)])
    const wrong = filesUnder(`packages/${folder}/src`, isSource).flatMap((file) =>
      importsOf(file)
        .filter((specifier) => {
          if (specifier.startsWith('node:')) return folder !== 'cli' && folder !== 'nerdamer'
          if (specifier.startsWith('.'))
            return new URL(specifier, `file:///${file}`).pathname.startsWith(`/packages/${folder}/src/`) === false
          if (specifier.startsWith('@fluxion/'))
            return !declared.has(packageOf(specifier)) || !entryPoints.has(specifier)
          return !declared.has(packageOf(specifier))
        })
        .map((specifier) => `${file}: ${specifier}`),
    )
    expect(wrong).toEqual([])
  })

  test.each(['tests', 'examples', 'apps/docs'])('%s uses packages by public entry points only', (folder) => {
    const wrong = filesUnder(folder, (path) => /\.(ts|mts|vue)$/.test(path)).flatMap((file) =>
      importsOf(file)
        .filter(
          (specifier) =>
            (specifier.startsWith('@fluxion/') && !entryPoints.has(specifier)) ||
            /packages\/[^/]+\/src/.test(specifier),
        )
        .map((specifier) => `${file}: ${specifier}`),
    )
    expect(wrong).toEqual([])
  })
})
