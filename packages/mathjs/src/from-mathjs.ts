import type { Expr } from '@fluxion/symbolic'
import * as symbolic from '@fluxion/symbolic'
import type {
  ConditionalNode,
  ConstantNode,
  FunctionNode,
  MathNode,
  OperatorNode,
  ParenthesisNode,
  RelationalNode,
  SymbolNode,
} from 'mathjs'
import { errors } from './errors.ts'

type Build = (...args: Expr[]) => Expr

/** A condition as it is; of a value whether it is not zero, as in mathjs. */
const truthOf = (e: Expr): Expr => (conditions.has(e.op) || isTruthValue(e) ? e : symbolic.ne(e, 0))
const conditions: ReadonlySet<string> = new Set(['lt', 'le', 'gt', 'ge', 'eq', 'ne', 'and', 'or', 'not'])
const isTruthValue = (e: Expr): boolean => e.op === 'const' && (e.name === 'true' || e.name === 'false')

const ofTruths =
  (build: Build): Build =>
  (...args) =>
    build(...args.map(truthOf))

const choose: Build = (...args) =>
  symbolic.piecewise(...args.map((e, i) => (i % 2 === 0 && i < args.length - 1 ? truthOf(e) : e)))

/** What mathjs's operators and their function forms become. */
const operators: Readonly<Record<string, Build>> = {
  add: (...terms) => symbolic.add(...terms),
  subtract: symbolic.sub,
  multiply: (...factors) => symbolic.mul(...factors),
  divide: symbolic.div,
  pow: symbolic.pow,
  dotMultiply: symbolic.hadamard,
  dotDivide: symbolic.dotDivide,
  dotPow: symbolic.dotPow,
  ctranspose: symbolic.transpose,
  unaryMinus: symbolic.neg,
  unaryPlus: (a) => a,
  mod: symbolic.mod,
  factorial: (a) => symbolic.gamma(symbolic.add(a, 1)),
  smaller: symbolic.lt,
  smallerEq: symbolic.le,
  larger: symbolic.gt,
  largerEq: symbolic.ge,
  equal: symbolic.eq,
  unequal: symbolic.ne,
  and: ofTruths(symbolic.and),
  or: ofTruths(symbolic.or),
  not: ofTruths(symbolic.not),
  xor: ofTruths((a, b) => symbolic.or(symbolic.and(a, symbolic.not(b)), symbolic.and(symbolic.not(a), b))),
}

/** Functions of conditions. */
const ofConditions: Readonly<Record<string, Build>> = {
  not: operators.not as Build,
  and: operators.and as Build,
  or: operators.or as Build,
  xor: operators.xor as Build,
  if: choose,
  piecewise: choose,
}

/** A function by its name, as `parse` reads the call: it knows mathjs's names and how many arguments they take. */
function called(name: string, args: readonly Expr[], text: string): Expr {
  if (Object.hasOwn(ofConditions, name)) return (ofConditions[name] as Build)(...args)
  if (Object.hasOwn(symbolic.functions, name) && name !== 'log' && name !== 'round' && name !== 'nthRoot')
    return symbolic.apply(name as symbolic.FunctionName, args)
  const holes = args.map((_, i) => `_${i}`)
  return symbolic.substitute(
    templateOf(name, holes, text),
    Object.fromEntries(holes.map((hole, i) => [hole, args[i] as Expr])),
  )
}

function templateOf(name: string, holes: readonly string[], text: string): Expr {
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)) throw errors.unsupportedFunction(name, text)
  let template: Expr
  try {
    template = symbolic.parse(`${name}(${holes.join(', ')})`)
  } catch (error) {
    throw (error as symbolic.FluxionError).code === 'parse/bad-arity' ? error : errors.unsupportedFunction(name, text)
  }
  // sizes of matrices are no arguments that a formula can be put in for
  if (template.shape.length > 0) throw errors.unsupportedFunction(name, text)
  return template
}

const constants = new Map<string, () => Expr>([
  ...(['pi', 'e', 'tau', 'true', 'false'] as const).map((name) => [name, () => symbolic.constant(name)] as const),
  ...['LN2', 'LN10', 'LOG2E', 'LOG10E', 'SQRT2', 'SQRT1_2'].map((name) => [name, () => symbolic.parse(name)] as const),
  ['PI', () => symbolic.constant('pi')],
  ['E', () => symbolic.constant('e')],
  ['Infinity', () => symbolic.constant('infinity')],
  ['NaN', () => symbolic.constant('nan')],
])

/**
 * The formula of a mathjs expression tree. Nodes that occur several times in the tree are converted once.
 *
 * Names and arguments of functions are read as `parse` reads them: `round(x, 2)`, `nthRoot(x)`, one's own from `defineFunction`.
 *
 * Throws `mathjs/not-a-node`, `mathjs/unsupported-node` (arrays, assignments, blocks, …), `mathjs/unsupported-operator`, `mathjs/unsupported-function`,
 * `mathjs/unit`.
 *
 * @example
 * import { parse } from 'mathjs'
 * fromMathJs(parse('sin(x)^2 / 2')) // => sin(x) ^ 2 / 2
 */
export function fromMathJs(node: MathNode): Expr {
  const known = new Map<MathNode, Expr>()
  const convert = (n: MathNode): Expr => {
    if (typeof n !== 'object' || n === null || typeof n.type !== 'string') throw errors.notANode(n)
    const found = known.get(n)
    if (found !== undefined) return found
    const row = Object.hasOwn(converters, n.type) ? converters[n.type as keyof typeof converters] : undefined
    if (row === undefined) throw errors.unsupportedNode(n.type, String(n))
    const made = row(n as never, convert)
    known.set(n, made)
    return made
  }
  return convert(node)
}

type Convert = (node: MathNode) => Expr

const converters = {
  ConstantNode: (node: ConstantNode): Expr => constantOf(node),
  SymbolNode: (node: SymbolNode): Expr => constants.get(node.name)?.() ?? symbolic.symbol(node.name),
  ParenthesisNode: (node: ParenthesisNode, convert: Convert): Expr => convert(node.content),
  OperatorNode: (node: OperatorNode, convert: Convert): Expr => {
    const build = Object.hasOwn(operators, node.fn) ? operators[node.fn] : undefined
    if (build === undefined)
      throw node.fn === 'to' ? errors.unit(String(node)) : errors.unsupportedOperator(node.op, String(node))
    return (chainOf(node)?.build ?? build)(...operandsOf(node, convert))
  },
  FunctionNode: (node: FunctionNode, convert: Convert): Expr => {
    const name = (node.fn as unknown as { name?: string }).name ?? ''
    return called(name, node.args.map(convert), String(node))
  },
  ConditionalNode: (node: ConditionalNode, convert: Convert): Expr => {
    const cases: MathNode[] = []
    let rest: MathNode = node
    for (; rest.type === 'ConditionalNode'; rest = (rest as ConditionalNode).falseExpr) {
      cases.push((rest as ConditionalNode).condition, (rest as ConditionalNode).trueExpr)
    }
    return choose(...[...cases, rest].map(convert))
  },
  RelationalNode: (node: RelationalNode, convert: Convert): Expr => {
    const params = node.params.map(convert)
    return symbolic.and(
      ...node.conditionals.map((name, i) => (operators[name] as Build)(params[i] as Expr, params[i + 1] as Expr)),
    )
  },
} as const

function constantOf(node: ConstantNode): Expr {
  const value: unknown = node.value
  if (typeof value === 'number')
    return Number.isFinite(value) ? symbolic.num(value) : symbolic.constant(value > 0 ? 'infinity' : 'nan')
  if (typeof value === 'boolean') return symbolic.constant(value ? 'true' : 'false')
  if (typeof value === 'bigint') return symbolic.num(String(value))
  if (typeof value === 'object' && value !== null) {
    const fraction = value as { type?: string; isFraction?: boolean; isBigNumber?: boolean; isUnit?: boolean }
    if (fraction.isFraction === true) return symbolic.num(String((value as { toFraction(): string }).toFraction()))
    if (fraction.isBigNumber === true) return symbolic.num(String(value))
    if (fraction.isUnit === true) throw errors.unit(String(value))
  }
  throw errors.unsupportedNode(`constant of type ${typeof value}`, String(node))
}

/** The chains that are built in one step, however long: what an operator does to its right operand, and how the operands combine. */
const chains: Readonly<Record<string, { readonly build: Build; readonly right: Build }>> = {
  add: { build: operators.add as Build, right: (a) => a },
  subtract: { build: operators.add as Build, right: symbolic.neg },
  multiply: { build: operators.multiply as Build, right: (a) => a },
  divide: { build: operators.multiply as Build, right: (a) => symbolic.pow(a, -1) },
}

const chainOf = (node: MathNode): (typeof chains)[string] | undefined => {
  const { fn, args } = node as OperatorNode
  return node.type === 'OperatorNode' && args.length === 2 && Object.hasOwn(chains, fn) ? chains[fn] : undefined
}

/** The operands of `a + b - c` or of `a * b / c`, outermost operator last, each as what it adds or multiplies. */
function operandsOf(node: OperatorNode, convert: Convert): Expr[] {
  const build = chainOf(node)?.build
  if (build === undefined) return node.args.map(convert)
  const operands: Expr[] = []
  let rest: MathNode = node
  for (let chain = chainOf(rest); chain?.build === build; chain = chainOf(rest)) {
    const [left, right] = (rest as OperatorNode).args as [MathNode, MathNode]
    operands.push(chain.right(convert(right)))
    rest = left
  }
  return [...operands, convert(rest)].reverse()
}
