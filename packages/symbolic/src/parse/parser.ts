import * as errors from '../errors.ts'
import type { Expr } from '../expression.ts'
import { pow, powElementwise } from '../power.ts'
import { div, mulAll } from '../product.ts'
import { addAll, neg } from '../sum.ts'
import { constantNamed, literal, percent } from './atoms.ts'
import { parseErrors, type Span } from './errors.ts'
import { type Frame, type FrameKind, type Look, levels, look } from './frames.ts'
import type { Names } from './names.ts'
import * as operations from './operations.ts'
import type { Tokens } from './tokens.ts'

/** Most constructs open at once. */
export const MAX_OPEN = 300_000

const OPERAND = 'a number, a name, a function or "("'
const OPERATOR = 'an operator or the end'

/**
 * An operator-precedence parser with an explicit stack of open constructs, so that nesting costs memory, not the stack
 * of calls. It alternates between two states: an operand is wanted (numbers, names, signs, opening brackets), and an
 * operator is wanted (infix and postfix operators, closing brackets, or another operand: implicit multiplication).
 */
export class Parser {
  private readonly text: string
  private readonly tokens: Tokens
  private readonly names: Names
  private readonly frames: Frame[] = []
  private top: Frame
  private at = 0
  private value: Expr | undefined
  private seen: Look = look.plain
  /** The token that the constructor at work stands for, and the chain it builds: places for its errors. */
  private blame = 0
  private chain: { readonly frame: Frame; readonly build: (items: readonly Expr[]) => Expr } | undefined

  /** The last minus sign that was applied: in `-(a + b) * c` it is a factor -1 of the product. */
  private minus: { readonly negative: Expr; readonly of: Expr } | undefined

  constructor(text: string, tokens: Tokens, names: Names) {
    this.text = text
    this.tokens = tokens
    this.names = names
    this.top = { kind: 'root', items: [], marks: [0], signs: [] }
    this.frames.push(this.top)
  }

  /** The expression of the whole text. */
  run(): Expr {
    try {
      do this.operand()
      while (!this.operators())
      return this.value!
    } catch (error) {
      if (error instanceof errors.FluxionError && error.position === undefined)
        throw parseErrors.located(error, this.span(this.blamed()))
      throw error
    }
  }

  private span(at: number): Span {
    return { text: this.text, start: this.tokens.starts[at]!, end: this.tokens.ends[at]! }
  }

  private type(at: number): string {
    return this.tokens.types[at] ?? 'end'
  }

  private word(at: number): string {
    return this.text.slice(this.tokens.starts[at], this.tokens.ends[at])
  }

  /** The operator of a chain at which its constructor first fails. */
  private blamed(): number {
    if (this.chain === undefined) return this.blame
    const { frame, build } = this.chain
    let left = frame.items[0]!
    for (let i = 1; i < frame.items.length; i++) {
      try {
        left = build([left, frame.items[i]!])
      } catch {
        return frame.marks[i]!
      }
    }
    return this.blame
  }

  private buildChain(frame: Frame, build: (items: readonly Expr[]) => Expr): Expr {
    this.chain = { frame, build }
    const built = build(frame.items)
    this.chain = undefined
    return built
  }

  // ---- opening and closing constructs

  private open(kind: FrameKind, sign: string, first?: Expr): Frame {
    if (this.frames.length >= MAX_OPEN) throw parseErrors.tooDeep(this.span(this.at), MAX_OPEN)
    const frame: Frame =
      first === undefined
        ? { kind, items: [], marks: [this.at], signs: [sign] }
        : { kind, items: [first], marks: [this.at, this.at], signs: [sign] }
    this.frames.push(frame)
    this.top = frame
    return frame
  }

  private pop(): Frame {
    const frame = this.frames.pop()!
    this.top = this.frames[this.frames.length - 1]!
    return frame
  }

  private give(value: Expr, seen: Look): void {
    this.value = value
    this.seen = seen
  }

  /** Completes what binds tighter than `level`. */
  private reduce(level: number): void {
    while (levels[this.top.kind] > level) {
      const frame = this.pop()
      this.blame = frame.marks[frame.marks.length - 1]!
      const before = this.seen
      this.give(this.close(frame, this.value!), look.operator)
      if (frame.kind === 'prefix' && before === look.numeral && frame.signs[0] !== 'not') this.seen = look.signed
    }
  }

  /** The node of a complete construct, given its last operand. */
  private close(frame: Frame, last: Expr): Expr {
    const { kind, items, signs } = frame
    switch (kind) {
      case 'power':
        return signs[0] === '^' ? pow(items[0]!, last) : powElementwise(items[0]!, last)
      case 'prefix':
        return this.signed(signs[0]!, last)
      case 'ratio':
        return div(items[0]!, last)
      case 'implicit':
        items.push(last)
        return this.buildChain(frame, operations.product)
      case 'product':
        this.appendFactor(frame, last)
        return this.buildChain(frame, operations.product)
      case 'sum':
        this.appendTerm(frame, last)
        return this.buildChain(frame, addAll)
      case 'xor':
        return operations.exclusive(items[0]!, last)
      case 'relation':
        items.push(last)
        return operations.relations(items, signs)
      case 'and':
        items.push(last)
        return operations.conjunction(items)
      case 'or':
        items.push(last)
        return operations.disjunction(items)
      case 'whenFalse':
        items.push(last)
        return operations.choose(items)
      default:
        throw errors.internal(`${kind} closes by its own sign`)
    }
  }

  private signed(sign: string, last: Expr): Expr {
    if (sign === 'not') return operations.negation(last)
    if (sign === '+') return last
    const negative = neg(last)
    this.minus = { negative, of: last }
    return negative
  }

  /** Takes the value into a chain of `* / .* ./ % mod` as its next factor. */
  private appendFactor(frame: Frame, factor: Expr): void {
    const { items, signs } = frame
    const sign = signs[signs.length - 1]!
    const scalar = factor.shape.length === 0
    if (sign === '*' || (sign === '.*' && scalar)) items.push(factor)
    else if ((sign === '/' || sign === './') && scalar) items.push(div(operations.one(), factor))
    else {
      // scalars before an elementwise operator stay factors of the whole: -(x - y) .* z is -((x - y) .* z)
      const entrywise = sign === '.*' || sign === './'
      const scalars = entrywise ? items.filter((item) => item.shape.length === 0) : []
      const others = entrywise ? items.filter((item) => item.shape.length > 0) : items
      const left = others.length === 0 ? operations.one() : operations.product(others)
      items.length = 0
      items.push(...scalars, operations.binary[sign as keyof typeof operations.binary](left, factor))
      frame.marks.splice(0, Math.max(0, frame.marks.length - items.length))
    }
  }

  /** Takes the value into a chain of `+ -` as its next term; `a + 10%` is `a + a * 10%`, as in mathjs. */
  private appendTerm(frame: Frame, last: Expr): void {
    const { items, signs, marks } = frame
    let term = last
    if (this.seen === look.percentage) {
      const left = addAll(items)
      term = mulAll([left, last])
      items.length = 0
      items.push(left)
      marks.splice(0, marks.length - 2)
    }
    items.push(signs[signs.length - 1] === '-' ? neg(term) : term)
  }

  /** The value joins the open chain of this kind, or opens one. */
  private join(kind: FrameKind, sign: string): void {
    this.reduce(levels[kind])
    const { top } = this
    const value = this.value!
    if (top.kind !== kind) {
      const opened = this.open(kind, sign, value)
      const { minus } = this
      if (
        (kind === 'product' || kind === 'implicit') &&
        this.seen === look.operator &&
        minus?.negative === value &&
        minus.of.op === 'add'
      ) {
        opened.items.splice(0, 1, operations.minusOne(), minus.of)
        opened.marks.push(this.at)
      }
      return
    }
    this.blame = top.marks[top.marks.length - 1]!
    if (kind === 'sum') this.appendTerm(top, value)
    else if (kind === 'product') this.appendFactor(top, value)
    else if (kind === 'xor') top.items[0] = operations.exclusive(top.items[0]!, value)
    else top.items.push(value)
    top.marks.push(this.at)
    top.signs.push(sign)
  }

  // ---- an operand is wanted

  private operand(): void {
    for (;;) {
      const type = this.type(this.at)
      switch (type) {
        case 'number':
          this.give(literal(this.span(this.at)), look.numeral)
          this.at++
          return
        case 'name':
        case 'mod':
        case 'and':
        case 'or':
        case 'xor':
          if (this.name(type)) return
          break
        case '-':
        case '+':
        case 'not':
          this.open('prefix', type)
          this.at++
          break
        case '(':
          this.open('group', '(')
          this.at++
          break
        case 'newline':
          this.at++
          break
        case "'":
        case '"':
          if (this.normName(type)) return
          throw this.unexpected(OPERAND)
        case ')':
          if (this.top.kind !== 'call' || this.type(this.at - 1) !== '(') throw this.unexpected(OPERAND)
          this.endCall()
          return
        default:
          throw this.unexpected(OPERAND)
      }
    }
  }

  /** A name: a call is opened (false), or a symbol or constant is the value (true). */
  private name(type: string): boolean {
    const at = this.at
    const name = this.word(at)
    const next = this.type(at + 1)
    if (next === '(') {
      if (!this.names.isFunction(name)) throw parseErrors.unknownFunction(this.span(at), this.names.near(name))
      this.openCall(name, at + 2)
      return false
    }
    if (type !== 'name') throw this.unexpected(OPERAND)
    if (next === "'" && this.names.takesMarks(name)) {
      const { orders, end } = this.primes(at + 1)
      if (this.type(end) === '(') {
        this.openCall(name, end + 1).orders = orders
        return false
      }
    }
    const known = this.names.symbolOf(name)
    if (known === undefined && this.names.needsArguments(name)) throw parseErrors.functionName(this.span(at))
    this.give(known ?? constantNamed(name) ?? this.names.newSymbol(name), look.plain)
    this.at++
    return true
  }

  private openCall(name: string, next: number): Frame {
    const frame = this.open('call', name)
    this.at = next
    return frame
  }

  /** The derivative marks after the name of an undefined function: `'`, `''`, or `'[1, 0]` with an order for each argument. */
  private primes(start: number): { readonly orders: readonly number[]; readonly end: number } {
    let end = start
    while (this.type(end) === "'") end++
    if (end !== start + 1 || this.type(end) !== '[') return { orders: [end - start], end }
    const orders: number[] = []
    do {
      this.at = end + 1
      const order = this.type(this.at) === 'number' ? Number(this.word(this.at)) : Number.NaN
      if (!(Number.isInteger(order) && order <= 1000))
        throw this.unexpected('how often the function is differentiated by this argument')
      orders.push(order)
      end = this.at + 1
    } while (this.type(end) === ',')
    this.at = end
    if (this.type(end) !== ']') throw this.unexpected('"," or "]"')
    return { orders, end: end + 1 }
  }

  /** The 'fro' of norm(A, 'fro'): the one place for a quoted word. */
  private normName(quote: string): boolean {
    const { top, at } = this
    if (top.kind !== 'call' || top.signs[0] !== 'norm' || top.items.length !== 1) return false
    if (this.type(at + 1) !== 'name' || this.type(at + 2) !== quote || this.type(at + 3) !== ')') return false
    this.at++
    if (this.word(this.at) !== 'fro')
      throw this.unexpected("the norm 'fro', 1 or 2", "norms are norm(x), norm1(x), norm(A, 'fro')")
    this.at += 3
    const call = this.pop()
    this.blame = call.marks[0]!
    this.give(this.names.call('normF', call.items, this.span(this.blame)), look.plain)
    return true
  }

  // ---- an operator is wanted

  /** Reads operators until an operand is wanted (false) or the formula is complete (true). */
  private operators(): boolean {
    for (;;) {
      const type = this.type(this.at)
      switch (type) {
        case '!':
          this.afterOperand()
          this.give(operations.factorial(this.value!), look.factorial)
          break
        case "'":
          this.afterOperand()
          this.give(operations.transposed(this.value!), look.operator)
          break
        case '^':
        case '.^':
          if (this.seen === look.percentage) throw this.unexpected(OPERATOR)
          this.open('power', type, this.value!)
          return this.next()
        case '%':
          this.reduce(levels.ratio)
          if (this.seen === look.percentage || this.startsOperand(this.at + 1)) {
            this.join('product', '%')
            return this.next()
          }
          this.at++
          this.give(percent(this.value!), look.percentage)
          break
        case '/':
          this.reduce(levels.ratio)
          if (this.isRatio()) this.open('ratio', '/', this.value!)
          else this.join('product', '/')
          return this.next()
        case '*':
        case '.*':
        case './':
        case 'mod':
          this.join('product', type)
          return this.next()
        case '+':
        case '-':
          this.join('sum', type)
          return this.next()
        case '<':
        case '>':
        case '<=':
        case '>=':
        case '==':
        case '!=':
          this.join('relation', type)
          return this.next()
        case 'and':
        case 'or':
        case 'xor':
          this.join(type, type)
          return this.next()
        case '?':
          this.reduce(levels.whenFalse)
          this.open('whenTrue', '?', this.value!)
          return this.next()
        case ':':
          this.beginElse()
          return this.next()
        case ',':
          this.nextArgument()
          return this.next()
        case ')':
          this.closeBracket()
          break
        case 'number':
          this.reduce(levels.implicit)
          if (this.seen !== look.plain && this.seen !== look.factorial) throw this.unexpected(OPERATOR)
          this.join('implicit', '*')
          return false
        case 'name':
        case '(':
          this.join('implicit', '*')
          return false
        case 'newline':
          while (this.type(this.at) === 'newline') this.at++
          if (this.type(this.at) !== 'end') throw parseErrors.secondLine(this.span(this.at))
          break
        case 'end':
          this.end()
          return true
        default:
          throw this.unexpected(OPERATOR)
      }
    }
  }

  /** A mark right after an operand; after `%`, which ends one, there is none. */
  private afterOperand(): void {
    if (this.seen === look.percentage) throw this.unexpected(OPERATOR)
    this.blame = this.at++
  }

  private next(): false {
    this.at++
    return false
  }

  /** `1/2 x` is (1/2)·x: a quotient of numerals right before a name or a bracket binds tighter than the product. */
  private isRatio(): boolean {
    if (this.seen !== look.numeral && this.seen !== look.signed) return false
    if (this.type(this.at + 1) !== 'number') return false
    const after = this.type(this.at + 2)
    return after === 'name' || after === '('
  }

  /** Can an operand start at this token? Decides whether `%` is the modulus or percent. */
  private startsOperand(at: number): boolean {
    let start = at
    while (this.type(start) === 'newline') start++
    return ['number', 'name', '(', '-', '+', 'not', '[', '{', '"', "'", '~'].includes(this.type(start))
  }

  private beginElse(): void {
    this.reduce(levels.whenTrue)
    const { top } = this
    if (top.kind !== 'whenTrue') throw this.unexpected(OPERATOR)
    const opened = this.pop()
    const pair = [top.items[0]!, this.value!]
    // in a chain c ? a : d ? b : … every condition joins the one construct
    if (this.top.kind === 'whenFalse') this.top.items.push(...pair)
    else {
      const frame = this.open('whenFalse', ':')
      frame.items.push(...pair)
      frame.marks[0] = opened.marks[0]!
    }
  }

  private nextArgument(): void {
    this.reduce(levels.call)
    if (this.top.kind !== 'call') throw this.unexpected(this.top.kind === 'whenTrue' ? '":"' : OPERATOR)
    this.top.items.push(this.value!)
    this.top.marks.push(this.at)
  }

  private closeBracket(): void {
    this.reduce(levels.group)
    const { top } = this
    if (top.kind === 'root') throw parseErrors.unopened(this.span(this.at))
    if (top.kind === 'whenTrue') throw this.unexpected('":"')
    if (top.kind === 'call') {
      top.items.push(this.value!)
      this.endCall()
      return
    }
    this.pop()
    this.seen = look.plain
    this.at++
  }

  /** The closing bracket of a call, whose arguments are complete. */
  private endCall(): void {
    const call = this.pop()
    const name = call.signs[0]!
    this.blame = call.marks[0]!
    this.at++
    this.give(this.names.call(name, call.items, this.span(this.blame), call.orders), look.plain)
  }

  private end(): void {
    this.reduce(levels.root)
    const { top } = this
    if (top.kind === 'whenTrue') throw parseErrors.unexpectedEnd(this.text, '":"')
    if (top.kind === 'root') return
    const mark = top.marks[0]!
    throw parseErrors.unclosed(this.span(top.kind === 'call' ? this.bracketOf(mark) : mark))
  }

  /** The opening bracket of a call whose name is at this token. */
  private bracketOf(name: number): number {
    let at = name
    while (this.type(at) !== '(') at++
    return at
  }

  private unexpected(wanted: string, hint?: string): errors.FluxionError {
    const span = this.span(this.at)
    switch (this.type(this.at)) {
      case 'end':
        return this.value === undefined && this.frames.length === 1
          ? parseErrors.empty(this.text)
          : parseErrors.unexpectedEnd(this.text, wanted)
      case 'bad':
        return /[\d.]/.test(this.text.charAt(span.start)) ? parseErrors.numeral(span) : parseErrors.character(span)
      default:
        return parseErrors.unexpected(span, wanted, hint)
    }
  }
}
