import { beforeAll, describe, expect, test } from 'vitest'
import { allowedEdges, filesUnder, npmName, read } from './packages.ts'
import { runSnippet } from './snippet.ts'

interface Example {
  readonly place: string
  readonly code: string
}

const load = (specifier: string): Promise<Record<string, unknown>> => import(/* @vite-ignore */ specifier)
const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length

/** TypeScript blocks of a Markdown page. */
function blocksOf(path: string): Example[] {
  const text = read(path)
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((m) => ({
    place: `${path}:${lineOf(text, m.index)}`,
    code: m[1] as string,
  }))
}

/** `@example` snippets of the doc comments of a source file. */
function examplesOf(path: string): Example[] {
  const text = read(path)
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const lines = comment[0]
      .slice(3, -2)
      .split('\n')
      .map((line) => line.replace(/^\s*\* ?/, ''))
    const body = lines.join('\n')
    return [...body.matchAll(/@example\s*([\s\S]*?)(?=\n@|$(?![\s\S]))/g)].map((m) => ({
      place: `${path}:${lineOf(text, comment.index) + lineOf(body, m.index) - 1}`,
      code: (m[1] as string).replace(/^```\w*$/gm, ''),
    }))
  })
}

async function check(example: Example, scope: Record<string, unknown>): Promise<void> {
  const outcomes = await runSnippet(example.code, scope, load)
  for (const { wanted, found } of outcomes) expect(found, example.place).toBe(wanted)
}

// No example's time is spent on loading what it imports.
beforeAll(() => Promise.all(Object.keys(allowedEdges).map((folder) => load(npmName(folder)))), 300_000)

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...filesUnder('packages', (path) => path.endsWith('README.md')),
  // the reference repeats the examples of the doc comments, which are run below
  ...filesUnder('docs', (path) => path.endsWith('.md')).filter((path) => !path.startsWith('docs/reference/')),
  ...filesUnder('apps/docs', (path) => path.endsWith('.md')),
]

describe('the code blocks of the pages say what is true', () => {
  test.each(pages.flatMap(blocksOf).map((e) => [e.place, e] as const))('%s', (_, example) => check(example, {}))
})

describe.each(Object.keys(allowedEdges))('the examples in the doc comments of %s', (folder) => {
  const files = filesUnder(`packages/${folder}/src`, (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  test.each(files.flatMap(examplesOf).map((e) => [e.place, e] as const))('%s', async (_, example) => {
    await check(example, await load(npmName(folder)))
  })
})
