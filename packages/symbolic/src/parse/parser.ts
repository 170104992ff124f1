import { FluxionError } from '../errors.ts'
import type { Expr } from '../expression.ts'
import { transpose } from '../matrices.ts'
import { constantNamed, literal, percent } from './atoms.ts'
import type { Construct, Frame, Look } from './constructs.ts'
import * as constructs from './constructs.ts'
import * as errors from './errors.ts'
import type { Names } from './names.ts'
import { factorial, minusOne } from './operations.ts'
import type { Tokens } from './tokens.ts'

/** Most constructs open at once. */
const MAX_OPEN = 300_000

const OPERAND = 'a number, a name, a function or "("'
const OPERATOR = 'an operator or the end'

/**
 * An operator-precedence parser with an explicit stack of open constructs, so that nesting costs memory, not the stack
 * of calls. It alternates between two states: an operand is wanted (numbers, names, signs, opening brackets), and an
 * operator is wanted (infix and postfix operators, closing brackets, or another operand: implicit multiplication).
 */
interface Parser extends Tokens {
  readonly text: string
  readonly names: Names
  readonly frames: Frame[]
  /** The innermost open construct. */
  top: Frame
  /** The token to be read. */
  at: number
  /** The operand that was read, and what it looks like; undefined while an operand is wanted. */
  value: Expr | undefined
  look: Look
  /** The token that the constructor at work stands for: the place of its errors. */
  blame: number
  /** The last minus sign that was applied: in `-(a + b) * c` it is a factor -1 of the product. */
  minus: { readonly negative: Expr; readonly of: Expr } | undefined
}

/** The expression of a whole text. */
export function parseTokens(text: string, tokens: Tokens, names: Names): Expr {
  const { types, starts, ends } = tokens
  const top: Frame = { construct: constructs.formula, operands: [], marks: [0], signs: [], orders: undefined }
  const p: Parser = {
    text,
    types,
    starts,
    ends,
    names,
    frames: [top],
    top,
    at: 0,
    value: undefined,
    look: 'plain',
    blame: 0,
    minus: undefined,
  }
  try {
    while (p.at < p.types.length) {
      if (p.value === undefined) readOperand(p)
      else readOperator(p)
    }
    return p.value!
  } catch (error) {
    if (error instanceof FluxionError && error.position === undefined)
      throw errors.located(error, text, starts[p.blame]!, ends[p.blame]!)
    throw error
  }
}

const type = (p: Parser, at = p.at): string => p.types[at] ?? 'end'

const word = (p: Parser, at = p.at): string => p.text.slice(p.starts[at], p.ends[at])

/** The error, about a token. */
function blamed(p: Parser, at: number, error: FluxionError): FluxionError {
  p.blame = at
  return error
}

function unexpected(p: Parser, wanted: string, at = p.at): FluxionError {
  const found = word(p, at)
  if (type(p, at) === 'bad') return blamed(p, at, errors.bad(found))
  if (type(p, at) !== 'end') return blamed(p, at, errors.unexpected(found, wanted))
  return blamed(p, at, p.value === undefined && p.frames.length === 1 ? errors.empty() : errors.unexpectedEnd(wanted))
}

// ---- opening and closing constructs

function give(p: Parser, value: Expr, look: Look): void {
  p.value = value
  p.look = look
}

/** Opens a construct that begins with these operands; its next one is wanted. */
function open(p: Parser, construct: Construct, sign: string, operands: Expr[] = [], orders?: readonly number[]): void {
  if (p.frames.length >= MAX_OPEN) throw blamed(p, p.at, errors.tooDeep(MAX_OPEN))
  const marks = [p.at]
  for (let i = 0; i < operands.length; i++) marks.push(p.at)
  p.top = { construct, operands, marks, signs: [sign], orders }
  p.frames.push(p.top)
  p.value = undefined
}

function pop(p: Parser): Frame {
  const frame = p.frames.pop()!
  p.top = p.frames[p.frames.length - 1]!
  return frame
}

/** Takes the last operand into a construct. */
function append(p: Parser, { construct, operands, marks, signs }: Frame): void {
  p.blame = marks[marks.length - 1]!
  if (construct.append === undefined) operands.push(p.value!)
  else construct.append(operands, p.value!, signs[signs.length - 1]!, p.look)
  // where operands came together, the marks of the last ones stay
  if (marks.length > operands.length) marks.splice(0, marks.length - operands.length)
}

/** Completes what binds tighter than `level`. */
function reduce(p: Parser, level: number): void {
  while (p.top.construct.level > level) {
    const frame = pop(p)
    append(p, frame)
    const made = build(p, frame)
    const isSign = frame.construct === constructs.prefix && frame.signs[0] !== 'not'
    if (isSign && frame.signs[0] === '-') p.minus = { negative: made, of: p.value! }
    give(p, made, isSign && p.look === 'numeral' ? 'signed' : 'operation')
  }
}

function build(p: Parser, { construct, operands, marks, signs }: Frame): Expr {
  try {
    return construct.build(operands, signs)
  } catch (error) {
    if (construct.stepwise) blameFirst(p, construct, operands, marks)
    throw error
  }
}

/** Finds the operator of a chain at which its constructor first fails. */
function blameFirst(p: Parser, { build }: Construct, operands: readonly Expr[], marks: readonly number[]): void {
  try {
    operands.reduce((left, next, i) => {
      p.blame = marks[i]!
      return build([left, next], [])
    })
  } catch {
    // that is the one
  }
}

/** The operand joins the open chain of a construct, or opens one. */
function join(p: Parser, construct: Construct, sign: string): void {
  reduce(p, construct.level)
  const { top } = p
  if (top.construct === construct && construct !== constructs.power) {
    append(p, top)
    top.marks.push(p.at)
    top.signs.push(sign)
    p.value = undefined
  } else open(p, construct, sign, firstOperands(p, construct))
}

function firstOperands({ value, look, minus }: Parser, construct: Construct): Expr[] {
  const isProduct = construct === constructs.product || construct === constructs.implicit
  return isProduct && look === 'operation' && minus?.negative === value && minus?.of.op === 'add'
    ? [minusOne(), minus.of]
    : [value!]
}

// ---- an operand is wanted

function readOperand(p: Parser): void {
  const found = type(p)
  switch (found) {
    case 'number':
      p.blame = p.at
      give(p, literal(word(p)), 'numeral')
      p.at++
      break
    case 'name':
    case 'mod':
    case 'and':
    case 'or':
    case 'xor':
      readName(p, found)
      break
    case '-':
    case '+':
    case 'not':
      open(p, constructs.prefix, found)
      p.at++
      break
    case '(':
      open(p, constructs.brackets, found)
      p.at++
      break
    case 'newline':
      p.at++
      break
    case "'":
    case '"':
      readNormName(p, found)
      break
    default:
      if (found !== ')' || p.top.construct !== constructs.call || type(p, p.at - 1) !== '(')
        throw unexpected(p, OPERAND)
      endCall(p)
  }
}

/** A symbol, a constant or the beginning of a call. */
function readName(p: Parser, found: string): void {
  const { at, names } = p
  const name = word(p)
  if (type(p, at + 1) === '(') {
    if (!names.isFunction(name)) throw blamed(p, at, errors.unknownFunction(name, names.near(name)))
    openCall(p, name, at + 2)
  } else if (found !== 'name') throw unexpected(p, OPERAND)
  else if (!readDerivative(p, name)) {
    const known = names.symbolOf(name)
    if (known === undefined && names.needsArguments(name)) throw blamed(p, at, errors.functionName(name))
    give(p, known ?? constantNamed(name) ?? names.newSymbol(name), 'plain')
    p.at++
  }
}

/** The beginning of a call of a derivative that is known by its marks alone, if it is one. */
function readDerivative(p: Parser, name: string): boolean {
  if (type(p, p.at + 1) !== "'" || !p.names.takesMarks(name)) return false
  const { orders, end } = readPrimes(p, p.at + 1)
  const isCall = type(p, end) === '('
  if (isCall) openCall(p, name, end + 1, orders)
  return isCall
}

function openCall(p: Parser, name: string, next: number, orders?: readonly number[]): void {
  open(p, constructs.call, name, [], orders)
  p.at = next
}

/** The derivative marks after the name of a function: `'`, `''`, or `'[1, 0]` with an order for each argument. */
function readPrimes(p: Parser, start: number): { readonly orders: readonly number[]; readonly end: number } {
  let end = start
  while (type(p, end) === "'") end++
  if (end !== start + 1 || type(p, end) !== '[') return { orders: [end - start], end }
  const orders: number[] = []
  do {
    const order = type(p, end + 1) === 'number' ? Number(word(p, end + 1)) : Number.NaN
    if (!(Number.isInteger(order) && order <= 1000))
      throw unexpected(p, 'how often the function is differentiated by this argument', end + 1)
    orders.push(order)
    end += 2
  } while (type(p, end) === ',')
  if (type(p, end) !== ']') throw unexpected(p, '"," or "]"', end)
  return { orders, end: end + 1 }
}

/** The 'fro' of norm(A, 'fro'): the one place for a quoted word. */
function readNormName(p: Parser, quote: string): void {
  const { top, at } = p
  const isNorm = top.construct === constructs.call && top.signs[0] === 'norm' && top.operands.length === 1
  if (!isNorm || [1, 2, 3].map((i) => type(p, at + i)).join() !== `name,${quote},)`) throw unexpected(p, OPERAND)
  if (word(p, at + 1) !== 'fro') throw unexpected(p, "the norm 'fro', 1 or 2", at + 1)
  top.signs[0] = 'normF'
  p.at = at + 3
  endCall(p)
}

// ---- an operator is wanted

function readOperator(p: Parser): void {
  const found = type(p)
  switch (found) {
    case '!':
      applyPostfix(p, factorial, 'factorial')
      break
    case "'":
      applyPostfix(p, transpose, 'operation')
      break
    case '%':
      reduce(p, constructs.ratio.level)
      if (p.look === 'percentage' || startsOperand(p, p.at + 1)) readInfix(p, constructs.product, found)
      else applyPostfix(p, percent, 'percentage')
      break
    case '/':
      reduce(p, constructs.ratio.level)
      readInfix(p, isRatio(p) ? constructs.ratio : constructs.product, found)
      break
    case '?':
      reduce(p, constructs.whenFalse.level)
      open(p, constructs.whenTrue, found, [p.value!])
      p.at++
      break
    case ':':
      beginElse(p)
      break
    case ',':
      nextArgument(p)
      break
    case ')':
      closeBracket(p)
      break
    case 'number':
    case 'name':
    case '(':
      reduce(p, constructs.implicit.level)
      if (found === 'number' && p.look !== 'plain' && p.look !== 'factorial') throw unexpected(p, OPERATOR)
      // the token is the first of the next factor
      join(p, constructs.implicit, '*')
      break
    case 'newline':
      while (type(p) === 'newline') p.at++
      if (type(p) !== 'end') throw blamed(p, p.at, errors.secondLine())
      break
    case 'end':
      end(p)
      break
    default: {
      const construct = constructs.infix.get(found)
      if (construct === undefined || (construct === constructs.power && p.look === 'percentage'))
        throw unexpected(p, OPERATOR)
      readInfix(p, construct, found)
    }
  }
}

function readInfix(p: Parser, construct: Construct, sign: string): void {
  join(p, construct, sign)
  p.at++
}

/** A mark right after an operand; after `%`, which ends one, there is none. */
function applyPostfix(p: Parser, operation: (x: Expr) => Expr, look: Look): void {
  if (p.look === 'percentage') throw unexpected(p, OPERATOR)
  p.blame = p.at++
  give(p, operation(p.value!), look)
}

/** `1/2 x` is (1/2)·x: a quotient of numerals right before a name or a bracket binds tighter than the product. */
const isRatio = (p: Parser): boolean =>
  (p.look === 'numeral' || p.look === 'signed') &&
  type(p, p.at + 1) === 'number' &&
  (type(p, p.at + 2) === 'name' || type(p, p.at + 2) === '(')

const OPERAND_STARTS: ReadonlySet<string> = /* @__PURE__ */ new Set('number name not ( - + [ { " \' ~'.split(' '))

/** Can an operand start at this token? Decides whether `%` is the modulus or percent. */
function startsOperand(p: Parser, at: number): boolean {
  let start = at
  while (type(p, start) === 'newline') start++
  return OPERAND_STARTS.has(type(p, start))
}

function beginElse(p: Parser): void {
  reduce(p, constructs.whenTrue.level)
  if (p.top.construct !== constructs.whenTrue) throw unexpected(p, OPERATOR)
  const { operands, marks } = pop(p)
  operands.push(p.value!)
  // in a chain c ? a : d ? b : … every condition joins the one construct
  if (p.top.construct === constructs.whenFalse) p.top.operands.push(...operands)
  else open(p, constructs.whenFalse, ':', operands)
  p.top.marks.fill(marks[0]!)
  p.value = undefined
  p.at++
}

function nextArgument(p: Parser): void {
  reduce(p, constructs.call.level)
  if (p.top.construct !== constructs.call)
    throw unexpected(p, p.top.construct === constructs.whenTrue ? '":"' : OPERATOR)
  p.top.operands.push(p.value!)
  p.value = undefined
  p.at++
}

function closeBracket(p: Parser): void {
  reduce(p, constructs.brackets.level)
  const { construct, operands } = p.top
  if (construct === constructs.formula) throw blamed(p, p.at, errors.unopened(word(p)))
  if (construct === constructs.whenTrue) throw unexpected(p, '":"')
  if (construct === constructs.call) {
    operands.push(p.value!)
    endCall(p)
  } else {
    pop(p)
    p.look = 'plain'
    p.at++
  }
}

/** The closing bracket of a call, whose arguments are complete. */
function endCall(p: Parser): void {
  const { operands, marks, signs, orders } = pop(p)
  p.blame = marks[0]!
  p.at++
  give(p, p.names.call(signs[0]!, operands, orders), 'plain')
}

function end(p: Parser): void {
  reduce(p, constructs.formula.level)
  const { construct, marks } = p.top
  if (construct === constructs.whenTrue) throw unexpected(p, '":"')
  p.at++
  if (construct === constructs.formula) return
  let bracket = marks[0]!
  // of a call the mark is the function's name
  while (type(p, bracket) !== '(') bracket++
  throw blamed(p, bracket, errors.unclosed())
}
