import { type Argument, culprit, isNumbers, type Point, type Raveled, ravel, type Unraveled } from '@fluxion/bridge'
import { Expr, type Formula } from '@fluxion/symbolic'
import { adam } from './adam.ts'
import { type Box, project } from './bounds.ts'
import { type Bounds, boxOf } from './box.ts'
import { descend } from './descend.ts'
import { differenceGradient, differenceHessian } from './differences.ts'
import { drive, driveAsync, type Watching } from './drive.ts'
import { errors } from './errors.ts'
import { type Data, formulaObjective, formulaOf } from './formula-objective.ts'
import { fixedRateDescent, gradientDescent } from './gradient-descent.ts'
import { lbfgs } from './lbfgs.ts'
import { newton } from './newton.ts'
import type { Descent, Objective, Outcome, StopReason, TraceRow } from './objective.ts'
import { requireCount, requireKnown, requireTolerances } from './require.ts'
import type { StepRule } from './step-rule.ts'

/** The algorithms of {@link minimize}. */
export type Method = 'lbfgs' | 'newton' | 'gradientDescent' | 'adam'

/** What {@link minimize} is told. */
export interface MinimizeOptions<P extends Point = Point> extends Watching<Progress<P>> {
  /** Where to begin: a record for a formula, an array for a function of arrays. The result has the same form. */
  readonly start: P
  /**
   * `lbfgs` (default): limited-memory BFGS. `newton`: trust region on the exact Hessian, for up to some hundred
   * variables. `gradientDescent`: Barzilai–Borwein steps, or a fixed learning rate. `adam`: for noisy or very
   * rough objectives.
   */
  readonly method?: Method
  /** Of a function: its gradient at x, in the form of x; differences are used where it is left out. */
  readonly gradient?: (x: never) => unknown
  /** Of a function, for `newton`: its Hessian at x, rows nested or one after the other. */
  readonly hessian?: (x: never) => unknown
  /** Columns of data and constants of a formula. With columns the objective is the formula's sum over the rows. */
  readonly data?: Data
  /** How rows are put together; default sum. */
  readonly reduce?: 'sum' | 'mean'
  /** Bounds by name for a record, one pair for each entry for an array. */
  readonly bounds?: Readonly<Record<string, Bounds>> | readonly Bounds[]
  /** Default 1000; for gradient descent and Adam 10,000. */
  readonly maxIterations?: number
  /** Bound on the relative gradient `max |g_i| max(|x_i|, 1) / max(|f|, 1)`; default 1e-9. */
  readonly tolerance?: number
  /** Stops where a step changes the value by no more than this, relative to it or to 1; default 0. */
  readonly valueTolerance?: number
  /** Stops where a step is no longer than this, relative to the point or to 1; default 0. */
  readonly stepTolerance?: number
  /** L-BFGS: number of steps remembered; default 12. */
  readonly memory?: number
  /** Gradient descent: a fixed rate instead of a line search. Adam: the first rate, default 0.05. */
  readonly learningRate?: number
}

/** The names of all options. */
const OPTIONS: { readonly [Name in keyof Required<MinimizeOptions>]: true } = {
  start: true,
  method: true,
  gradient: true,
  hessian: true,
  data: true,
  reduce: true,
  bounds: true,
  maxIterations: true,
  tolerance: true,
  valueTolerance: true,
  stepTolerance: true,
  memory: true,
  learningRate: true,
  onProgress: true,
  signal: true,
}

/** The options that do not depend on the form of the start. */
type Controls = Omit<MinimizeOptions, 'start' | 'onProgress'>

/** What `onProgress` receives. */
export interface Progress<P extends Point = Point> extends TraceRow {
  readonly x: Unraveled<P>
}

/** The end of a minimisation. */
export interface Minimum<P extends Point = Point> {
  /** The best point, in the form of the start. */
  readonly x: Unraveled<P>
  readonly value: number
  /** Euclidean norm of the gradient there; with bounds, of its part that could still lower the value. */
  readonly gradientNorm: number
  readonly iterations: number
  /** Evaluations of value and gradient. */
  readonly evaluations: number
  readonly converged: boolean
  readonly reason: StopReason
  readonly method: Method
  /** One row for each iteration, from the start on. */
  readonly trace: readonly TraceRow[]
}

/**
 * A local minimum of a formula or function.
 *
 * A formula is compiled together with its gradient; columns in `data` are summed over in one pass. Throws
 * `optimize/bad-start` where the start has no finite value, `optimize/unbound-symbol`, `optimize/bad-bounds`,
 * `optimize/aborted`.
 *
 * @example
 * minimize('(1 - x)^2 + 100 * (y - x^2)^2', { start: { x: -1.2, y: 1 } }).x.y.toFixed(6) // => 1.000000
 * minimize((x: Float64Array) => (x[0] - 3) ** 2, { start: [0] }).x[0].toFixed(6) // => 3.000000
 */
export function minimize<P extends Point>(
  f: Formula | ((x: Unraveled<P>) => number),
  options: MinimizeOptions<P>,
): Minimum<P> {
  const problem = prepare(f, options)
  const { outcome, trace } = drive(problem.descent, problem.watching)
  return problem.finish(outcome, trace)
}

/**
 * {@link minimize} that gives way to other work between iterations, so that a signal can stop it and a page stays
 * responsive.
 *
 * @example
 * (await minimizeAsync('(x - 2)^2', { start: { x: 0 } })).converged // => true
 */
export async function minimizeAsync<P extends Point>(
  f: Formula | ((x: Unraveled<P>) => number),
  options: MinimizeOptions<P>,
): Promise<Minimum<P>> {
  const problem = prepare(f, options)
  const { outcome, trace } = await driveAsync(problem.descent, problem.watching)
  return problem.finish(outcome, trace)
}

interface Problem<P extends Point> {
  readonly descent: Descent
  readonly watching: Parameters<typeof drive>[1]
  finish(outcome: Outcome, trace: readonly TraceRow[]): Minimum<P>
}

function prepare<P extends Point>(f: Formula | ((x: Unraveled<P>) => number), options: MinimizeOptions<P>): Problem<P> {
  if (options?.start === undefined || options.start === null) throw errors.missingStart()
  requireKnown(options, Object.keys(OPTIONS))
  const { start, method = 'lbfgs', onProgress, signal } = options
  const given = ravel(start)
  const box = boxOf(given, options.bounds)
  const point = { ...given, flat: project(Float64Array.from(given.flat), box) }
  const objective = typeof f === 'function' ? functionObjective(f, point, options) : objectiveOf(f, point, options)
  checkStart(f, objective, point, options.data ?? {})
  const form = (flat: Float64Array): Unraveled<P> => point.unravel(flat) as Unraveled<P>
  return {
    descent: descentOf(objective, point, box, method, options),
    watching: {
      ...(onProgress === undefined ? {} : { onProgress: (at) => onProgress({ ...at, x: form(at.x) }) }),
      ...(signal === undefined ? {} : { signal }),
    },
    finish: ({ x, ...rest }, trace) => ({ x: form(x), ...rest, method, trace }),
  }
}

function descentOf(
  objective: Objective,
  point: Raveled,
  box: Box | undefined,
  method: Method,
  options: Controls,
): Descent {
  const { maxIterations = method === 'lbfgs' || method === 'newton' ? 1000 : 10_000, tolerance = 1e-9 } = options
  const { valueTolerance = 0, stepTolerance = 0 } = options
  const rule = ruleOf(objective, method, maxIterations, options)
  requireCount('maxIterations', maxIterations, 0)
  requireTolerances({ tolerance, valueTolerance, stepTolerance })
  return descend(objective, point.flat, rule, { maxIterations, tolerance, valueTolerance, stepTolerance, box })
}

function ruleOf(objective: Objective, method: Method, maxIterations: number, options: Controls): StepRule {
  const { memory = 12, learningRate } = options
  const { size, hessian } = objective
  if (!(learningRate === undefined || (learningRate > 0 && learningRate < Infinity))) {
    throw errors.badOption('learningRate', learningRate, 'a positive number')
  }
  switch (method) {
    case 'lbfgs':
      requireCount('memory', memory, 1)
      return lbfgs(memory)
    case 'newton':
      if (hessian === undefined || size > 2000) throw errors.noHessian(size)
      return newton(size, hessian)
    case 'gradientDescent':
      return learningRate === undefined ? gradientDescent() : fixedRateDescent(learningRate)
    case 'adam':
      return adam(size, maxIterations, { learningRate: learningRate ?? 0.05, beta1: 0.9, beta2: 0.999 })
    default:
      throw errors.unknownMethod(method)
  }
}

function objectiveOf(f: Formula, point: Raveled, options: Controls): Objective {
  if (point.parts.some(({ name }) => name === undefined)) {
    throw errors.badOption('start', 'an array', 'a record of the variables of the formula')
  }
  const own = (['gradient', 'hessian'] as const).find((name) => options[name] !== undefined)
  if (own !== undefined) throw errors.badOption(own, 'a function', 'none: a formula is differentiated exactly')
  return formulaObjective(formulaOf(f, point), point, options.data ?? {}, options.reduce ?? 'sum')
}

function functionObjective(f: (x: never) => unknown, point: Raveled, options: Controls): Objective {
  const value = (x: Float64Array): number => {
    const result = (f as (x: unknown) => unknown)(point.unravel(x))
    if (typeof result !== 'number') throw errors.notANumber(result)
    return result
  }
  const size = point.flat.length
  const numbers = (given: (x: never) => unknown, x: Float64Array): Float64Array => {
    const result = (given as (x: unknown) => unknown)(point.unravel(x))
    return ravel(result as Point, isNumbers(result) ? undefined : point.parts.map(({ name }) => name!)).flat
  }
  const { gradient: given, hessian } = options
  const gradient = (x: Float64Array, out: Float64Array): void => {
    if (given === undefined) {
      differenceGradient(value, x, out)
      return
    }
    const flat = numbers(given, x)
    if (flat.length !== size) throw errors.gradientSize(flat.length, size)
    out.set(flat)
  }
  return {
    size,
    evaluate: (x, out) => {
      const result = value(x)
      gradient(x, out)
      return result
    },
    hessian:
      hessian === undefined
        ? (x, out) => differenceHessian(gradient, x, out)
        : (x, out) => {
            const flat = numbers(hessian, x)
            if (flat.length !== size * size) throw errors.hessianSize(flat.length, size)
            out.set(flat)
          },
  }
}

function checkStart(f: unknown, objective: Objective, point: Raveled, data: Data): void {
  const place = placeText(point)
  const lost = point.flat.findIndex(Number.isNaN)
  if (lost >= 0) throw errors.badStart(`the value of ${point.path(lost)} is NaN`, place)
  const gradient = new Float64Array(objective.size)
  const value = objective.evaluate(point.flat, gradient)
  const bad = gradient.findIndex((entry) => !Number.isFinite(entry))
  if (Number.isFinite(value) && bad < 0) return
  const what = Number.isFinite(value)
    ? `the derivative by ${point.path(bad)} is ${gradient[bad]}`
    : `the value is ${value}`
  const isFormula = f instanceof Expr || typeof f === 'string'
  const numbers = Object.values(data).every((entry) => typeof entry === 'number')
  const reason =
    isFormula && numbers
      ? culprit(formulaOf(f, point), { ...data, ...(point.unravel(point.flat) as Record<string, Argument>) })
      : undefined
  throw errors.badStart(what, place, reason)
}

/** The first few entries of a point, as text. */
export function placeText({ flat, path }: Raveled): string {
  const shown = Array.from(flat.subarray(0, 6), (value, i) => `${path(i)} = ${Number(value.toPrecision(6))}`)
  return `${shown.join(', ')}${flat.length > 6 ? ', …' : ''}`
}
