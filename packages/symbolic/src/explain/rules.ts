import { apply, isFunctionName } from '../apply.ts'
import { undefinedFunction } from '../call.ts'
import { definitionOf } from '../definitions.ts'
import { differentiate } from '../differentiate.ts'
import { type Expr, isNumber, type Op } from '../expression.ts'
import { intern } from '../intern.ts'
import { MINUS_ONE } from '../number.ts'
import { partialsOf } from '../partials.ts'
import { powElementwise } from '../power.ts'
import { mulAll } from '../product.ts'
import { hasArrays } from '../shapes.ts'
import { addAll } from '../sum.ts'
import { num, numberNode, symbol } from '../symbols.ts'

/** What a step of differentiation does; stable names for programs, whose words are in words.ts. */
export type RuleId =
  | 'constant'
  | 'variable'
  | 'sum'
  | 'constant-factor'
  | 'linearity'
  | 'product'
  | 'quotient'
  | 'reciprocal'
  | 'root'
  | 'power'
  | 'chain-power'
  | 'exponential'
  | 'logarithmic'
  | 'function'
  | 'chain'
  | 'chain-many'
  | 'undefined'
  | 'branches'
  | 'extremum'
  | 'differential'
  | 'inert'

/** A letter of a rule's general formula and what it stands for. */
export interface Naming {
  readonly name: string
  readonly value: Expr
}

/** How the derivative of one node is taken: the rule, its general formula, and what its letters are. */
export interface Application {
  readonly rule: RuleId
  /** The function's name, for rules that are about one. */
  readonly subject?: string
  /** Both sides of the general formula, where it has one. */
  readonly general?: { readonly left: Expr; readonly right: Expr }
  readonly where: readonly Naming[]
  /** Nodes between this one and the inner ones that the rule takes along. */
  readonly through: readonly Expr[]
  /** What is differentiated next. */
  readonly inner: readonly Expr[]
}

/** The inert derivative of a formula by a name. */
export const inert = (u: Expr, name: string): Expr => intern('D', [u, symbol(name)], u.shape)

/** The operation as formulas write it. */
const spoken = (op: Op): string => (op === 'matmul' ? '*' : op === 'hadamard' ? '.*' : op === 'trace' ? 'tr' : op)

/** Letters for the parts of a rule that are not in use in the formula. */
export class Letters {
  private readonly used: ReadonlySet<string>

  constructor(used: Iterable<string>) {
    this.used = new Set(used)
  }

  /** The first free letters of a list of candidates. */
  pick(candidates: string, count: number): string[] {
    const free = candidates.split(' ').filter((name) => !this.used.has(name))
    return Array.from({ length: count }, (_, i) => free[i] ?? `${candidates[0]}_${i + 1}`)
  }
}

const INNER = 'u v w p q r s'

/** Says which rule differentiates a node by a variable, as differentiate.ts applies it. */
export class Reader {
  private readonly name: string
  private readonly letters: Letters
  private readonly varying: (e: Expr) => boolean

  constructor(name: string, letters: Letters, varying: (e: Expr) => boolean) {
    this.name = name
    this.letters = letters
    this.varying = varying
  }

  private isVariable(e: Expr): boolean {
    return e.op === 'sym' && e.name === this.name
  }

  private d(letter: string): Expr {
    return inert(symbol(letter), this.name)
  }

  read(e: Expr): Application {
    const inner = e.args.filter((arg, i) => this.varying(arg) && e.args.indexOf(arg) === i)
    switch (e.op) {
      case 'sym':
        return { rule: 'variable', where: [], through: [], inner: [] }
      case 'add':
        return this.sum(inner)
      case 'mul':
        return this.product(e, inner)
      case 'pow':
        return this.power(e, inner)
      case 'piecewise':
        return { rule: 'branches', where: [], through: [], inner: inner.filter((arg) => isValueOf(e, arg)) }
      case 'min':
      case 'max':
        return { rule: 'extremum', subject: e.op, where: [], through: [], inner }
      case 'call':
        return this.call(e, inner)
      default:
        return isFunctionName(e.op) && e.shape.length === 0
          ? this.function(e, inner)
          : { rule: hasArrays(e) ? 'differential' : 'inert', subject: spoken(e.op), where: [], through: [], inner: [] }
    }
  }

  private sum(inner: readonly Expr[]): Application {
    const [u, v] = this.letters.pick(INNER, 2) as [string, string]
    const left = inert(addAll([symbol(u), symbol(v)]), this.name)
    return { rule: 'sum', general: { left, right: addAll([this.d(u), this.d(v)]) }, where: [], through: [], inner }
  }

  private product(e: Expr, inner: readonly Expr[]): Application {
    const [c] = this.letters.pick('c k a', 1) as [string]
    const letters = this.letters.pick(INNER, inner.length)
    const fixed = e.args.filter((arg) => !this.varying(arg))
    const constants: Naming[] = fixed.length === 0 ? [] : [{ name: c, value: mulAll(fixed) }]
    const [u, v] = letters as [string, string]
    if (inner.length === 1) {
      const general = { left: inert(mulAll([symbol(c), symbol(u)]), this.name), right: mulAll([symbol(c), this.d(u)]) }
      return {
        rule: 'constant-factor',
        general,
        where: [...constants, { name: u, value: inner[0]! }],
        through: [],
        inner,
      }
    }
    const below = inner.filter(isReciprocal)
    if (inner.length === 2 && below.length === 1) {
      const top = inner.find((factor) => !isReciprocal(factor))!
      const bottom = below[0]!
      const divided = powElementwise(symbol(v), numberNode(MINUS_ONE))
      const right = addAll([
        mulAll([this.d(u), divided]),
        mulAll([numberNode(MINUS_ONE), symbol(u), powElementwise(divided, num(2)), this.d(v)]),
      ])
      return {
        rule: 'quotient',
        general: this.scaled(constants, mulAll([symbol(u), divided]), right),
        where: [...constants, { name: u, value: top }, { name: v, value: bottom.args[0]! }],
        through: [bottom],
        inner: [top, bottom.args[0]!],
      }
    }
    const factors = letters.map((letter) => symbol(letter))
    const right = addAll(
      factors.map((factor, i) => mulAll(factors.map((other) => (other === factor ? this.d(letters[i]!) : other)))),
    )
    return {
      rule: 'product',
      ...(inner.length > 6 ? {} : { general: this.scaled(constants, mulAll(factors), right) }),
      where: [...constants, ...inner.map((value, i) => ({ name: letters[i]!, value }))],
      through: [],
      inner,
    }
  }

  /** A general formula with the constant factor that stands before it here. */
  private scaled(constants: readonly Naming[], left: Expr, right: Expr): { left: Expr; right: Expr } {
    const [c] = constants
    if (c === undefined) return { left: inert(left, this.name), right }
    const factor = symbol(c.name)
    return { left: inert(mulAll([factor, left]), this.name), right: mulAll([factor, right]) }
  }

  private power(e: Expr, inner: readonly Expr[]): Application {
    const [base, exponent] = e.args as [Expr, Expr]
    const [u, v] = this.letters.pick(INNER, 2) as [string, string]
    const general = (left: Expr): { left: Expr; right: Expr } => ({
      left: inert(left, this.name),
      right: this.derived(left, [u, v]),
    })
    if (this.varying(base) && this.varying(exponent)) {
      const where = [
        { name: u, value: base },
        { name: v, value: exponent },
      ]
      return { rule: 'logarithmic', general: general(powElementwise(symbol(u), symbol(v))), where, through: [], inner }
    }
    if (this.varying(exponent)) {
      const [a] = this.letters.pick('a b c', 1) as [string]
      const where = [
        { name: a, value: base },
        { name: u, value: exponent },
      ]
      return { rule: 'exponential', general: general(powElementwise(symbol(a), symbol(u))), where, through: [], inner }
    }
    const [n] = this.letters.pick('n m k', 1) as [string]
    if (this.isVariable(base)) {
      const where = [{ name: n, value: exponent }]
      const left = powElementwise(base, symbol(n))
      return {
        rule: 'power',
        general: { left: inert(left, this.name), right: differentiate(left, this.name) },
        where,
        through: [],
        inner,
      }
    }
    const value = isNumber(exponent) ? exponent.value : 0
    if (value === 0.5)
      return {
        rule: 'root',
        general: general(powElementwise(symbol(u), exponent)),
        where: [{ name: u, value: base }],
        through: [],
        inner,
      }
    if (value === -1)
      return {
        rule: 'reciprocal',
        general: general(powElementwise(symbol(u), exponent)),
        where: [{ name: u, value: base }],
        through: [],
        inner,
      }
    const where = [
      { name: u, value: base },
      { name: n, value: exponent },
    ]
    return { rule: 'chain-power', general: general(powElementwise(symbol(u), symbol(n))), where, through: [], inner }
  }

  /** Right side of a general formula: what differentiation makes of it when the letters depend on the variable. */
  private derived(left: Expr, letters: readonly string[]): Expr {
    const terms = letters.map((letter) => mulAll([differentiate(left, letter), this.d(letter)]))
    return addAll(terms)
  }

  private function(e: Expr, inner: readonly Expr[]): Application {
    const name = e.op as Parameters<typeof apply>[0]
    const letters = this.letters.pick(INNER, e.args.length)
    const outer = e.args.map((arg, i) => (this.varying(arg) ? symbol(letters[i]!) : arg))
    if (inner.length === 1 && this.isVariable(inner[0]!)) {
      const own = apply(
        name,
        e.args.map((arg) => (this.varying(arg) ? symbol(this.name) : arg)),
      )
      return {
        rule: 'function',
        subject: e.op,
        general: { left: inert(own, this.name), right: differentiate(own, this.name) },
        where: [],
        through: [],
        inner,
      }
    }
    const left = apply(name, outer)
    const partials = partialsOf(left, name)
    const right = addAll(
      e.args.flatMap((arg, i) => (this.varying(arg) ? [mulAll([partials(i), this.d(letters[i]!)])] : [])),
    )
    const where = e.args.flatMap((value, i) => (this.varying(value) ? [{ name: letters[i]!, value }] : []))
    return {
      rule: inner.length === 1 ? 'chain' : 'chain-many',
      subject: e.op,
      general: { left: inert(left, this.name), right },
      where,
      through: [],
      inner,
    }
  }

  private call(e: Expr, inner: readonly Expr[]): Application {
    const isKnown = definitionOf(e.name) !== undefined
    const letters = this.letters.pick(INNER, e.args.length)
    const left = undefinedFunction(
      e.name,
      e.args.map((arg, i) => (this.varying(arg) ? symbol(letters[i]!) : arg)),
      e.orders,
    )
    const where = e.args.flatMap((value, i) =>
      this.varying(value) && (isKnown || !this.isVariable(value)) ? [{ name: letters[i]!, value }] : [],
    )
    return {
      rule: isKnown ? (inner.length === 1 ? 'chain' : 'chain-many') : 'undefined',
      subject: e.name,
      general: { left: inert(left, this.name), right: this.derived(left, letters) },
      where,
      through: [],
      inner,
    }
  }
}

/** v^(-1) */
const isReciprocal = (e: Expr): boolean => e.op === 'pow' && isNumber(e.args[1]!) && e.args[1].payload === MINUS_ONE

/** Is the argument one of the values of a piecewise formula (not a condition alone)? */
const isValueOf = (e: Expr, arg: Expr): boolean =>
  e.args.some((other, i) => other === arg && (i % 2 === 1 || i === e.args.length - 1))
