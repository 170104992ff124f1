import { type Expr, evaluate, parse } from '@fluxion/symbolic'
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
 * A scalar formula laid out for evaluation in complex numbers. The imaginary part that a step `i h` in a variable
 * leaves in the value is `h` times the derivative, free of the subtraction that costs finite differences their
 * digits (Squire and Trapp, SIAM Review 40, 1998).
 */
export class ComplexTape {
  private readonly cells: readonly Cell[]

  private constructor(cells: readonly Cell[]) {
    this.cells = cells
  }

  /**
   * The tape of a formula in these variables; undefined when a node of it is not a scalar, a symbol is free, or an
   * operation has no values.
   */
  static of(formula: Expr, variables: readonly string[]): ComplexTape | undefined {
    const place = new Map<Expr, number>()
    const cells: Cell[] = []
    const stack: Expr[] = [formula]
    while (stack.length > 0) {
      const node = stack.at(-1)!
      if (place.has(node)) {
        stack.pop()
        continue
      }
      const missing = node.args.filter((arg) => !place.has(arg))
      if (missing.length > 0) {
        for (const arg of missing) stack.push(arg)
        continue
      }
      stack.pop()
      const variable = node.op === 'sym' ? variables.indexOf(node.name) : -1
      if (node.shape.length > 0 || (node.op === 'sym' && variable < 0) || REFUSED.has(node.op)) return undefined
      place.set(node, cells.length)
      cells.push({ node, args: node.args.map((arg) => place.get(arg)!), variable })
    }
    return new ComplexTape(cells)
  }

  /** The value at a point. */
  value(x: Float64Array): number {
    return this.run((index) => [x[index]!, 0])?.at(-1)?.[0] ?? Number.NaN
  }

  /**
   * Value and derivative along a direction; undefined at a point where the formula is not differentiable, and
   * where the derivative is too small for the step to carry it.
   */
  derivative(x: Float64Array, direction: Float64Array): ComplexStep | undefined {
    let size = Infinity
    direction.forEach((d, i) => {
      if (d !== 0) size = Math.min(size, (Math.abs(x[i]!) || 1) / Math.abs(d))
    })
    if (size === Infinity) size = 1
    for (const relative of STEPS) {
      const step = relative * size
      const state = { approximate: false }
      const last = this.run((index) => [x[index]!, direction[index]! * step], state)?.at(-1)
      if (last === undefined) return undefined
      const isClear = !(Math.abs(last[1]) < SMALLEST)
      const isZero = last[1] === 0 && relative === STEPS.at(-1)
      if (isClear || isZero) return { value: last[0], derivative: last[1] / step, ...state }
    }
    return undefined
  }

  private run(variable: (index: number) => Complex, state = { approximate: false }): Complex[] | undefined {
    const values: Complex[] = []
    for (const cell of this.cells) {
      const { node } = cell
      const args = cell.args.map((arg) => values[arg]!)
      const value = cell.variable >= 0 ? variable(cell.variable) : (rules[node.op] ?? special)(node, args, state)
      if (value === 'tie') return undefined
      values.push(value)
    }
    return values
  }
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
  piecewise: (_, args) => {
    for (let k = 0; k + 1 < args.length; k += 2) if (args[k]![0] !== 0) return args[k + 1]!
    return args.length % 2 === 1 ? args.at(-1)! : NAN
  },
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
    const line = (offset: number): { value: number; offset: number } => ({
      value: at(args.map((_, j) => (j === k ? offset : 0))),
      offset: a + offset - a,
    })
    const slope = slopeAlong(line, value, { scale: Math.abs(a) || 1, magnitude: Math.abs(a), epsilon: 2 ** -52 })
    if (!(slope.error <= 1e-6 * Math.abs(slope.value) + 1e-12 * Math.abs(value))) return 'tie'
    imaginary += slope.value * b
  }
  return [value, imaginary]
}
