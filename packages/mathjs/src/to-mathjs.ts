import { type Expr, type Formula, neg, toExpr, toText } from '@fluxion/symbolic'
import {
  ConditionalNode,
  ConstantNode,
  FunctionNode,
  type MathNode,
  OperatorNode,
  ParenthesisNode,
  parse,
  SymbolNode,
} from 'mathjs'
import { errors } from './errors.ts'

const relations = {
  lt: ['<', 'smaller'],
  le: ['<=', 'smallerEq'],
  gt: ['>', 'larger'],
  ge: ['>=', 'largerEq'],
  eq: ['==', 'equal'],
  ne: ['!=', 'unequal'],
  and: ['and', 'and'],
  or: ['or', 'or'],
} as const

const isRelation = (op: string): op is keyof typeof relations => Object.hasOwn(relations, op)

type Operands = Record<'add' | 'subtract' | 'multiply' | 'divide' | 'pow', readonly [MathNode, MathNode]>
const symbols = { add: '+', subtract: '-', multiply: '*', divide: '/', pow: '^' } as const

const binary = <Name extends keyof Operands>(name: Name, left: MathNode, right: MathNode): MathNode =>
  new OperatorNode(symbols[name] as never, name as never, [left, right])

/**
 * The mathjs expression tree of a formula. Parts that a formula shares are one node object in the tree, so the derivative of a
 * product does not grow; mathjs's own walks still visit them once for every occurrence. Numbers are mathjs's default type, so integers
 * beyond 2^53 become the nearest double.
 *
 * Throws `mathjs/unsupported-expression` for matrix formulas and inert derivatives.
 *
 * @example
 * toMathJs('x^2 / y').toString() // => x ^ 2 / y
 */
export function toMathJs(f: Formula): MathNode {
  const made = new Map<Expr, MathNode>()
  const of = (e: Expr): MathNode => {
    const known = made.get(e)
    if (known !== undefined) return known
    const node = convert(e, of)
    made.set(e, node)
    return node
  }
  return of(toExpr(f))
}

type Convert = (e: Expr) => MathNode

function convert(e: Expr, of: Convert): MathNode {
  if (e.shape.length > 0 || e.op === 'D' || e.orders.some((order) => order > 0))
    throw errors.unsupportedExpression(toText(e))
  if (e.op === 'num') return parse(toText(e))
  if (e.op === 'const') return constantNode(e.name)
  if (e.op === 'sym') return new SymbolNode(e.name)
  if (e.op === 'add') return sum(e, of)
  if (e.op === 'mul') return product(e.args, of)
  if (e.op === 'pow') return power(e, of)
  if (e.op === 'piecewise') return conditional(e.args, of)
  if (e.op === 'not') return new OperatorNode('not' as never, 'not' as never, e.args.map(of))
  if (isRelation(e.op)) {
    const [symbol, name] = relations[e.op]
    return e.args.map(of).reduce((left, right) => new OperatorNode(symbol as never, name as never, [left, right]))
  }
  // mathjs calls the integer part fix
  const name = e.op === 'call' ? e.name : e.op === 'trunc' ? 'fix' : e.op
  return new FunctionNode(name, e.args.map(of))
}

function constantNode(name: string): MathNode {
  if (name === 'infinity') return new SymbolNode('Infinity')
  if (name === 'nan') return new SymbolNode('NaN')
  return name === 'true' || name === 'false' ? new ConstantNode((name === 'true') as never) : new SymbolNode(name)
}

const isMinusOne = (e: Expr): boolean => e.op === 'num' && e.value === -1
const isNegativeNumber = (e: Expr): boolean => e.op === 'num' && e.value < 0
const startsNegative = (e: Expr): boolean =>
  isNegativeNumber(e) || (e.op === 'mul' && isNegativeNumber(e.args[0] as Expr))

/** The node of -e for a term that starts with a negative number. */
function negated(e: Expr, of: Convert): MathNode {
  if (e.op === 'num') return parse(toText(e).slice(1))
  const [coefficient, ...rest] = e.args as [Expr, ...Expr[]]
  return product(isMinusOne(coefficient) ? rest : [neg(coefficient), ...rest], of)
}

/** A part of a sum or product; a long sum that is one entry of another keeps its parentheses, without which the two would run together. */
const entry = (e: Expr, op: 'add' | 'mul', of: Convert): MathNode => (e.op === op ? new ParenthesisNode(of(e)) : of(e))

/** A sum, positive terms first so that no tree starts with a minus where it can be helped. */
function sum(e: Expr, of: Convert): MathNode {
  const positive = e.args.filter((term) => !startsNegative(term)).map((term) => entry(term, 'add', of))
  const negative = e.args.filter(startsNegative)
  const start = positive.length > 0 ? positive.reduce((left, right) => binary('add', left, right)) : undefined
  return negative.reduce<MathNode | undefined>(
    (left, term) => (left === undefined ? minus(negated(term, of)) : binary('subtract', left, negated(term, of))),
    start,
  ) as MathNode
}

const minus = (node: MathNode): MathNode => new OperatorNode('-' as never, 'unaryMinus' as never, [node])

/** Numerator and denominator of a fraction as they are written; of anything else no denominator. */
const fractionOf = (e: Expr): readonly [string, string | undefined] => {
  const [numerator, denominator] = e.op === 'num' ? toText(e).split(' / ') : []
  return [numerator ?? '', denominator]
}

const isReciprocal = (e: Expr): boolean => e.op === 'pow' && isNegativeNumber(e.args[1] as Expr)

/** A product as a quotient: factors with negative exponents go below the line. */
function product(factors: readonly Expr[], of: Convert): MathNode {
  if (factors.length === 1) return of(factors[0] as Expr)
  if (isMinusOne(factors[0] as Expr)) return minus(product(factors.slice(1), of))
  const [numerator, denominator] = fractionOf(factors[0] as Expr)
  const others = denominator === undefined ? factors : factors.slice(1)
  const above = others.filter((factor) => !isReciprocal(factor)).map((factor) => entry(factor, 'mul', of))
  const below = others
    .filter(isReciprocal)
    .map((factor) => raised(factor.args[0] as Expr, negated(factor.args[1] as Expr, of), of))
  if (denominator !== undefined) {
    if (numerator === '-1' && above.length > 0) above[0] = minus(above[0] as MathNode)
    else if (numerator !== '1') above.unshift(parse(numerator))
    below.unshift(parse(denominator))
  }
  const top = above.length === 0 ? new ConstantNode(1) : above.reduce((left, right) => binary('multiply', left, right))
  if (below.length === 0) return top
  return binary(
    'divide',
    top,
    below.reduce((left, right) => binary('multiply', left, right)),
  )
}

function power(e: Expr, of: Convert): MathNode {
  const [base, exponent] = e.args as [Expr, Expr]
  return isReciprocal(e)
    ? binary('divide', new ConstantNode(1), raised(base, negated(exponent, of), of))
    : raised(base, of(exponent), of)
}

/** base ^ exponent, written as people do: nothing for 1, sqrt for 1/2. */
function raised(base: Expr, exponent: MathNode, of: Convert): MathNode {
  const text = exponent.toString()
  if (text === '1') return of(base)
  return text === '1 / 2' ? new FunctionNode('sqrt', [of(base)]) : binary('pow', of(base), exponent)
}

function conditional(args: readonly Expr[], of: Convert): MathNode {
  let node = of(args[args.length - 1] as Expr)
  for (let i = args.length - 3; i >= 0; i -= 2)
    node = new ConditionalNode(of(args[i] as Expr), of(args[i + 1] as Expr), node)
  return node
}
