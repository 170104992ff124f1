import * as errors from '../errors.ts'
import type { Expr } from '../expression.ts'
import { symbolBit } from '../intern.ts'
import { postorder } from '../traverse.ts'
import { type Application, inert, type Naming, type RuleId } from './rules.ts'
import { Trace } from './trace.ts'
import { Verifier } from './verify.ts'

/** Largest formula that is explained, in nodes that depend on the variable. */
const MAX_NODES = 2_000

/** How much is told: trivial steps (constants, linearity, powers of the variable in a sum) merged, or every one. */
export type Detail = 'normal' | 'full'

/** What a step tells of the rule that was applied. */
type Telling = Pick<Step, 'rule' | 'subject' | 'general' | 'where'>

/**
 * One step of a derivation: the rule and the stages of the formula before and after it.
 *
 * @example
 * const [step] = explain('x^3', 'x').steps
 * step instanceof Step // => true
 * step.rule // => power
 */
export class Step {
  /** Which rule; the words for it depend on the language. */
  readonly rule: RuleId
  /** The function a rule is about: `sin`. */
  readonly subject: string | undefined
  /** The general formula as two formulas, `D(u + v, x)` and `D(u, x) + D(v, x)`; some rules have none. */
  readonly general: { readonly left: Expr; readonly right: Expr } | undefined
  /** What the letters of the general formula stand for here. */
  readonly where: readonly Naming[]
  /** The variable of this differentiation. */
  readonly variable: string
  /** What is differentiated in this step. */
  readonly part: Expr
  /** Checked against finite differences when it was made; always true, for a step that fails is an error. */
  readonly verified: true
  /** The steps for the derivatives that this one leaves open. */
  readonly substeps: readonly Step[]
  private readonly trace: Trace
  private readonly stages: readonly [before: number, rewritten: number, after: number]

  constructor(
    trace: Trace,
    part: Expr,
    application: Telling,
    stages: readonly [number, number, number],
    substeps: readonly Step[],
  ) {
    this.rule = application.rule
    this.subject = application.subject
    this.general = application.general
    this.where = application.where
    this.variable = trace.name
    this.part = part
    this.verified = true
    this.substeps = substeps
    this.trace = trace
    this.stages = stages
  }

  /** The whole formula before the step; derivatives not taken yet are inert nodes `D(u, x)`. */
  get before(): Expr {
    return this.trace.stateOf(this.trace.root, this.stages[0])
  }

  /** The whole formula once the rule is applied, before its substeps. */
  get rewritten(): Expr {
    return this.trace.stateOf(this.trace.root, this.stages[1])
  }

  /** The whole formula after the step and its substeps. */
  get after(): Expr {
    return this.trace.stateOf(this.trace.root, this.stages[2])
  }

  /** The inert derivative that the step replaces. */
  get from(): Expr {
    return inert(this.part, this.variable)
  }

  /** What the rule puts in its place. */
  get to(): Expr {
    return this.trace.stateOf(this.part, this.stages[1])
  }

  /** The derivative of the part, complete. */
  get value(): Expr {
    return this.trace.derivatives.get(this.part) ?? this.trace.result
  }

  /** This step with those below it that go on where it ends. */
  leadingTo(substeps: readonly Step[]): Step {
    const [before, rewritten, after] = this.stages
    return new Step(this.trace, this.part, this, [before, rewritten, substeps.at(-1)?.stages[2] ?? after], substeps)
  }

  /** The derivatives of the parts that the letters stand for: `du/dx`. */
  get derivatives(): readonly Naming[] {
    return this.where.flatMap(({ name, value }) => {
      const derivative = this.trace.depends(value) ? this.trace.derivatives.get(value) : undefined
      return derivative === undefined ? [] : [{ name: `d${name}/d${this.variable}`, value: derivative }]
    })
  }

  /** Those of them that the step takes itself, being constants: `du/dx = 2` of `u = 2 * x`. */
  get settled(): readonly Naming[] {
    const { trace, stages } = this
    const values = this.where.filter(
      ({ value }) =>
        trace.isTakenBy(value, stages[1]) && trace.stateOf(value, stages[1]) === trace.derivatives.get(value),
    )
    const names = new Set(values.map(({ name }) => `d${name}/d${this.variable}`))
    return this.derivatives.filter(({ name }) => names.has(name))
  }
}

/** The steps of one branch under its first one. */
function underFirst(steps: readonly Step[]): Step {
  const [first, ...rest] = steps as readonly [Step, ...Step[]]
  return rest.length === 0 ? first : first.leadingTo(rest)
}

/** The steps that lead from `D(f, x)` to the derivative. */
export function stepsOf(
  root: Expr,
  name: string,
  detail: Detail,
): { readonly steps: readonly Step[]; readonly result: Expr } {
  const bit = symbolBit(name)
  const size = postorder([root], (e) => (e.symbolBits & bit) === 0).length
  if (size > MAX_NODES)
    throw errors.tooLarge(`parts that depend on ${name}`, size, MAX_NODES, 'derivative has no such limit')
  const trace = new Trace(root, name)
  const teller = new Teller(trace, detail)
  return { steps: teller.tell(root), result: trace.result }
}

/** Rules that only pass the derivative on. */
const isLinear = (rule: RuleId): boolean => rule === 'sum' || rule === 'constant-factor'

class Teller {
  private readonly trace: Trace
  private readonly detail: Detail
  private readonly verifier: Verifier

  constructor(trace: Trace, detail: Detail) {
    this.trace = trace
    this.detail = detail
    this.verifier = new Verifier(trace.root, trace.name, trace.derivatives)
  }

  tell(e: Expr): Step[] {
    const { trace } = this
    if (!trace.depends(e))
      return [
        new Step(trace, e, { rule: 'constant', where: [], subject: undefined, general: undefined }, [0, 0, 0], []),
      ]
    if (this.trace.isTaken(e)) return []
    const before = trace.stage
    const { application, nodes, open } = this.group(e)
    for (const node of nodes)
      if (!this.verifier.holds(node)) throw errors.internal(`the derivative of ${String(node)} does not verify`)
    const rewritten = trace.take(nodes)
    const inner = open.map((part) => this.tell(part))
    const listed = inner.filter((steps) => steps.length > 0)
    // one open derivative: its steps go on where this one ends; several: each is a branch below this one
    const substeps = listed.length > 1 ? listed.map(underFirst) : []
    const { rule, subject, general, where } = application
    const step = new Step(
      trace,
      e,
      { rule, subject, general, where },
      [before, rewritten, listed.length > 1 ? trace.stage : rewritten],
      substeps,
    )
    return listed.length === 1 ? [step, ...listed[0]!] : [step]
  }

  /** The nodes whose derivatives one step takes, and those it leaves open. */
  private group(e: Expr): { application: Application; nodes: Expr[]; open: Expr[] } {
    const application = this.trace.reader.read(e)
    const nodes = [e, ...application.through]
    const open: Expr[] = []
    if (this.detail === 'full') return { application, nodes, open: [...application.inner] }
    if (!isLinear(application.rule)) {
      for (const part of application.inner)
        if (!this.takeIfLinear(part, nodes)) open.push(this.withoutConstants(part, nodes))
      return { application, nodes, open: unique(open) }
    }
    const powers: Application[] = []
    const pending = [...application.inner].reverse()
    for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
      const inside = this.trace.reader.read(part)
      if (inside.rule === 'variable' || inside.rule === 'power' || isLinear(inside.rule)) {
        if (inside.rule === 'power') powers.push(inside)
        nodes.push(part)
        pending.push(...[...inside.inner].reverse())
      } else open.push(part)
    }
    return { application: this.named(application, powers, open), nodes: unique(nodes), open: unique(open) }
  }

  /** A linear rule under the name that says what happened to its terms. */
  private named(application: Application, powers: readonly Application[], open: readonly Expr[]): Application {
    if (open.length > 0) return application
    const [power] = powers
    if (power === undefined) return { ...application, rule: 'linearity', where: [] }
    const single = powers.length === 1
    return {
      rule: 'power',
      ...(power.general && { general: power.general }),
      where: single ? power.where : [],
      through: [],
      inner: [],
    }
  }

  /** What varies of a part: its constant terms and factors are taken along, unless the power rule does that. */
  private withoutConstants(part: Expr, nodes: Expr[]): Expr {
    const passed: Expr[] = []
    for (let e = part; ; ) {
      const { rule, inner } = this.trace.reader.read(e)
      const [only, ...others] = inner
      if (isLinear(rule) && only !== undefined && others.length === 0) {
        passed.push(e)
        e = only
      } else if (rule === 'power' || passed.length === 0) return part
      else {
        nodes.push(...passed)
        return e
      }
    }
  }

  /** Takes a part along whose derivative is a constant: the variable, `2 * x + 1`. */
  private takeIfLinear(part: Expr, nodes: Expr[]): boolean {
    const found: Expr[] = []
    const pending = [part]
    for (let e = pending.pop(); e !== undefined; e = pending.pop()) {
      const { rule, inner } = this.trace.reader.read(e)
      if (rule !== 'variable' && !isLinear(rule)) return false
      found.push(e)
      pending.push(...inner)
    }
    nodes.push(...found.filter((e) => !this.trace.isTaken(e)))
    return true
  }
}

const unique = (list: readonly Expr[]): Expr[] => Array.from(new Set(list))
