import {
  derivative,
  type Expr,
  explain,
  freeSymbols,
  gradient,
  hessian,
  jacobian,
  parse,
  simplify,
} from '@fluxion/symbolic'
import { factory, type MathNode } from 'mathjs'
import { compileFast } from './compile-fast.ts'
import { fromMathJs } from './from-mathjs.ts'
import { toMathJs } from './to-mathjs.ts'

type Given = MathNode | string
type Names = Given | readonly Given[] | { valueOf(): unknown }

const isNode = (value: unknown): value is MathNode => typeof value === 'object' && value !== null && 'isNode' in value
const formulaOf = (given: Given): Expr => (isNode(given) ? fromMathJs(given) : parse(given))

/** Plain values of what mathjs hands over: its matrices become arrays. */
const listOf = (given: Names): Given[] => {
  const plain: unknown = isNode(given) || typeof given === 'string' ? [given] : given.valueOf()
  return (Array.isArray(plain) ? plain : [plain]) as Given[]
}
const namesOf = (given: Names | undefined, f: Expr | readonly Expr[]): string[] =>
  given === undefined ? symbolsOf(f) : listOf(given).map((name) => (isNode(name) ? name.toString() : name))

const symbolsOf = (f: Expr | readonly Expr[]): string[] =>
  [...new Set([f].flat().flatMap((e) => freeSymbols(e as Expr)))].sort()

/** What is added to a mathjs instance; the formulas given and returned are mathjs nodes, text is taken too. */
const functions = {
  gradient: (f: Given, names?: Names): MathNode[] => {
    const formula = formulaOf(f)
    return gradient(formula, namesOf(names, formula)).map((partial) => toMathJs(partial))
  },
  jacobian: (fs: Names, names?: Names): MathNode[][] => {
    const formulas = listOf(fs).map(formulaOf)
    return jacobian(formulas, namesOf(names, formulas)).map((row) => row.map((entry) => toMathJs(entry)))
  },
  hessian: (f: Given, names?: Names): MathNode[][] => {
    const formula = formulaOf(f)
    return hessian(formula, namesOf(names, formula)).map((row) => row.map((entry) => toMathJs(entry)))
  },
  explain: (f: Given, name: Given): string => explain(formulaOf(f), isNode(name) ? name.toString() : name).toText(),
  compileFast: (f: Given): ReturnType<typeof compileFast> => compileFast(formulaOf(f)),
}

interface ImportTarget {
  import(values: object, options: object): void
}

/** mathjs's `derivative(f, x)`, computed here: a shared graph that is differentiated once for each node, then simplified. */
function betterDerivative(f: Given, name: Given, options: { readonly simplify?: boolean } = {}): MathNode {
  const result = derivative(formulaOf(f), isNode(name) ? name.toString() : name)
  return toMathJs(options.simplify === false ? result : simplify(result))
}

/**
 * Adds `gradient`, `jacobian`, `hessian`, `explain` and `compileFast` to a mathjs instance, and replaces its `derivative` by one
 * that does not grow exponentially. Formulas are mathjs nodes or text; derivatives come back as mathjs nodes.
 *
 * @example
 * import { all, create } from 'mathjs'
 * const math = create(all)
 * math.import(fluxionPlugin)
 * math.gradient('x^2 * y', ['x', 'y']).map(String) // => ['2 * x * y', 'x ^ 2']
 */
export const fluxionPlugin: readonly object[] = Object.entries(functions).map(([name, implementation]) =>
  factory(
    name,
    ['math' as never],
    (({ math }: { math: ImportTarget }) => {
      // mathjs refuses to import a name it has; the first of our functions to be made replaces the old derivative
      if (name === 'gradient') math.import({ derivative: betterDerivative }, { override: true })
      return implementation
    }) as never,
    { lazy: false },
  ),
)
