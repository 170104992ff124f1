import { describe, FluxionError, fault } from '../errors.ts'
import { inLatin, plainSpelling } from './characters.ts'
import { bySign } from './signs.ts'
import { excerpt, locate } from './source.ts'

// The catalogue of the parser's errors, one function an error. The parser adds the place in the text.

const quote = (found: string): string => `"${found.length > 24 ? `${found.slice(0, 23)}…` : found}"`

/** What to do instead of an operator or bracket that formulas do not have. */
const instead = /* @__PURE__ */ bySign({
  '=': 'write == for an equation; evaluate takes the values of names',
  '[': 'vectors and matrices are names, declared with the option shapes',
  '] { }': 'group with ( )',
  '" \'': 'a formula has no strings; the transpose mark follows what it transposes',
  ';': 'pass one formula at a time',
  ': ??': 'a choice is written c ? a : b',
  '.': 'elementwise operators are .* ./ .^',
  '&': 'write and',
  '|': 'write or; for an absolute value write abs(x)',
  '~': 'write not',
  '^|': 'write xor',
  '<< >>': 'formulas are of real numbers: multiply or divide by a power of 2',
  'to in': 'a formula has no units',
})

export const notText = (found: unknown): FluxionError =>
  fault('parse/not-a-text', `a formula to parse is a string, found ${describe(found)}`, "for example parse('x^2')")

export const badOption = (option: string, found: string): FluxionError =>
  fault(
    'parse/bad-option',
    `option ${option}: ${found}`,
    "for example parse('f(A * x)', { shapes: { A: ['m', 'n'], x: ['n'] }, functions: ['f'] })",
  )

export const tooLong = (length: number, limit: number): FluxionError =>
  fault(
    'limit/size',
    `a formula has at most ${limit} characters, found ${length}`,
    'build very large formulas with add, mul, … from smaller ones',
  )

export const tooDeep = (limit: number): FluxionError =>
  fault(
    'limit/depth',
    `more than ${limit} operators and brackets are open`,
    'build very deep formulas with add, mul, … from smaller ones',
  )

export const empty = (): FluxionError => fault('parse/empty', 'found no formula', "write one, such as '2 * x + 1'")

export const unexpected = (found: string, wanted: string): FluxionError =>
  fault(
    'parse/unexpected-token',
    `found ${quote(found)}, wanted ${wanted}`,
    instead.get(found) ?? 'write what is wanted before it, or remove it',
  )

export const unexpectedEnd = (wanted: string): FluxionError =>
  fault('parse/unexpected-end', `the formula ends where ${wanted} is wanted`, 'complete it, or remove its last sign')

export const secondLine = (): FluxionError =>
  fault(
    'parse/unexpected-token',
    'found a second line, wanted the end of the formula',
    'put a long formula in brackets, or end its lines with an operator',
  )

/** A malformed numeral, or a character outside the alphabet. */
export function bad(found: string): FluxionError {
  if (/[\d.]/.test(found[0]!))
    return fault(
      'parse/bad-number',
      `found ${quote(found)}, wanted a number such as 2, 0.5, 1e-3 or 0x1F`,
      'write * between a number and a name',
    )
  const code = `U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
  const shown = /[\p{C}\p{Z}\p{M}]/u.test(found) ? code : `"${found}" (${code})`
  const plain = plainSpelling(found)
  return fault(
    'parse/unexpected-character',
    `found the character ${shown}, wanted a number, a name or an operator`,
    plain === undefined ? 'remove this character' : `write ${plain}`,
  )
}

export const unclosed = (): FluxionError =>
  fault('parse/unclosed-bracket', 'this bracket is never closed: wanted ")"', 'close it, or remove it')

export const unopened = (found: string): FluxionError =>
  fault(
    'parse/unexpected-token',
    `found ${quote(found)}, which closes nothing; wanted an operator or the end`,
    'open it, or remove it',
  )

export function unknownFunction(name: string, near: readonly string[]): FluxionError {
  const latin = inLatin(name)
  const hint =
    latin !== name
      ? `"${name}" has letters that only look like those of "${latin}": type them again`
      : near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : `for a product write ${name} * (…); for an undefined function pass { functions: ['${name}'] }`
  return fault('parse/unknown-function', `there is no function ${quote(name)}`, hint)
}

export const functionName = (name: string): FluxionError =>
  fault(
    'parse/unexpected-token',
    `found the function ${quote(name)} without arguments, wanted ${name}(…)`,
    `write ${name}(x); the square of ${name}(x) is ${name}(x)^2`,
  )

/** The error with the piece of the text that it is about. */
export function located({ code, message, hint }: FluxionError, text: string, start: number, end: number): FluxionError {
  const { line, column } = locate(text, start)
  const own = code.replace('symbolic/bad-arity', 'parse/bad-arity')
  return new FluxionError(own, `${message}, at line ${line}, column ${column}\n${excerpt(text, start, end)}`, {
    hint,
    position: start,
  })
}
