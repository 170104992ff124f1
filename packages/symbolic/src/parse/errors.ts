import { FluxionError } from '../errors.ts'
import { inLatin, plainSpelling } from './characters.ts'
import { excerpt, locate } from './source.ts'

// The catalogue of the parser's errors: one function an error, each with its place in the text.

/** A piece of the source text that an error is about. */
export interface Span {
  readonly text: string
  readonly start: number
  readonly end: number
}

function fault(code: string, { text, start, end }: Span, what: string, hint?: string): FluxionError {
  const { line, column } = locate(text, start)
  const message = `${what}, at line ${line}, column ${column}\n${excerpt(text, start, end)}`
  return new FluxionError(code, message, { ...(hint === undefined ? {} : { hint }), position: start })
}

const wordOf = ({ text, start, end }: Span): string => text.slice(start, end)

function quote(span: Span): string {
  const found = wordOf(span)
  return `"${found.length > 24 ? `${found.slice(0, 23)}…` : found}"`
}

const GROUP = 'group with ( )'
const STRINGS = 'a formula has no strings'
const UNITS = 'a formula has no units'
const CHOICE = 'a choice is written c ? a : b'
const BITS = 'formulas are of real numbers: multiply or divide by a power of 2'

/** What to do instead of an operator or bracket that formulas do not have. */
const instead: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['=', 'write == for an equation; evaluate takes the values of names'],
  ['[', 'vectors and matrices are names, declared with the option shapes'],
  [']', GROUP],
  ['{', GROUP],
  ['}', GROUP],
  ['"', STRINGS],
  ["'", `${STRINGS}; the transpose mark follows what it transposes`],
  [';', 'pass one formula at a time'],
  [':', CHOICE],
  ['??', CHOICE],
  ['.', 'elementwise operators are .* ./ .^'],
  ['&', 'write and'],
  ['|', 'write or; for an absolute value write abs(x)'],
  ['~', 'write not'],
  ['^|', 'write xor'],
  ['<<', BITS],
  ['>>', BITS],
  ['to', UNITS],
  ['in', UNITS],
])

export const notText = (found: unknown): FluxionError =>
  new FluxionError(
    'parse/not-a-text',
    `a formula to parse is a string, found ${found === null ? 'null' : typeof found}`,
  )

export const badOption = (option: string, found: string): FluxionError =>
  new FluxionError('parse/bad-option', `option ${option}: ${found}`, {
    hint: "for example parse('f(A * x)', { shapes: { A: ['m', 'n'], x: ['n'] }, functions: ['f'] })",
  })

export const tooLong = (length: number, limit: number): FluxionError =>
  new FluxionError('limit/size', `a formula has at most ${limit} characters, found ${length}`, {
    hint: 'build very large formulas with add, mul, … from smaller ones',
  })

export const tooDeep = (span: Span, limit: number): FluxionError =>
  fault(
    'limit/depth',
    span,
    `more than ${limit} operators and brackets are open`,
    'build very deep formulas with the constructors',
  )

export const empty = (text: string): FluxionError =>
  fault(
    'parse/empty',
    { text, start: text.length, end: text.length },
    'found no formula',
    "write one, such as '2 * x + 1'",
  )

export const unexpected = (span: Span, wanted: string): FluxionError =>
  fault(
    'parse/unexpected-token',
    span,
    `found ${quote(span)}, wanted ${wanted}`,
    instead.get(wordOf(span)) ?? 'write what is wanted before it, or remove it',
  )

export const unexpectedEnd = (text: string, wanted: string): FluxionError =>
  fault(
    'parse/unexpected-end',
    { text, start: text.trimEnd().length, end: text.length },
    `the formula ends where ${wanted} is wanted`,
    'complete it, or remove its last sign',
  )

export const secondLine = (span: Span): FluxionError =>
  fault(
    'parse/unexpected-token',
    span,
    'found a second line, wanted the end of the formula',
    'put a long formula in brackets, or end its lines with an operator',
  )

/** A malformed numeral, or a character outside the alphabet. */
export function bad(span: Span): FluxionError {
  const found = wordOf(span)
  if (/[\d.]/.test(found[0]!))
    return fault(
      'parse/bad-number',
      span,
      `found ${quote(span)}, wanted a number such as 2, 0.5, 1e-3 or 0x1F`,
      'write * between a number and a name',
    )
  const code = `U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
  const plain = plainSpelling(found)
  return fault(
    'parse/unexpected-character',
    span,
    `found the character ${/[\p{C}\p{Z}\p{M}]/u.test(found) ? code : `"${found}" (${code})`}, wanted a number, a name or an operator`,
    plain === undefined ? `remove ${/\p{C}|\p{Z}/u.test(found) ? 'this invisible character' : 'it'}` : `write ${plain}`,
  )
}

export const unclosed = (span: Span): FluxionError =>
  fault('parse/unclosed-bracket', span, 'this bracket is never closed: wanted ")"', 'close it, or remove it')

export const unopened = (span: Span): FluxionError =>
  fault(
    'parse/unexpected-token',
    span,
    `found ${quote(span)}, which closes nothing; wanted an operator or the end`,
    'open it, or remove it',
  )

export function unknownFunction(span: Span, near: readonly string[]): FluxionError {
  const name = wordOf(span)
  const latin = inLatin(name)
  const hint =
    latin !== name
      ? `"${name}" has letters that only look like those of "${latin}": type them again`
      : near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : `for a product write ${name} * (…); for an undefined function pass { functions: ['${name}'] }`
  return fault('parse/unknown-function', span, `there is no function ${quote(span)}`, hint)
}

export function functionName(span: Span): FluxionError {
  const name = wordOf(span)
  return fault(
    'parse/unexpected-token',
    span,
    `found the function ${quote(span)} without arguments, wanted ${name}(…)`,
    `write ${name}(x); the square of ${name}(x) is ${name}(x)^2`,
  )
}

export const arity = (span: Span, name: string, wanted: string, found: number): FluxionError =>
  fault('parse/bad-arity', span, `${name} takes ${wanted}, found ${found}`, `pass ${wanted} to ${name}`)

/** An error of a constructor, with the place of the operator or function that raised it. */
export const located = (error: FluxionError, span: Span): FluxionError =>
  fault(error.code, span, error.message, error.hint)
