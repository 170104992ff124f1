import { pow } from '../arithmetic.ts'
import { type Expr, isNumber } from '../expression.ts'
import { transpose } from '../matrices.ts'
import { integer, isInteger, type NumberValue, negative, ONE, signOf } from '../number.ts'
import { SPLICE_LIMIT } from '../order.ts'
import { mulAll } from '../product.ts'
import { size } from '../simplify/size.ts'
import { addAll } from '../sum.ts'
import { num, numberNode } from '../symbols.ts'
import { chainOf, splitScalars } from './parts.ts'

/** A term of a sum as scalars times a chain of matrix factors. */
interface Term {
  readonly scalars: readonly Expr[]
  readonly chain: readonly Expr[]
}

function termOf(e: Expr): Term {
  const { scalars, array } = splitScalars(e)
  return { scalars, chain: chainOf(array) }
}

type End = 'first' | 'last'

const at = ({ chain }: Term, end: End): Expr => chain[end === 'first' ? 0 : chain.length - 1]!

/** A sum of vectors or matrices, as short as common factors make it; nothing is distributed but transposes. */
export function factored(sum: Expr): Expr {
  if (sum.args.length > SPLICE_LIMIT) return sum
  const { scalars, rest } = scalarsOut(sum, false)
  if (scalars.length > 0) return mulAll([...scalars, rest.op === 'add' ? factored(rest) : rest])
  return withFactorsOut(withTransposedTermsMerged(sum))
}

/** (A - B)' + A + B is A' - B' + A + B where terms merge then. */
function withTransposedTermsMerged(sum: Expr): Expr {
  const isFlippedSum = (e: Expr): boolean => e.op === 'transpose' && e.args[0]!.op === 'add'
  if (!sum.args.some((term) => isFlippedSum(splitScalars(term).array))) return sum
  const spread = addAll(
    sum.args.flatMap((term) => {
      const { scalars, array } = splitScalars(term)
      if (array.op === 'add') return array.args.map((inner) => mulAll([...scalars, inner]))
      if (!isFlippedSum(array)) return [term]
      return array.args[0]!.args.map((inner) => mulAll([...scalars, transpose(inner)]))
    }),
  )
  return spread.op === 'add' && size(spread) < size(sum) ? spread : sum
}

/** Takes out the factor that most terms start or end with, and goes on with what is left. */
function withFactorsOut(sum: Expr): Expr {
  if (sum.op !== 'add' || sum.args.length > SPLICE_LIMIT) return sum
  const terms = sum.args.map((arg) => (arg.shape.length === 0 ? undefined : termOf(arg)))
  for (const end of ['last', 'first'] as const) {
    const groups = new Map<Expr, number[]>()
    terms.forEach((term, i) => {
      if (term === undefined || term.chain.length < 2) return
      groups.set(at(term, end), [...(groups.get(at(term, end)) ?? []), i])
    })
    for (const [factor, members] of groups) {
      if (members.length < 2) continue
      const inner = factored(addAll(members.map((i) => without(terms[i]!, end))))
      const { scalars, rest } = scalarsOut(inner, true)
      const others = sum.args.filter((_, i) => !members.includes(i))
      const product = mulAll([...scalars, ...(end === 'last' ? [rest, factor] : [factor, rest])])
      const result = addAll([...others, product])
      return result.op === 'add' && result.args.length < sum.args.length ? withFactorsOut(result) : result
    }
  }
  return sum
}

function without({ scalars, chain }: Term, end: End): Expr {
  const rest = end === 'first' ? chain.slice(1) : chain.slice(0, -1)
  return mulAll([...scalars, ...rest])
}

/** The scalar factors that all terms of a sum have, and the sum without them. */
interface Scaled {
  readonly scalars: readonly Expr[]
  readonly rest: Expr
}

/**
 * Takes the scalars out that every term of a sum has; numbers too if `numbers` says so, which is where the sum stands in brackets
 * anyway: `2 * A + 2 * B` as it is, but `2 * (A + B) * x`.
 */
export function scalarsOut(sum: Expr, numbers: boolean): Scaled {
  const asItIs = { scalars: [], rest: sum }
  if (sum.op !== 'add' || sum.shape.length === 0 || sum.args.length > SPLICE_LIMIT) return asItIs
  if (sum.args.some((term) => term.shape.length === 0)) return asItIs
  const terms = sum.args.map(splitScalars)
  const common = terms[0]!.scalars.filter(
    (factor) => !isNumber(factor) && terms.every(({ scalars }) => scalars.includes(factor)),
  )
  const number = numbers ? commonNumber(terms.map(({ scalars }) => coefficient(scalars))) : num(1)
  if (common.length === 0 && number.payload === ONE) return asItIs
  const reciprocal = number.payload === ONE ? [] : [pow(number, -1)]
  const rest = addAll(
    terms.map(({ scalars, array }) =>
      mulAll([...reciprocal, ...scalars.filter((factor) => !common.includes(factor)), array]),
    ),
  )
  return { scalars: [...(number.payload === ONE ? [] : [number]), ...common], rest }
}

const coefficient = (scalars: readonly Expr[]): NumberValue => {
  const first = scalars[0]
  return first !== undefined && isNumber(first) ? first.payload : ONE
}

/** The number that can go in front of a sum whose terms have these coefficients: negative where all are. */
function commonNumber(coefficients: readonly NumberValue[]): Expr {
  const sizes = coefficients.map((c) => (signOf(c) < 0 ? negative(c) : c))
  const isSame = sizes.every(({ value }) => value === sizes[0]!.value)
  const isWhole = sizes.every((size) => isInteger(size) && Number.isSafeInteger(size.value))
  const size = isSame ? sizes[0]! : isWhole ? integer(sizes.map(({ value }) => value).reduce(greatestDivisor)) : ONE
  return numberNode(coefficients.every((c) => signOf(c) < 0) ? negative(size) : size)
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b))
