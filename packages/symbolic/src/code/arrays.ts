import { isFunctionName } from '../apply.ts'
import { FluxionError } from '../errors.ts'
import { evaluate } from '../evaluate.ts'
import { type Dimension, type Expr, isNumber } from '../expression.ts'
import { transpose } from '../matrices.ts'
import { numbersOut } from '../matrix/chain-identities.ts'
import { neg } from '../sum.ts'
import { postorder } from '../traverse.ts'
import { type ArrayLanguage, type ArrayRow, arrayLanguages } from './array-languages.ts'

/** Code of an expression, and how tightly it holds: 3 an atom or a call, 2 a power, 1 a product, 0 a sum. */
interface Code {
  readonly text: string
  readonly tight: number
}

const atom = (text: string): Code => ({ text, tight: 3 })
const enclosed = ({ text, tight }: Code, wanted: number): string => (tight < wanted ? `(${text})` : text)

const numeral = (value: number): Code => (value < 0 ? { text: String(value), tight: 1 } : atom(String(value)))

/** Such as log(2 * pi): where functions take arrays alone it is written as the number. */
const isFunctionOfNumbers = (e: Expr): boolean =>
  (isFunctionName(e.op) || e.op === 'pow') &&
  e.symbolBits === 0 &&
  postorder([e]).every((part) => part.shape.length === 0 && part.op !== 'call' && part.op !== 'sum') &&
  Number.isFinite(evaluate(e))

/** What the caller has settled: the identifier of every symbol, and the parameters in order. */
export interface ArrayCodeRequest {
  readonly name: string
  readonly parameters: readonly string[]
  readonly identifier: (symbol: string) => string
}

/** A formula of vectors and matrices as a function over the arrays of a language; shared parts are computed once. */
export function arrayCode(root: Expr, language: ArrayLanguage, request: ArrayCodeRequest): string {
  const row = arrayLanguages[language]
  const writer = new Writer(row, language, root, request.identifier)
  const value = writer.result()
  const { scalarArgument } = row
  const scalars = postorder([root]).filter((e) => e.op === 'sym' && e.shape.length === 0)
  const made = scalarArgument
    ? scalars.map(({ name }) => request.identifier(name)).map((id) => row.assign(`_${id}`, scalarArgument(id)))
    : []
  return (
    row.head +
    [row.begin(request.name, request.parameters), ...made, ...writer.lines, row.result(value), row.end].join('\n')
  )
}

class Writer {
  readonly lines: string[] = []
  private readonly row: ArrayRow
  private readonly language: ArrayLanguage
  private readonly root: Expr
  private readonly identifier: (symbol: string) => string
  private readonly written = new Map<Expr, Code>()
  private readonly sizes = new Map<Dimension, string>()
  /** A parameter that is a vector or matrix. */
  private argument: string | undefined

  constructor(row: ArrayRow, language: ArrayLanguage, root: Expr, identifier: (symbol: string) => string) {
    this.row = row
    this.language = language
    this.root = root
    this.identifier = identifier
  }

  result(): string {
    const nodes = postorder([this.root])
    const uses = new Map<Expr, number>()
    for (const e of nodes) for (const arg of e.args) uses.set(arg, (uses.get(arg) ?? 0) + 1)
    for (const e of nodes) {
      if (e.op !== 'sym' || e.shape.length === 0) continue
      const name = this.identifier(e.name)
      this.argument ??= name
      e.shape.forEach((size, axis) => {
        if (!this.sizes.has(size)) this.sizes.set(size, this.row.size(name, axis))
      })
    }
    for (const e of nodes) {
      const code = this.write(e)
      const isShared = e !== this.root && e.args.length > 0 && (uses.get(e) ?? 0) > 1
      if (!isShared) this.written.set(e, code)
      else {
        const local = `v${this.lines.length}`
        this.lines.push(this.row.assign(local, code.text))
        this.written.set(e, atom(local))
      }
    }
    return this.written.get(this.root)!.text
  }

  private of(e: Expr): Code {
    return this.written.get(e) ?? this.write(e)
  }

  private fill(template: string | undefined, args: readonly Code[], what: string): Code {
    if (template === undefined)
      throw new FluxionError('code/unsupported', `${what} cannot be written for arrays in ${this.language}`, {
        hint: 'compile of @fluxion/bridge runs every formula',
      })
    const text = template.replace(/#(\d)/g, (_, i: string) => args[Number(i) - 1]!.text)
    return { text, tight: /^[\w.]+\(/.test(template) && closesAtEnd(text) ? 3 : 0 }
  }

  private call(name: keyof ArrayRow['calls'], ...args: readonly Code[]): Code {
    return this.fill(this.row.calls[name], args, name)
  }

  private write(e: Expr): Code {
    const { row } = this
    const args = (): Code[] => e.args.map((arg) => this.of(arg))
    if (row.scalarArgument !== undefined && isFunctionOfNumbers(e)) return numeral(evaluate(e))
    switch (e.op) {
      case 'num':
        return numeral(e.value)
      case 'const':
        return e.name in row.constants
          ? atom(row.constants[e.name as keyof ArrayRow['constants']])
          : this.fill(undefined, [], `the constant ${e.name}`)
      case 'sym': {
        const id = this.identifier(e.name)
        return atom(e.shape.length === 0 && row.scalarArgument ? `_${id}` : id)
      }
      case 'add':
        return this.sum(e)
      case 'mul':
      case 'hadamard':
        return this.product(e)
      case 'matmul': {
        const withNumbersOut = numbersOut(e)
        return withNumbersOut === undefined ? this.matrixProduct(e) : this.of(withNumbersOut)
      }
      case 'pow':
        return this.power(e)
      case 'transpose':
        return this.call(e.args[0]!.shape.length === 1 ? 'row' : 'transpose', this.of(e.args[0]!))
      case 'eye':
        return this.typed(this.fill(row.eye, [atom(this.sizeOf(e.shape[0]!))], 'eye'))
      case 'sum':
        if (e.args[0]!.op !== 'ones') break
        return atom(this.sizeOf(e.args[0]!.shape[0]!))
      case 'ones':
        return this.typed(atom(row.ones(e.shape.map((size) => this.sizeOf(size)))))
      case 'piecewise':
        return this.choice(e)
      case 'lt':
      case 'le':
      case 'gt':
      case 'ge':
      case 'eq':
      case 'ne':
        return this.relation(e)
      case 'and':
      case 'or':
        return args().reduce((left, right) => this.fill(row[e.op as 'and' | 'or'], [left, right], e.op))
      case 'not':
        return this.fill(row.not, args(), 'not')
    }
    if (Object.hasOwn(row.calls, e.op)) return this.call(e.op as keyof ArrayRow['calls'], ...args())
    const template = isFunctionName(e.op) ? row.functions[e.op] : undefined
    if (e.op === 'min' || e.op === 'max' || e.op === 'hypot')
      return args().reduce((left, right) => this.fill(template, [left, right], e.op))
    return this.fill(
      template,
      args(),
      e.op === 'call' ? `the function ${e.name}` : e.op === 'D' ? 'an inert derivative' : e.op,
    )
  }

  /** The code of a size: a numeral, or the size of an argument. */
  private sizeOf(size: Dimension): string {
    if (typeof size === 'number') return String(size)
    const parts = size.split('*').map((part) => this.sizes.get(part))
    return parts.includes(undefined) ? this.fill(undefined, [], `the size ${size}`).text : parts.join(' * ')
  }

  /** An array made of numbers alone, in the type of an argument. */
  private typed(made: Code): Code {
    const { typedLike } = this.row
    return typedLike === undefined || this.argument === undefined ? made : atom(typedLike(made.text, this.argument))
  }

  private binary(kind: 'times' | 'over' | 'plus' | 'minus' | 'power', left: Code, right: Code, isArray: boolean): Code {
    const { operators } = this.row
    if (operators === undefined) return atom(`T.${TENSOR[kind]}(${left.text}, ${right.text})`)
    const tight = kind === 'plus' || kind === 'minus' ? 0 : kind === 'power' ? 2 : 1
    const sign = operators[kind][isArray ? 1 : 0]
    return { text: `${enclosed(left, kind === 'power' ? 3 : tight)}${sign}${enclosed(right, tight + 1)}`, tight }
  }

  private sum(e: Expr): Code {
    const isArray = e.shape.length > 0
    const isNegative = (term: Expr): boolean =>
      term.op === 'mul' ? term.args[0]!.value < 0 : isNumber(term) && term.value < 0
    const terms = [...e.args].sort((a, b) => Number(isNegative(a)) - Number(isNegative(b)))
    const [first, ...rest] = terms as [Expr, ...Expr[]]
    return rest.reduce<Code>(
      (left, term) =>
        isNegative(term)
          ? this.binary('minus', left, this.of(neg(term)), isArray)
          : this.binary('plus', left, this.of(term), isArray),
      this.of(first),
    )
  }

  private product(e: Expr): Code {
    const isElementwise = e.op === 'hadamard'
    const isBelow = (factor: Expr): boolean =>
      factor.op === 'pow' && isNumber(factor.args[1]!) && factor.args[1].value === -1
    const above = e.args.filter((factor) => !isBelow(factor))
    const below = e.args.filter(isBelow).map((factor) => this.of(factor.args[0]!))
    const isArray = (a: Expr): boolean => isElementwise && a.shape.length > 0
    const [first = undefined, ...rest] = above
    // -1 in front is a sign, not a factor
    const isSigned = first !== undefined && isNumber(first) && first.value === -1 && rest.length > 0
    const start = isSigned ? this.of(rest[0]!) : first === undefined ? atom('1') : this.of(first)
    const others = (isSigned ? rest.slice(1) : rest).map((factor) => ({
      code: this.of(factor),
      array: isArray(factor),
    }))
    // products of arrays with scalars start with the array where there are no operators, so that sizes spread from the first
    let product = others.reduce<Code>((left, { code, array }) => this.binary('times', left, code, array), start)
    for (const bottom of below) product = this.binary('over', product, bottom, e.shape.length > 0)
    if (!isSigned) return product
    return this.row.operators === undefined
      ? atom(`T.neg(${product.text})`)
      : { text: `-${enclosed(product, 1)}`, tight: 1 }
  }

  private power(e: Expr): Code {
    const [base, exponent] = e.args as [Expr, Expr]
    const isArray = e.shape.length > 0
    if (isNumber(exponent) && exponent.value === 0.5) return this.fill(this.row.squareRoot, [this.of(base)], 'sqrt')
    if (isNumber(exponent) && exponent.value === -1 && this.row.operators !== undefined)
      return this.binary('over', atom('1'), this.of(base), isArray)
    return this.binary('power', this.of(base), this.of(exponent), isArray)
  }

  private choice(e: Expr): Code {
    const codes = e.args.map((arg) => this.of(arg))
    let value = codes[codes.length - 1]!
    for (let i = codes.length - 3; i >= 0; i -= 2)
      value = this.fill(this.row.where, [codes[i]!, codes[i + 1]!, value], 'piecewise')
    const isOfNumbers = e.args.every((arg, i) => arg.shape.length === 0 || (i % 2 === 0 && i < e.args.length - 1))
    return isOfNumbers && e.shape.length > 0 ? this.typed(value) : value
  }

  private relation(e: Expr): Code {
    const [left, right] = e.args.map((arg) => this.of(arg)) as [Code, Code]
    if (this.row.operators === undefined) return atom(`T.${e.op}(${left.text}, ${right.text})`)
    const isArray = e.args.some((arg) => arg.shape.length > 0)
    const prefix = this.row.operators.relation[isArray ? 1 : 0]
    return { text: `(${left.text} ${prefix}${RELATIONS[e.op as keyof typeof RELATIONS]} ${right.text})`, tight: 3 }
  }

  private times(left: Code, right: Code): Code {
    const { operators } = this.row
    if (operators === undefined) return atom(`T.matmul(${left.text}, ${right.text})`)
    return { text: `${enclosed(left, 1)}${operators.matmul}${enclosed(right, 2)}`, tight: 1 }
  }

  /** Factors in order; a product that ends in a vector is taken from the right, and an inverse is a system to solve. */
  private chain(factors: readonly Code[], inverses: readonly (Code | undefined)[], fromRight: boolean): Code {
    if (factors.length === 1) return factors[0]!
    const inverse = inverses[0]
    if (inverse !== undefined)
      return this.call('solve', inverse, this.chain(factors.slice(1), inverses.slice(1), fromRight))
    const at = inverses.findIndex((code, i) => code !== undefined && i < factors.length - 1)
    if (fromRight || at > 0) {
      const cut = at > 0 ? at : 1
      return this.times(
        this.chain(factors.slice(0, cut), inverses.slice(0, cut), fromRight),
        this.chain(factors.slice(cut), inverses.slice(cut), fromRight),
      )
    }
    return factors.slice(1).reduce((left, right) => this.times(left, right), factors[0]!)
  }

  private chainOf(factors: readonly Expr[], fromRight: boolean): Code {
    const inverses = factors.map((factor) => (factor.op === 'inv' ? this.of(factor.args[0]!) : undefined))
    return this.chain(
      factors.map((factor) => this.of(factor)),
      inverses,
      fromRight,
    )
  }

  private matrixProduct(e: Expr): Code {
    const factors = e.args
    if (this.row.rowsAreNative) {
      const code = this.chainOf(factors, e.shape.length < 2)
      return e.shape.length === 0 && !isRowVector(factors[0]!) ? this.call('onlyEntry', code) : code
    }
    const split = factors.findIndex((factor, i) => factor.shape.length === 1 && i < factors.length - 1)
    if (split >= 0 && e.shape.length === 2) {
      const column = this.chainOf(factors.slice(0, split + 1), true)
      return this.call('outer', column, this.flatRow(factors.slice(split + 1)))
    }
    if (isRowVector(factors[0]!)) {
      const row = this.flatRow(factors)
      return e.shape.length === 2 ? this.call('row', row) : row
    }
    const code = this.chainOf(factors, e.shape.length < 2)
    return e.shape.length === 0 ? this.call('onlyEntry', code) : code
  }

  /** A product that is a matrix of one row, or a number, from a vector without its second axis. */
  private flatRow(factors: readonly Expr[]): Code {
    const [first, ...rest] = factors as [Expr, ...Expr[]]
    if (!isRowVector(first)) return this.call('onlyRow', this.chainOf(factors, false))
    const start = this.of(first.op === 'transpose' ? first.args[0]! : transpose(first))
    const last = rest[rest.length - 1]
    if (last === undefined) return start
    return last.shape.length === 1
      ? this.times(start, this.chainOf(rest, true))
      : this.chain([start, ...rest.map((factor) => this.of(factor))], new Array(factors.length).fill(undefined), false)
  }
}

const RELATIONS = { lt: '<', le: '<=', gt: '>', ge: '>=', eq: '==', ne: '!=' } as const
const TENSOR = { times: 'mul', over: 'div', plus: 'add', minus: 'sub', power: 'pow' } as const

/** A transposed vector, or a sum of them. */
const isRowVector = (e: Expr): boolean => e.op === 'transpose' && e.args[0]!.shape.length === 1

/** Whether the bracket of a call closes where the text ends. */
function closesAtEnd(text: string): boolean {
  let depth = 0
  for (let at = text.indexOf('('); at < text.length; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth === 0) return at === text.length - 1
  }
  return false
}
