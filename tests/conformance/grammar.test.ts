import { evaluate, FluxionError, parse } from '@fluxion/symbolic'
import { all, create, type MathNode } from 'mathjs'
import { expect } from 'vitest'
import { agree, corpusTest, type Fault, Score } from './corpus.ts'

const math = create(all ?? {}, { predictable: false })

/** Formulas written by others: every text of the corpus that could be one. */
interface Row {
  readonly f?: string
  readonly F?: string
  readonly input?: string
  readonly expected?: string
  readonly model?: string
  readonly residuals?: readonly string[]
}

const texts = ({ f, F, input, expected, model, residuals = [] }: Row): string[] =>
  [f, F, input, expected, model, ...residuals].filter((text) => typeof text === 'string')

/** What mathjs has beyond formulas: programs, data, strings, units, complex numbers. */
const beyond = new Set([
  'ArrayNode',
  'ObjectNode',
  'AccessorNode',
  'IndexNode',
  'AssignmentNode',
  'BlockNode',
  'RangeNode',
  'FunctionAssignmentNode',
])
const beyondOperators = new Set([
  'bitAnd',
  'bitOr',
  'bitXor',
  'bitNot',
  'leftShift',
  'rightArithShift',
  'rightLogShift',
  'to',
  'nullish',
])

function isFormula(node: MathNode): boolean {
  let fine = true
  node.traverse((inner) => {
    const { type, fn, value, name } = inner as MathNode & { fn?: unknown; value?: unknown; name?: string }
    if (beyond.has(type) || (type === 'OperatorNode' && beyondOperators.has(String(fn)))) fine = false
    if (type === 'ConstantNode' && typeof value !== 'number' && typeof value !== 'boolean') fine = false
    if (type === 'FunctionNode' && math[name as 'sin'] === undefined) fine = false
    // a variable for mathjs, the constant pi here
    if (type === 'SymbolNode' && name === 'π') fine = false
  })
  return fine
}

function parsedByMathJs(text: string): MathNode | undefined {
  try {
    return math.parse(text)
  } catch {
    return undefined
  }
}

const POINTS = 3

/** Where a formula has no jump, a point and its neighbours have nearly one value. */
const NEIGHBOURS = [0, 1e-9, -1e-9, 3e-9, -7e-9]

/** The constants of both; what else mathjs takes for a constant or a unit is a variable that the scope binds. */
const constants = new Set([
  'pi',
  'PI',
  'e',
  'tau',
  'Infinity',
  'NaN',
  'true',
  'false',
  'LN2',
  'LN10',
  'LOG2E',
  'LOG10E',
  'SQRT2',
  'SQRT1_2',
])

function variables(node: MathNode): string[] {
  const names = new Set<string>()
  node.traverse((inner, path, parent) => {
    const { type, name } = inner as MathNode & { name?: string }
    if (type === 'SymbolNode' && !(parent?.type === 'FunctionNode' && path === 'fn')) names.add(name!)
  })
  // a function's name without arguments is none
  return [...names].filter((name) => !constants.has(name) && typeof math[name as 'sin'] !== 'function')
}

/** The value in mathjs; undefined where there is no real one. */
function valueInMathJs(node: MathNode, at: Record<string, number>): number | undefined {
  try {
    const value: unknown = node.evaluate({ ...at })
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Compares the values of a formula at random points; undefined when mathjs has nothing real to compare with. */
function compare(text: string): Fault | 'right' | undefined {
  const node = parsedByMathJs(text)
  if (node === undefined || !isFormula(node)) return undefined
  const names = variables(node)
  let compared = false
  for (let point = 0; point < POINTS; point++) {
    const at = Object.fromEntries(
      names.map((name, i) => [name, 0.35 + ((point * 0.37 + i * 0.613 + name.length * 0.11) % 1) * 1.7]),
    )
    const wanted = valueInMathJs(node, at)
    if (wanted === undefined) continue
    const found = values(text, at)
    if ('kind' in found) return found.kind === 'unknown' ? undefined : found
    // what is real by way of complex numbers for mathjs may be undefined here
    if (found.every(Number.isNaN)) continue
    if (!found.some((value) => agree(value, wanted, 1e-8)) && !isBetween(wanted, found))
      return { kind: 'value', reason: `${found[0]}, mathjs ${wanted}` }
    compared = true
  }
  return compared ? 'right' : undefined
}

/** Where large terms cancel, rounding moves the value no further than a step to a neighbour does. */
const isBetween = (wanted: number, found: readonly number[]): boolean => {
  const step = Math.max(...found) - Math.min(...found)
  return Math.abs(wanted - found[0]!) <= step
}

/** The values of a formula at a point and close to it. */
function values(text: string, at: Readonly<Record<string, number>>): number[] | Fault {
  try {
    const f = parse(text)
    return NEIGHBOURS.map((part) =>
      evaluate(f, Object.fromEntries(Object.entries(at).map(([name, value]) => [name, value * (1 + part)]))),
    )
  } catch (error) {
    // functions of whole numbers and of lists (gcd, mode) are not the grammar's
    const code = error instanceof FluxionError ? error.code : 'throws'
    return { kind: code === 'parse/unknown-function' ? 'unknown' : 'refused', reason: String(error).split('\n')[0]! }
  }
}

for (const file of [
  'derivatives.jsonl',
  'units-mathjs-nerdamer.jsonl',
  'units-sympy.jsonl',
  'optimisation.json',
  'nist-nonlinear.json',
])
  corpusTest<Row>(file, 'formulas mean what they mean in mathjs', (rows) => {
    const score = new Score(`${file} grammar`, ['value', 'refused'])
    for (const text of new Set(rows.flatMap(texts))) {
      const found = compare(text)
      if (found !== undefined) score.add(text, found === 'right' ? undefined : found)
    }
    score.print()
    expect(score.right).toBe(score.total)
  })
