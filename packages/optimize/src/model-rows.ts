import { type Argument, compile } from '@fluxion/bridge'
import { type Expr, gradient } from '@fluxion/symbolic'
import type { Columns } from './columns.ts'
import type { LeastSquares } from './levenberg-marquardt.ts'
import type { TriangularFactor } from './triangular-factor.ts'

/** Rows that are computed at a time: the block of all columns stays in the cache. */
const BLOCK = 4096

/** Step of the second difference along a direction, relative to it. */
const BEND = 0.1

/** A model with its derivatives by the free parameters, compiled to one kernel that runs over blocks of rows. */
export class ModelRows implements LeastSquares {
  readonly size: number
  readonly rows: number
  readonly responseNorm: number
  private readonly data: Columns
  private readonly response: Float64Array
  /** Square roots of the weights. */
  private readonly rootWeights: Float64Array | undefined
  private readonly parameters: readonly string[]
  private readonly fixed: Readonly<Record<string, number>>
  private readonly block: BlockKernel
  private valueOnly: BlockKernel | undefined
  private readonly model: Expr
  /** Columns of the block under way: derivatives, then model or residual, then a spare one. */
  private readonly work: Float64Array[]

  constructor(
    model: Expr,
    parameters: readonly string[],
    fixed: Readonly<Record<string, number>>,
    data: Columns,
    response: Float64Array,
    weights: Float64Array | undefined,
  ) {
    this.size = parameters.length
    this.rows = data.rows
    this.data = data
    this.response = response
    this.rootWeights = weights?.map(Math.sqrt)
    this.parameters = parameters
    this.fixed = fixed
    this.model = model
    this.block = blockKernel([...gradient(model, [...parameters]), model])
    const height = Math.min(BLOCK, data.rows)
    this.work = Array.from({ length: this.size + 2 }, () => new Float64Array(height))
    let squares = 0
    for (let row = 0; row < response.length; row++) squares += ((this.rootWeights?.[row] ?? 1) * response[row]!) ** 2
    this.responseNorm = Math.sqrt(squares)
  }

  linearize(parameters: Float64Array, factor: TriangularFactor): number {
    factor.clear()
    let sum = 0
    this.forEachBlock((from, count) => {
      this.run(this.block, parameters, from, count, this.work)
      const residual = this.work[this.size]!
      for (let i = 0; i < count; i++) residual[i] = residual[i]! - this.response[from + i]!
      this.weigh(this.size + 1, from, count)
      let blockSum = 0
      for (let i = 0; i < count; i++) blockSum += residual[i]! * residual[i]!
      sum += blockSum
      if (Number.isFinite(sum)) factor.append(this.work, count)
      return Number.isFinite(sum)
    })
    return sum
  }

  bend(parameters: Float64Array, direction: Float64Array, factor: TriangularFactor): void {
    factor.clear()
    this.valueOnly ??= blockKernel([this.model])
    const ahead = parameters.map((value, j) => value + BEND * direction[j]!)
    const spare = this.work[this.size + 1]!
    this.forEachBlock((from, count) => {
      this.run(this.block, parameters, from, count, this.work)
      this.run(this.valueOnly!, ahead, from, count, [spare])
      const model = this.work[this.size]!
      for (let i = 0; i < count; i++) {
        let slope = 0
        for (let j = 0; j < this.size; j++) slope += this.work[j]![i]! * direction[j]!
        model[i] = (2 / BEND) * ((spare[i]! - model[i]!) / BEND - slope)
      }
      this.weigh(this.size + 1, from, count)
      factor.append(this.work, count)
      return true
    })
  }

  /** The model at every row. */
  values(parameters: Float64Array): Float64Array {
    this.valueOnly ??= blockKernel([this.model])
    const all = new Float64Array(this.rows)
    this.forEachBlock((from, count) => {
      this.run(this.valueOnly!, parameters, from, count, [all.subarray(from, from + count)])
      return true
    })
    return all
  }

  private forEachBlock(visit: (from: number, count: number) => boolean): void {
    for (let from = 0; from < this.rows; from += BLOCK) {
      if (!visit(from, Math.min(BLOCK, this.rows - from))) return
    }
  }

  /** Multiplies the first `columns` work columns by the square roots of the weights. */
  private weigh(columns: number, from: number, count: number): void {
    const roots = this.rootWeights
    if (roots === undefined) return
    for (let k = 0; k < columns; k++) {
      const column = this.work[k]!
      // A row without weight counts for nothing even where the model has no value in it.
      for (let i = 0; i < count; i++) column[i] = roots[from + i] === 0 ? 0 : column[i]! * roots[from + i]!
    }
  }

  private run(kernel: BlockKernel, parameters: Float64Array, from: number, count: number, out: Float64Array[]): void {
    const values: Record<string, Argument> = { ...this.data.constants, ...this.fixed }
    this.parameters.forEach((name, j) => {
      values[name] = parameters[j]!
    })
    for (const name of kernel.args) {
      const column = this.data.columns[name]
      if (column !== undefined) values[name] = column.subarray(from, from + count)
    }
    kernel.run(values, out, count)
  }
}

/** Formulas compiled to fill columns. */
export interface BlockKernel {
  readonly args: readonly string[]
  /** Computes `count` rows of every formula into the columns. */
  run(values: Readonly<Record<string, Argument>>, out: readonly Float64Array[], count: number): void
}

/** Compiles formulas; those that do not depend on a column fill theirs with one number. */
export function blockKernel(formulas: readonly Expr[]): BlockKernel {
  const kernel = compile([...formulas])
  const call = kernel as unknown as (
    values: Readonly<Record<string, Argument>>,
    options: { readonly out: readonly Float64Array[] },
  ) => readonly unknown[]
  return {
    args: kernel.args,
    run: (values, out, count) => {
      const used = Object.fromEntries(kernel.args.map((name) => [name, values[name]!]))
      if (Object.values(used).every((value) => typeof value === 'number')) {
        ;(kernel(used) as readonly number[]).forEach((value, k) => {
          out[k]!.fill(value, 0, count)
        })
        return
      }
      const views = formulas.map((_, k) => (out[k]!.length === count ? out[k]! : out[k]!.subarray(0, count)))
      call(used, { out: views }).forEach((result, k) => {
        if (typeof result === 'number') views[k]!.fill(result)
      })
    },
  }
}
