import { dirname, join } from 'node:path/posix'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { allowedEdges, read } from './packages.ts'

interface PublicValue {
  readonly name: string
  readonly declared: string
  readonly path: string
}

/** The values an index.ts exports, each with the file and the name it is declared under; a namespace is its members. */
function exportedValues(index: string, prefix = ''): PublicValue[] {
  return sourceOf(index).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return []
    const { exportClause, moduleSpecifier } = statement
    if (exportClause === undefined || !ts.isNamedExports(exportClause) || moduleSpecifier === undefined) return []
    const from = pathOf(index, moduleSpecifier)
    if (from === undefined) return []
    return exportClause.elements
      .filter((e) => !e.isTypeOnly)
      .flatMap((e) => {
        const name = `${prefix}${e.name.text}`
        const { path, declared } = origin(from, (e.propertyName ?? e.name).text)
        return declared === '*' ? exportedValues(path, `${name}.`) : [{ name, declared, path }]
      })
  })
}

/** The file a relative module specifier names; undefined for a package, whose own index is checked. */
const pathOf = (importer: string, specifier: ts.Expression): string | undefined =>
  ts.isStringLiteral(specifier) && specifier.text.startsWith('.') ? join(dirname(importer), specifier.text) : undefined

/** Where a name a file exports is declared: in the file itself or behind its import; `*` for all names of a namespace. */
function origin(path: string, name: string): { path: string; declared: string } {
  for (const statement of sourceOf(path).statements) {
    if (!ts.isImportDeclaration(statement)) continue
    const bindings = statement.importClause?.namedBindings
    const from = pathOf(path, statement.moduleSpecifier)
    if (bindings === undefined || from === undefined) continue
    if (ts.isNamespaceImport(bindings)) {
      if (bindings.name.text === name) return { path: from, declared: '*' }
      continue
    }
    const found = bindings.elements.find((e) => e.name.text === name)
    if (found !== undefined) return origin(from, (found.propertyName ?? found.name).text)
  }
  return { path, declared: name }
}

const parsed = new Map<string, ts.SourceFile>()

function sourceOf(path: string): ts.SourceFile {
  const known = parsed.get(path)
  if (known !== undefined) return known
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true)
  parsed.set(path, source)
  return source
}

const bindingNames = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((e) => (ts.isOmittedExpression(e) ? [] : bindingNames(e.name)))

function declares(statement: ts.Statement, name: string): boolean {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.some((d) => bindingNames(d.name).includes(name))
  return (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name?.text === name
}

/** The doc comments of a declaration; of an overloaded function those of all its signatures. */
function docComment(path: string, name: string): string {
  const source = sourceOf(path)
  const found = source.statements.filter((statement) => declares(statement, name))
  if (found.length === 0) throw new Error(`${path} does not declare ${name} itself`)
  return found
    .flatMap((statement) => ts.getJSDocCommentsAndTags(statement))
    .filter(ts.isJSDoc)
    .map((doc) => doc.getText())
    .join('\n')
}

/** Whether the comment has words of its own, and an example. */
const isDocumented = (comment: string): boolean =>
  /[^\s/*]/.test(comment.replace(/@[\s\S]*/, '')) && /@example[\s*]+[^\s*/]/.test(comment)

describe('every public value has a doc comment with an example', () => {
  test.each(Object.keys(allowedEdges))('%s', (folder) => {
    const values = exportedValues(`packages/${folder}/src/index.ts`)
    const bare = values.filter(({ declared, path }) => !isDocumented(docComment(path, declared)))
    expect(bare.map(({ name, path }) => `${name} (${path})`)).toEqual([])
  })
})
