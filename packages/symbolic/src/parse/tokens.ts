/** Tokens in parallel lists. Types: 'number', 'name', 'newline', 'end', 'bad', else the text of the operator or word. */
export interface Tokens {
  readonly types: string[]
  readonly starts: number[]
  readonly ends: number[]
}

/** Letters of any script, which includes all that mathjs takes (Latin with accents, Greek, mathematical alphanumerics). */
const NAME = /[\p{L}_$][\p{L}_$\p{Nd}₀-₉]*/u

/**
 * What begins like a numeral, as mathjs reads it: `2`, `2.`, `.5`, `2e3`, `0x1F`. In `2ex` the `e` begins a name; the
 * point of `2.*x` belongs to the operator. Takes in what makes a numeral malformed: `2e+`, `2e3.5`, `0x1G`.
 */
const NUMERAL = /0[box][\p{L}_$\d]*|(?:\d+(?:\.(?![*/^])\d*)?|\.\d+)(?:[eE](?:[+-]\d*|\d+)(?:\.(?![*/^]))?)?/u

const WELL_FORMED = /^(?:0x[\da-f]+|0b[01]+|0o[0-7]+|[\d.]+(?:e[+-]?\d+)?)$/i

/** Operators and brackets, the longest first; also those that formulas do not have, for the sake of their errors. */
const OPERATOR = />>>|\.[*/^]|[=!<>]=|<<|>>|\^\||\?\?|\?\.(?!\d)|[-+*/^%!'(),<>?:=[\]{};"~&|.\\@`]/u

const TOKEN = /* @__PURE__ */ new RegExp(`${NUMERAL.source}|${NAME.source}|${OPERATOR.source}`, 'uy')

/** Names that are operators, as in mathjs. */
const WORDS: ReadonlySet<string> = /* @__PURE__ */ new Set(['and', 'or', 'xor', 'not', 'mod', 'to', 'in'])

/** Can `name` be written in a formula as one name? */
export const isName = (name: string): boolean => NAME.exec(name)?.[0] === name

const isDigit = (code: number): boolean => code >= 48 && code <= 57

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 0xa0 || code === 13

/** Does a token that starts with this UTF-16 unit, and is no numeral, have to be a name? */
const isLetter = (code: number): boolean =>
  ((code | 32) >= 97 && (code | 32) <= 122) || code >= 0x80 || code === 95 || code === 36

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
    if (isBlank(code) || (code === 10 && depth > 0)) at++
    else if (code === 10) push('newline', at + 1)
    else if (code === 35) at = (text.indexOf('\n', at) + 1 || text.length + 1) - 1
    else {
      TOKEN.lastIndex = at
      const end = TOKEN.test(text) ? TOKEN.lastIndex : at
      const length = end - at
      if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(at + 1))))
        push(length === 1 || WELL_FORMED.test(text.slice(at, end)) ? 'number' : 'bad', end)
      else if (length === 0) push('bad', at + (text.codePointAt(at)! > 0xffff ? 2 : 1))
      else if (isLetter(code)) {
        const word = length <= 3 ? text.slice(at, end) : ''
        push(WORDS.has(word) ? word : 'name', end)
      } else {
        if (code === 40 || code === 91 || code === 123) depth++
        else if ((code === 41 || code === 93 || code === 125) && depth > 0) depth--
        push(length === 1 ? text[at]! : text.slice(at, end), end)
      }
      if (types[types.length - 1] === 'bad') return { types, starts, ends }
    }
  }
  // the end is where the last token ends
  at = ends[ends.length - 1] ?? at
  push('end', at)
  return { types, starts, ends }
}
