import {
  add,
  div,
  type Expr,
  erfc,
  evaluate,
  expm1,
  log1p,
  mul,
  neg,
  parse,
  pow,
  sigmoid,
  sin,
} from '@fluxion/symbolic'
import { type Complex, NAN, plus, power, powerComplex, real, times } from './complex.ts'
import { type ComplexFunction, complexFunctions } from './complex-functions.ts'
import { slopeAlong } from './slope.ts'

/** A derivative by complex step. */
export interface ComplexStep {
  readonly value: number
  readonly derivative: number
  /** Whether a function without complex continuation was differenced on the way, which costs some of the digits. */
  readonly approximate: boolean
}

/** A relative error, another one at each call. */
export type Shake = () => number

interface Cell {
  readonly node: Expr
  readonly args: readonly number[]
  /** Place of the variable in the point, for symbols. */
  readonly variable: number
}

/**
 * Relative sizes of the step, tried in turn: the square of the first is far below the resolution of doubles for every
 * function, that of the last still is for most; the last serves where the derivative is tiny.
 */
const STEPS = [2 ** -100, 2 ** -26] as const
/** An imaginary part below this has lost digits to underflow. */
const SMALLEST = 1e-290

/**
 * Scalar formulas laid out for evaluation in complex numbers. The imaginary part that a step `i h` in a variable
 * leaves in the value is `h` times the derivative, free of the subtraction that costs finite differences their
 * digits (Squire and Trapp, SIAM Review 40, 1998).
 */
export class ComplexTape {
  private readonly cells: readonly Cell[]
  /** Cells of the formulas, in their order. */
  private readonly roots: readonly number[]

  private constructor(cells: readonly Cell[], roots: readonly number[]) {
    this.cells = cells
    this.roots = roots
  }

  /**
   * The tape of formulas in these variables, with what they share laid out once; undefined when a node is not a
   * scalar, a symbol is free, or an operation has no values.
   */
  static of(formulas: readonly Expr[], variables: readonly string[]): ComplexTape | undefined {
    const variable = new Map(variables.map((name, k) => [name, k]))
    const place = new Map<Expr, number>()
    const cells: Cell[] = []
    const stack: Expr[] = [...formulas]
    while (stack.length > 0) {
      const formula = stack.at(-1)!
      const node = keepingDigits(formula)
      const missing = place.has(formula) ? [] : node.args.filter((arg) => !place.has(arg))
      if (missing.length > 0) {
        for (const arg of missing) stack.push(arg)
        continue
      }
      stack.pop()
      if (place.has(formula)) continue
      const index = node.op === 'sym' ? variable.get(node.name) : -1
      if (node.shape.length > 0 || index === undefined || REFUSED.has(node.op)) return undefined
      place.set(formula, cells.length)
      cells.push({ node, args: node.args.map((arg) => place.get(arg)!), variable: index })
    }
    return new ComplexTape(
      cells,
      formulas.map((formula) => place.get(formula)!),
    )
  }

  /** The values at a point. */
  values(x: Float64Array): Float64Array {
    const cells = this.run((index) => [x[index]!, 0])
    return Float64Array.from(this.roots, (root) => cells[root]?.[0] ?? Number.NaN)
  }

  /**
   * Value and derivative of each formula along a direction; undefined where one is not differentiable at the
   * point, and where the derivative is too small for the step to carry it. With `shake` every intermediate result is
   * moved by such a relative error: the spread over several calls is the rounding error to expect (Vignes 1993).
   */
  derivatives(x: Float64Array, direction: Float64Array, shake?: Shake): (ComplexStep | undefined)[] {
    let size = Infinity
    direction.forEach((d, i) => {
      if (d !== 0) size = Math.min(size, (Math.abs(x[i]!) || 1) / Math.abs(d))
    })
    const attempt = (step: number): ((root: number, isLast: boolean) => ComplexStep | 'unclear' | undefined) => {
      const state = { approximate: false }
      const cells = this.run((index) => [x[index]!, direction[index]! * step], state, shake)
      return (root, isLast) => {
        const found = cells[root]
        if (found === undefined) return undefined
        const [value, imaginary] = found
        if (Math.abs(imaginary) < SMALLEST && !(isLast && imaginary === 0)) return 'unclear'
        return { value, derivative: imaginary / step, ...state }
      }
    }
    const [small, large] = STEPS.map((relative) => relative * (size === Infinity ? 1 : size)) as [number, number]
    const first = attempt(small)
    let second: ReturnType<typeof attempt> | undefined
    return this.roots.map((root) => {
      const found = first(root, false)
      if (found !== 'unclear') return found
      second ??= attempt(large)
      const again = second(root, true)
      return again === 'unclear' ? undefined : again
    })
  }

  /** The value of every cell; undefined where it, or what it needs, is not differentiable along the step. */
  private run(
    variable: (index: number) => Complex,
    state = { approximate: false },
    shake?: Shake,
  ): (Complex | undefined)[] {
    const values: (Complex | undefined)[] = []
    for (const { node, args, variable: index } of this.cells) {
      if (index >= 0) {
        values.push(variable(index))
        continue
      }
      const found = args.map((arg) => values[arg])
      const isWhole = found.every((value) => value !== undefined)
      const rule = rules[node.op] ?? special
      const value = isWhole ? rule(node, found as Complex[], state) : node.op === 'piecewise' ? taken(found) : 'tie'
      if (value === 'tie') values.push(undefined)
      // A number that is written down is exact: an exponent 2 shaken would be no integer.
      else if (shake === undefined || node.op === 'num') values.push(value)
      else values.push([value[0] * (1 + shake()), value[1] * (1 + shake())])
    }
    return values
  }
}

/** A formula with the same value, where it is the difference of numbers that may be close: 1 - cos(u) is 2 sin(u / 2)^2. */
function keepingDigits(e: Expr): Expr {
  if (e.op === 'log') {
    const [inner] = e.args
    const isOneMore = inner?.op === 'add' && inner.args.some(({ op, value }) => op === 'num' && value === 1)
    return isOneMore ? log1p(add(inner, -1)) : e
  }
  if (e.op !== 'add') return e
  const constant = e.args.find(({ op }) => op === 'num')
  if (constant === undefined) return e
  for (const term of e.args) {
    const difference = complements[term.op === 'mul' ? term.args.at(-1)!.op : term.op]
    const inner = term.op === 'mul' ? term.args.at(-1)! : term
    if (difference === undefined || add(term, mul(constant, inner)).op !== 'num') continue
    const rest = e.args.filter((other) => other !== term && other !== constant)
    return add(...rest, mul(constant, difference(inner.args[0]!)))
  }
  return e
}

/** 1 - f(u) without subtraction. */
const complements: Readonly<Record<string, (u: Expr) => Expr>> = {
  exp: (u) => neg(expm1(u)),
  cos: (u) => mul(2, pow(sin(div(u, 2)), 2)),
  erf: (u) => erfc(u),
  sigmoid: (u) => sigmoid(neg(u)),
}

/**
 * The branch of a piecewise node that its conditions choose, when those are known; branches not taken do not
 * matter.
 */
function taken(args: readonly (Complex | undefined)[]): Complex | 'tie' {
  for (let k = 0; k + 1 < args.length; k += 2) {
    const condition = args[k]
    if (condition === undefined) return 'tie'
    if (condition[0] !== 0) return args[k + 1] ?? 'tie'
  }
  return (args.length % 2 === 1 ? args.at(-1) : NAN) ?? 'tie'
}

/** Operations without a value of their own. */
const REFUSED = new Set<string>(['call', 'D'])

type Rule = (node: Expr, args: readonly Complex[], state: { approximate: boolean }) => Complex | 'tie'

const constants: Readonly<Record<string, number>> = {
  pi: Math.PI,
  e: Math.E,
  tau: 2 * Math.PI,
  phi: (1 + Math.sqrt(5)) / 2,
  infinity: Infinity,
  true: 1,
  false: 0,
}
const truth = (holds: boolean): Complex => real(holds ? 1 : 0)
/** A comparison by real parts; a tie where equal sides move apart. */
const compare =
  (holds: (a: number, b: number) => boolean): Rule =>
  (_, [a = NAN, b = NAN]) =>
    a[0] === b[0] && a[1] !== b[1] ? 'tie' : truth(holds(a[0], b[0]))

const rules: Readonly<Record<string, Rule>> = {
  num: (node) => real(node.value),
  const: (node) => real(constants[node.name] ?? Number.NaN),
  add: (_, args) => args.reduce(plus),
  mul: (_, args) => args.reduce(times),
  pow: (_, [base = NAN, exponent = NAN]) => {
    const onBorder = base[0] === 0 && base[1] !== 0 && !Number.isInteger(exponent[0])
    return onBorder ? 'tie' : powerComplex(base, exponent)
  },
  nthRoot: (node, [base = NAN, n = NAN], state) => {
    if (n[1] !== 0 || base[0] === 0) return special(node, [base, n], state)
    const sign = base[0] < 0 && n[0] % 2 !== 0 ? -1 : 1
    return times(real(sign), power([sign * base[0], sign * base[1]], 1 / n[0]))
  },
  piecewise: (_, args) => taken(args),
  lt: compare((a, b) => a < b),
  le: compare((a, b) => a <= b),
  gt: compare((a, b) => a > b),
  ge: compare((a, b) => a >= b),
  eq: compare((a, b) => a === b),
  ne: compare((a, b) => a !== b),
  and: (_, args) => truth(args.every(([a]) => a !== 0)),
  or: (_, args) => truth(args.some(([a]) => a !== 0)),
  not: (_, [a = NAN]) => truth(a[0] === 0),
  ...Object.fromEntries(
    Object.entries(complexFunctions).map(([name, f]: [string, ComplexFunction]): [string, Rule] => [
      name,
      (_, args) => f(...args),
    ]),
  ),
}

/**
 * A function without complex continuation here (gamma, erf, …): its value, and its slope in each argument from
 * differences of the value.
 */
function special(node: Expr, args: readonly Complex[], state: { approximate: boolean }): Complex | 'tie' {
  const names = args.map((_, k) => `u${k}`)
  const formula = parse(`${node.op}(${names.join(', ')})`)
  const at = (shift: readonly number[]): number =>
    evaluate(formula, Object.fromEntries(names.map((name, k) => [name, args[k]![0] + (shift[k] ?? 0)])))
  const value = at([])
  let imaginary = 0
  for (const [k, [a, b]] of args.entries()) {
    if (b === 0) continue
    state.approximate = true
    const line = (offset: number): number => at(args.map((_, j) => (j === k ? offset : 0)))
    const slope = slopeAlong(line, value, { scale: Math.abs(a) || 1, magnitude: Math.abs(a), epsilon: 2 ** -52 })
    const size = Math.abs(slope.value)
    const isNothing = size <= slope.error && slope.error <= 1e-12 * Math.abs(value)
    if (!(slope.error <= 1e-6 * size || isNothing)) return 'tie'
    imaginary += slope.value * b
  }
  return [value, imaginary]
}
