import { transformSync } from 'esbuild'
import ts from 'typescript'

/** One comment that states what a statement gives: `// => text`, `// ≈ number` or `// throws code`. */
interface Claim {
  readonly kind: '=>' | '≈' | 'throws'
  readonly text: string
}

/** What a claim's check is called with: the statement's value, or what it threw. */
export interface Outcome {
  readonly kind: Claim['kind']
  readonly wanted: string
  readonly found: string
}

const AsyncFunction = (async () => {}).constructor as new (
  ...source: string[]
) => (...values: unknown[]) => Promise<void>

/**
 * Runs a documentation snippet and returns one outcome for each claim in it. `scope` holds the names in scope without an import;
 * `load` resolves the snippet's own imports.
 */
export async function runSnippet(
  code: string,
  scope: Readonly<Record<string, unknown>>,
  load: (specifier: string) => Promise<Record<string, unknown>>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const claim = (kind: Claim['kind'], wanted: string, value: unknown): void => {
    const found = kind === '≈' ? roundedLike(wanted, value) : kind === 'throws' ? codeOf(value) : display(value)
    outcomes.push({ kind, wanted, found })
  }
  // A package may export a reserved word as an alias; a snippet could not name it.
  const names = Object.keys(scope).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'var')
  const body = transformSync(instrument(code), { loader: 'ts', target: 'es2022', tsconfigRaw: '{}' }).code
  const run = new AsyncFunction('__claim', '__load', ...names, `{ ${body} }`)
  await run(claim, load, ...names.map((name) => scope[name]))
  return outcomes
}

/** Rewrites imports to `await __load(…)` and each claimed statement to a call of `__claim`. */
function instrument(code: string): string {
  const file = ts.createSourceFile('snippet.ts', code, ts.ScriptTarget.Latest, true)
  return file.statements.map((statement) => rewrite(statement, claimAfter(code, statement.end))).join('\n')
}

function rewrite(statement: ts.Statement, claim: Claim | undefined): string {
  const text = statement.getText()
  if (ts.isImportDeclaration(statement)) return rewriteImport(statement)
  if (claim === undefined) return text
  const wanted = JSON.stringify(claim.text)
  if (claim.kind === 'throws')
    return `try { ${text}; __claim('throws', ${wanted}, undefined) } catch (error) { __claim('throws', ${wanted}, error) }`
  if (ts.isExpressionStatement(statement)) {
    return `__claim('${claim.kind}', ${wanted}, await (${statement.expression.getText()}));`
  }
  if (ts.isVariableStatement(statement)) {
    const name = statement.declarationList.declarations[0]?.name.getText()
    return `${text}\n__claim('${claim.kind}', ${wanted}, ${name});`
  }
  throw new Error(`a claim stands after a statement that has no value: ${text}`)
}

function rewriteImport(statement: ts.ImportDeclaration): string {
  const load = `await __load(${statement.moduleSpecifier.getText()})`
  const bindings = statement.importClause?.namedBindings
  if (statement.importClause?.isTypeOnly) return ''
  if (bindings === undefined) return load
  if (ts.isNamespaceImport(bindings)) return `const ${bindings.name.text} = ${load}`
  const names = bindings.elements
    .filter((e) => !e.isTypeOnly)
    .map((e) => (e.propertyName ? `${e.propertyName.text}: ${e.name.text}` : e.name.text))
  return `const { ${names.join(', ')} } = ${load}`
}

/** The claim on the same line as the statement's end, or on the comment lines right below it; continued on lines `//    …`. */
function claimAfter(code: string, end: number): Claim | undefined {
  const match = /^[;\s]*\/\/ (=>|≈|throws) ?(.*)((?:\n\s*\/\/(?: {4}.*|(?=\n|$)))*)/.exec(code.slice(end))
  if (match === null || /\n\s*\n/.test(match[0])) return undefined
  const more = (match[3] ?? '')
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^\s*\/\/(?: {4})?/, ''))
  return { kind: match[1] as Claim['kind'], text: [match[2]?.trimEnd(), ...more].join('\n') }
}

/** Text of a value as the documentation writes it. */
export function display(value: unknown, nested = false): string {
  if (typeof value === 'string') return nested ? `'${value}'` : value
  if (typeof value === 'bigint') return `${value}n`
  if (Array.isArray(value)) return `[${value.map((item) => display(item, true)).join(', ')}]`
  if (ArrayBuffer.isView(value)) return `[${Array.from(value as unknown as ArrayLike<number>).join(', ')}]`
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    const fields = Object.entries(value).map(([key, item]) => `${key}: ${display(item, true)}`)
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
  }
  return String(value)
}

/** The value's numbers rounded to the digits that the wanted text shows, so that equal texts mean agreement to those digits. */
function roundedLike(wanted: string, value: unknown): string {
  const digits = [...wanted.matchAll(/-?\d+(?:\.(\d+))?(?:e[+-]?\d+)?/g)]
  let next = 0
  return display(value).replace(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g, (number) => {
    const shape = digits[next++]
    if (shape === undefined) return number
    if (shape[0].includes('e')) return Number(number).toExponential(shape[1]?.length ?? 0)
    return Number(number).toFixed(shape[1]?.length ?? 0)
  })
}

function codeOf(error: unknown): string {
  if (error === undefined) return 'nothing was thrown'
  return error instanceof Error && 'code' in error ? String(error.code) : `an error without a code: ${String(error)}`
}
