import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { allowedEdges, read } from './packages.ts'

/** The names an index.ts exports, types marked; refuses `export *`, so that the list is written by hand. */
function publicNames(path: string): string[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest)
  return source.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) throw new Error(`${path}: an index lists names and holds nothing else`)
    const clause = statement.exportClause
    if (clause === undefined || !ts.isNamedExports(clause))
      throw new Error(`${path}: names are listed by hand, no export *`)
    return clause.elements.map((e) => (statement.isTypeOnly || e.isTypeOnly ? `type ${e.name.text}` : e.name.text))
  })
}

describe('the public names of every package', () => {
  test.each(Object.keys(allowedEdges))('%s', async (folder) => {
    const names = publicNames(`packages/${folder}/src/index.ts`).sort()
    expect(names.length).toBeGreaterThan(0)
    await expect(`${names.join('\n')}\n`).toMatchFileSnapshot(`__snapshots__/${folder}.txt`)
  })
})
