import { isBlank, isDigit, letterLength, nameEnd, pointLength } from './characters.ts'

/** Operators and brackets, longest first: the type of such a token is its text. */
const THREE = new Set(['>>>'])
const TWO = new Set(['.*', './', '.^', '==', '!=', '<=', '>=', '<<', '>>', '^|', '?.', '??'])
const ONE = new Set(['+', '-', '*', '/', '^', '%', '!', "'", '(', ')', ',', '<', '>', '?', ':', '='])
const FOREIGN = new Set(['[', ']', '{', '}', ';', '"', '~', '&', '|', '.', '\\', '@', '`'])

/** Names that are operators, as in mathjs. */
const WORDS = new Set(['and', 'or', 'xor', 'not', 'mod', 'to', 'in'])

/** Tokens in parallel lists. Types: 'number', 'name', 'newline', 'end', 'bad', else the text of the operator or word. */
export interface Tokens {
  readonly types: string[]
  readonly starts: number[]
  readonly ends: number[]
}

interface Numeral {
  readonly end: number
  readonly type: 'number' | 'bad'
}

/** Is there a decimal point at `at`, and not one of the operators `.*`, `./`, `.^`? */
function isPoint(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== 46) return false
  const next = text.charCodeAt(at + 1)
  return next !== 42 && next !== 47 && next !== 94
}

function digits(text: string, from: number): number {
  let at = from
  while (isDigit(text.charCodeAt(at))) at++
  return at
}

/** `0x1F`, `0b101`, `0o17`: whole numbers only. */
function radixNumeral(text: string, start: number): Numeral | undefined {
  if (text.charCodeAt(start) !== 48 || !/[box]/.test(text.charAt(start + 1))) return undefined
  let end = start + 2
  while (letterLength(text, end) > 0 || isDigit(text.charCodeAt(end))) end++
  return { end, type: /^0(?:x[\da-f]+|b[01]+|o[0-7]+)$/i.test(text.slice(start, end)) ? 'number' : 'bad' }
}

/** A numeral as mathjs reads it: `2`, `2.`, `.5`, `2e3`, `2E-3`. In `2ex` the `e` begins a name; `2e+x` is an error. */
function numeral(text: string, start: number): Numeral {
  const radix = radixNumeral(text, start)
  if (radix !== undefined) return radix
  let end = digits(text, start)
  if (isPoint(text, end)) end = digits(text, end + 1)
  const letter = text.charCodeAt(end)
  if (letter !== 69 && letter !== 101) return { end, type: 'number' }
  const sign = text.charCodeAt(end + 1)
  if (sign === 43 || sign === 45) {
    const last = digits(text, end + 2)
    return last === end + 2 ? { end: last, type: 'bad' } : exponentEnd(text, last)
  }
  return isDigit(sign) ? exponentEnd(text, digits(text, end + 1)) : { end, type: 'number' }
}

const exponentEnd = (text: string, end: number): Numeral =>
  isPoint(text, end) ? { end: end + 1, type: 'bad' } : { end, type: 'number' }

/** What follows the first character of a longer operator. */
const CONTINUES = new Set('*/^=<>|.?')

function operatorAt(text: string, at: number): string | undefined {
  const first = text.charAt(at)
  if (!CONTINUES.has(text.charAt(at + 1))) return ONE.has(first) || FOREIGN.has(first) ? first : undefined
  const three = text.slice(at, at + 3)
  if (THREE.has(three)) return three
  const two = three.slice(0, 2)
  if (TWO.has(two) && !(two === '?.' && isDigit(text.charCodeAt(at + 2)))) return two
  return ONE.has(first) || FOREIGN.has(first) ? first : undefined
}

/**
 * Splits a formula into tokens. A character outside the alphabet, or a malformed numeral, becomes a token 'bad' and ends
 * the list: the parser reports it when it gets there, so that the first error of a text is the one reported. A line end
 * counts only outside brackets.
 */
export function tokenize(text: string): Tokens {
  const types: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  let depth = 0
  let at = 0
  const push = (type: string, end: number): void => {
    types.push(type)
    starts.push(at)
    ends.push(end)
    at = end
  }
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (isBlank(code)) {
      at++
    } else if (code === 10) {
      if (depth > 0) at++
      else push('newline', at + 1)
    } else if (code === 35) {
      const end = text.indexOf('\n', at)
      at = end === -1 ? text.length : end
    } else if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(at + 1)))) {
      const { end, type } = numeral(text, at)
      push(type, end)
      if (type === 'bad') break
    } else if (letterLength(text, at) > 0) {
      const end = nameEnd(text, at)
      const word = end - at <= 3 ? text.slice(at, end) : ''
      push(WORDS.has(word) ? word : 'name', end)
    } else {
      const operator = operatorAt(text, at)
      if (operator === undefined) {
        push('bad', at + pointLength(text, at))
        break
      }
      if (operator === '(' || operator === '[' || operator === '{') depth++
      else if ((operator === ')' || operator === ']' || operator === '}') && depth > 0) depth--
      push(operator, at + operator.length)
    }
  }
  at = Math.max(at, text.length)
  if (types.at(-1) !== 'bad') push('end', at)
  return { types, starts, ends }
}
