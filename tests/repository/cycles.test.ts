import { dirname, join } from 'node:path/posix'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { allowedEdges, filesUnder, read } from './packages.ts'

/**
 * The constructors of formulas fold with one another: a product makes powers, a power makes products, a function of a negative
 * makes a sum. Every other file can be read after those it imports.
 */
const algebra = ['apply', 'function-rules', 'matrices', 'power', 'product', 'special-values', 'sum'].map(
  (name) => `packages/symbolic/src/${name}.ts`,
)

const isSource = (path: string): boolean => path.endsWith('.ts') && !path.endsWith('.test.ts')

/** The files of the same package that a file needs to run; imports of types are none. */
function needed(path: string): string[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest)
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    const from = statement.moduleSpecifier
    if (from === undefined || !ts.isStringLiteral(from) || !from.text.startsWith('.')) return []
    return isOfTypes(statement) ? [] : [join(dirname(path), from.text)]
  })
}

function isOfTypes(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly
  const clause = statement.importClause
  if (clause === undefined || clause.isTypeOnly) return clause !== undefined
  const names = clause.namedBindings
  return clause.name === undefined && names !== undefined && ts.isNamedImports(names)
    ? names.elements.every((name) => name.isTypeOnly)
    : false
}

/** Groups of files that need each other, by Tarjan's algorithm. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = []
  const order = new Map<string, number>()
  const open: string[] = []
  const visit = (file: string): number => {
    const mine = order.size
    order.set(file, mine)
    open.push(file)
    let lowest = mine
    for (const other of graph.get(file) ?? [])
      if (!order.has(other)) lowest = Math.min(lowest, visit(other))
      else if (open.includes(other)) lowest = Math.min(lowest, order.get(other)!)
    if (lowest === mine) {
      const group = open.splice(open.indexOf(file))
      if (group.length > 1) found.push(group.sort())
    }
    return lowest
  }
  for (const file of graph.keys()) if (!order.has(file)) visit(file)
  return found
}

test.each(Object.keys(allowedEdges))('no files of %s import each other in a circle', (folder) => {
  const files = filesUnder(`packages/${folder}/src`, isSource)
  expect(cycles(new Map(files.map((file) => [file, needed(file)])))).toEqual(folder === 'symbolic' ? [algebra] : [])
})
