import { type Instruction, type IrOp, type LoopIR, operations } from '@fluxion/kernel'
import { apply, derivative, type Expr, type FunctionName, mul, pow, symbol } from '@fluxion/symbolic'
import type { Emitter } from './emitter.ts'
import { functionRow } from './functions.ts'
import { lowerInto } from './lower.ts'

/**
 * Emits the one output of a loop and its derivatives by some of its inputs: reverse accumulation over the instructions, so
 * that value and gradient cost at most about four times the value, whatever it is (Baur and Strassen 1983). Undefined where
 * the loop has an instruction whose derivative the formula must decide, such as the larger of two values.
 */
export function sweepLoop(
  k: Emitter,
  { body, outputs }: LoopIR,
  inputs: readonly number[],
  by: readonly (number | undefined)[],
): readonly number[] | undefined {
  const values: number[] = []
  for (const it of body)
    values.push(it.op === 'load' ? inputs[it.input!]! : k.repeat(it, ...it.args.map((arg) => values[arg]!)))
  const root = outputs[0]!.value
  const varies = varying(body, by)
  const adjoints = new Map<number, Term[]>([[root, [{ value: k.number(1), negative: false }]]])
  for (let at = root; at >= 0; at--) {
    const it = body[at]!
    const terms = adjoints.get(at)
    if (terms === undefined || varies[at] === 0 || it.op === 'load') continue
    const pullBack = rules[it.op] ?? pullBackFunction
    const given = { k, it, args: it.args.map((arg) => values[arg]!), value: values[at]!, adjoint: total(k, terms) }
    for (const [i, arg] of it.args.entries()) {
      if (varies[arg] === 0) continue
      const term = pullBack(given, i)
      if (term === undefined) return undefined
      const known = adjoints.get(arg)
      if (known === undefined) adjoints.set(arg, [term])
      else known.push(term)
    }
  }
  const load = (input: number | undefined): number => body.findIndex((it) => it.op === 'load' && it.input === input)
  return [values[root]!, ...by.map((input) => total(k, adjoints.get(load(input)) ?? []))]
}

/** For each instruction whether it depends on the inputs that are differentiated by. */
function varying(body: readonly Instruction[], by: readonly (number | undefined)[]): Uint8Array {
  const varies = new Uint8Array(body.length)
  body.forEach(({ op, args, type, input }, at) => {
    const depends = op === 'load' ? by.includes(input) : args.some((arg) => varies[arg] === 1)
    // truth values are constant but where they jump
    if (depends && type !== 'bool') varies[at] = 1
  })
  return varies
}

/** A term of an adjoint, without its sign. */
interface Term {
  readonly value: number
  readonly negative: boolean
}

/** An instruction emitted again: the values of its operands, its own, and the derivative of the output by it. */
interface Step {
  readonly k: Emitter
  readonly it: Instruction
  readonly args: readonly number[]
  readonly value: number
  readonly adjoint: number
}

/** What an instruction adds to the adjoint of its operand `i`; undefined where that is not known. */
type PullBack = (step: Step, i: number) => Term | undefined

const plus = (value: number): Term => ({ value, negative: false })
const minus = (value: number): Term => ({ value, negative: true })

const rules: { readonly [Op in IrOp]?: PullBack } = {
  add: ({ adjoint }) => plus(adjoint),
  sub: ({ adjoint }, i) => (i === 0 ? plus(adjoint) : minus(adjoint)),
  neg: ({ adjoint }) => minus(adjoint),
  mul: ({ k, args, adjoint }, i) => plus(times(k, adjoint, args[1 - i]!)),
  div: ({ k, args, value, adjoint }, i) => {
    const quotient = k.op('div', adjoint, args[1]!)
    return i === 0 ? plus(quotient) : minus(k.op('mul', quotient, value))
  },
  select: ({ k, args, adjoint }, i) => {
    const [first, second] = i === 1 ? [adjoint, k.number(0)] : [k.number(0), adjoint]
    return plus(k.op('select', args[0]!, first, second))
  },
}

const [u, v, w] = [symbol('u'), symbol('v'), symbol('w')]

/** The partial derivative is that of formulas, times the adjoint w. */
const pullBackFunction: PullBack = ({ k, it, args, value, adjoint }, i) => {
  const formula = formulaOf(it.op)
  if (formula === undefined) return undefined
  const partial = mul(w, derivative(formula, i === 0 ? u : v))
  const known = new Map([
    [u, args[0]!],
    [v, args[1]!],
    [w, adjoint],
    [formula, value],
  ])
  return plus(lowerInto(k, [partial], (e) => known.get(e))[0]!)
}

/** The smooth functions among the operations, as formulas of u and v. */
function formulaOf(op: IrOp): Expr | undefined {
  if (op === 'pow') return pow(u, v)
  if (op === 'sqrt') return pow(u, '1/2')
  if (op === 'exp2') return pow(2, u)
  const smooth = op === 'abs' || operations[op].kind !== 'arithmetic'
  return smooth && isFunction(op) ? apply(op, [u, v].slice(0, operations[op].arity)) : undefined
}

const isFunction = (op: string): op is FunctionName => op !== 'mod' && functionRow(op) !== undefined

function times(k: Emitter, a: number, b: number): number {
  const one = k.number(1)
  return a === one ? b : b === one ? a : k.op('mul', a, b)
}

/** The sum of terms: positive ones are added, negative ones subtracted. */
function total(k: Emitter, terms: readonly Term[]): number {
  const first = terms.find(({ negative }) => !negative) ?? terms[0]
  if (first === undefined) return k.number(0)
  let sum = first.value
  for (const term of terms)
    if (term !== first) sum = k.op(term.negative === first.negative ? 'add' : 'sub', sum, term.value)
  return first.negative ? k.op('neg', sum) : sum
}
