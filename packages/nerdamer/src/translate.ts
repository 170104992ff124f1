import { type Expr, freeSymbols, parse, substitute, toExpr, toText, treeSize } from '@fluxion/symbolic'
import { errors } from './errors.ts'

/** Largest formula, counted as a tree, that is worth handing to nerdamer. */
const SIZE_LIMIT = 5_000n

const RATIONAL = /^-?\d+( \/ \d+)?$/

/** nerdamer's functions by our operation, with how the arguments are written. */
const functions: Readonly<Record<string, (args: readonly string[]) => string>> = {
  exp: ([u]) => `e^(${u})`,
  ...Object.fromEntries(
    [
      ['sin', 'cos', 'tan', 'sec', 'csc', 'cot', 'asin', 'acos', 'atan', 'asec', 'acsc', 'acot'],
      ['sinh', 'cosh', 'tanh', 'sech', 'csch', 'coth', 'asinh', 'acosh', 'atanh', 'abs', 'log', 'erf'],
    ]
      .flat()
      .map((name) => [name, ([u]: readonly string[]) => `${name}(${u})`]),
  ),
  log2: ([u]) => `log(${u})/log(2)`,
  log10: ([u]) => `log(${u})/log(10)`,
  log1p: ([u]) => `log(1+(${u}))`,
  expm1: ([u]) => `(e^(${u})-1)`,
  cbrt: ([u]) => `(${u})^(1/3)`,
  sigmoid: ([u]) => `1/(1+e^(-(${u})))`,
  softplus: ([u]) => `log(1+e^(${u}))`,
  hypot: ([u, v]) => `sqrt((${u})^2+(${v})^2)`,
}

/**
 * The neutral names under which symbols and irrational constants travel to nerdamer and back. Names of the user's never reach it
 * (some are its keywords), and constants such as `sqrt(2 * pi)`, on which its arithmetic goes wrong, stay closed.
 */
export class Names {
  readonly #names = new Map<Expr, string>()

  /** The name a symbol or a constant travels under. */
  of(leaf: Expr): string {
    const known = this.#names.get(leaf)
    if (known !== undefined) return known
    const name = `v${this.#names.size}`
    this.#names.set(leaf, name)
    return name
  }

  /** The expression of an answer, with what travelled put back. Throws `nerdamer/unreadable`. */
  restore(text: string, call: string): Expr {
    const back = Object.fromEntries([...this.#names].map(([leaf, name]) => [name, leaf]))
    let answer: Expr
    try {
      answer = parse(text)
    } catch {
      throw errors.unreadable(call, text)
    }
    if (freeSymbols(answer).some((name) => !Object.hasOwn(back, name))) throw errors.unreadable(call, text)
    return substitute(answer, back)
  }
}

/** The text nerdamer reads for a formula. Throws `nerdamer/unsupported`. */
export function toNerdamer(formula: Expr | string | number, names: Names): string {
  const root = toExpr(formula)
  if (treeSize(root) > SIZE_LIMIT) throw errors.unsupported(`formulas of more than ${SIZE_LIMIT} parts`)
  const write = (e: Expr): string => {
    if (e.shape.length > 0) throw errors.unsupported(`the matrix formula ${toText(e)}`)
    if (e.op === 'sym') return names.of(e)
    if (e.op === 'num' && RATIONAL.test(toText(e))) return `(${toText(e)})`
    if (freeSymbols(e).length === 0) return names.of(e)
    const args = e.args.map(write)
    if (e.op === 'add') return `(${args.join('+')})`
    if (e.op === 'mul') return `(${args.join('*')})`
    if (e.op === 'pow') return `(${args[0]})^(${args[1]})`
    const row = Object.hasOwn(functions, e.op) ? functions[e.op] : undefined
    if (row === undefined) throw errors.unsupported(`${e.op} in ${toText(e)}`)
    return `(${row(args)})`
  }
  return write(root)
}

/** The entries of nerdamer's list text: `[a,[b,c]]` gives `a` and `[b,c]`. */
export function entriesOf(text: string): string[] {
  if (!text.startsWith('[')) return [text]
  const inner = text.slice(1, -1)
  const entries: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i <= inner.length; i++) {
    const c = inner[i]
    if (c === undefined || (c === ',' && depth === 0)) {
      if (i > start) entries.push(inner.slice(start, i))
      start = i + 1
    } else if (c === '(' || c === '[') depth++
    else if (c === ')' || c === ']') depth--
  }
  return entries
}
