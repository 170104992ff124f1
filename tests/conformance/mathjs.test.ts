import { evaluateComplex, evaluatePrecise, fromMathJs, toMathJs } from '@fluxion/mathjs'
import { evaluate, FluxionError, freeSymbols, functions, parse } from '@fluxion/symbolic'
import { all, create, type MathNode, unit } from 'mathjs'
import { describe, expect, test } from 'vitest'
import { agree, corpusTest, type Fault, report, Score } from './corpus.ts'

const math = create(all ?? {})

type Expr = ReturnType<typeof parse>

interface Row {
  readonly src?: string
  readonly id?: string
  readonly kind?: string
  readonly input?: string
  readonly f?: string
  readonly F?: string
}

/** Why a tree is no formula, or the formula. */
function formulaOf(tree: MathNode): Expr | string {
  try {
    return fromMathJs(tree)
  } catch (error) {
    if (error instanceof FluxionError && /^(mathjs|symbolic)\//.test(error.code)) return error.code
    throw error
  }
}

/** mathjs tree → formula → tree: the formula again, and mathjs's own value of either tree. */
function roundTrip(tree: MathNode, f: Expr): Fault | undefined {
  const back = toMathJs(f)
  if (fromMathJs(back) !== f) return { kind: 'another formula', reason: `${String(back)} becomes ${fromMathJs(back)}` }
  if (parse(back.toString()) !== f) return { kind: 'another text', reason: back.toString() }
  for (const shift of [0.31, 1.17]) {
    const at = Object.fromEntries(freeSymbols(f).map((name, i) => [name, shift + 0.237 * i]))
    const [wanted, found] = [tree, back].map((node) => valueIn(node, at))
    if (typeof wanted !== 'number' || !Number.isFinite(wanted)) continue
    const mine = evaluate(f, at) as number
    // where terms cancel the order of operations shows; the values then agree as far as rounding of either lets them
    if (![found, mine].some((value) => typeof value === 'number' && agree(value, wanted, 1e-7)))
      return { kind: 'value', reason: `${String(found)}, the tree it came from ${wanted}` }
  }
  return undefined
}

function valueIn(node: MathNode, at: Record<string, number>): unknown {
  try {
    return node.evaluate({ ...at })
  } catch {
    return undefined
  }
}

function judgeAll(file: string, texts: readonly string[]): Score {
  const score = new Score(file, ['another formula', 'another text', 'value'])
  const beside = new Map<string, number>()
  for (const text of new Set(texts)) {
    let tree: MathNode
    try {
      tree = math.parse(text)
    } catch {
      beside.set('not read by mathjs', (beside.get('not read by mathjs') ?? 0) + 1)
      continue
    }
    const f = formulaOf(tree)
    if (typeof f === 'string') beside.set(f, (beside.get(f) ?? 0) + 1)
    else score.add(text, roundTrip(tree, f))
  }
  score.print()
  for (const [reason, count] of beside) report(`  not of the shared grammar: ${count} ${reason}`)
  return score
}

corpusTest<Row>('units-mathjs-nerdamer.jsonl', 'trees of mathjs become formulas and come back', (rows) => {
  const mine = rows.filter(({ src }) => src?.startsWith('mathjs'))
  const score = judgeAll(
    'units-mathjs-nerdamer.jsonl mathjs trees',
    mine.flatMap(({ input }) => input ?? []),
  )
  expect(score.right).toBe(score.total)
})

corpusTest<Row>('derivatives.jsonl', 'trees of mathjs become formulas and come back', (rows) => {
  const score = judgeAll(
    'derivatives.jsonl mathjs trees',
    rows.flatMap(({ f, F }) => [f ?? [], F ?? []].flat()),
  )
  expect(score.right).toBe(score.total)
})

describe('over the sampling ranges of the function table', () => {
  const rows = Object.entries(functions).map(([name, { arity, sample }]) => {
    const names = arity === 1 ? ['x'] : ['x', 'y']
    // orders and degrees are whole numbers
    const whole = ['nthRoot', 'polygamma', 'besselj', 'bessely'].includes(name)
    const points = [0.03, 0.21, 0.47, 0.68, 0.96].map((part) => {
      const [low, high] = sample
      const x = low + part * (high - low)
      const y = low + ((part + 0.37) % 1) * (high - low)
      if (!whole) return { x, y }
      return name === 'nthRoot' ? { x, y: Math.ceil(y) } : { x: Math.ceil(x), y }
    })
    return { name, text: `${name}(${names.join(', ')})`, points }
  })
  // mathjs has neither, and both need more than a series to many digits
  const imprecise = ['bessely', 'polygamma']

  test.each(rows.filter(({ name }) => !imprecise.includes(name)))(
    '$text to 30 digits is its value in double precision',
    ({ text, points }) => {
      for (const at of points) {
        const precise = evaluatePrecise(text, at, { digits: 30 }).toNumber()
        expect(agree(evaluate(text, at) as number, precise, 4e-15), `${text} at ${JSON.stringify(at)}`).toBe(true)
      }
    },
  )

  const onThePlane =
    'exp log log2 log10 log1p expm1 cbrt abs sign sin cos tan sec csc cot asin acos atan asec acsc acot'
      .concat(' sinh cosh tanh sech csch coth asinh acosh atanh asech acsch acoth gamma sqrt')
      .split(' ')
  test.each(onThePlane)('%s of complex numbers is on the branch of mathjs', (name) => {
    const parts = [-2.3, -0.7, 0.4, 1.9]
    for (const re of parts)
      for (const im of [0, ...parts]) {
        const at = `${name} at ${re} + ${im}i`
        // of a real number by its own value: the arccotangent of mathjs differs from it on the plane
        const given = im === 0 && name === 'acot' ? re : math.complex(re, im)
        const wanted = math.complex((math[name as 'sin'] as (x: unknown) => never)(given))
        const found = evaluateComplex(`${name}(x)`, { x: { re, im } })
        expect(agree(found.re, wanted.re, 1e-12), at).toBe(true)
        expect(agree(found.im, wanted.im, 1e-12), at).toBe(true)
      }
  })
})

describe('quantities with units are refused by name', () => {
  test.each(['5 cm', '2 kg * x', '3 m / (2 s)'])('%s', (text) => {
    // mathjs reads a unit as a symbol times a number; with its value in place the tree holds a quantity
    const tree = math.parse(text).transform((node) => {
      const { type, name } = node as MathNode & { name?: string }
      return type === 'SymbolNode' && name !== 'x' ? new math.ConstantNode(unit(1, name) as never) : node
    })
    expect(() => fromMathJs(tree)).toThrow(expect.objectContaining({ code: 'mathjs/unit' }))
  })
})

test.each(['1/3', '22/7', '-5/4', '123456789012345678901/7'])('the fraction %s keeps its exact value', (text) => {
  const tree = new math.ConstantNode(math.fraction(text) as never)
  expect(fromMathJs(tree)).toBe(parse(text))
})

test.each(['1/3', '22/7', '-5/4'])('the fraction %s comes back', (text) => {
  expect(fromMathJs(toMathJs(text))).toBe(parse(text))
})
