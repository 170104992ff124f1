import { FluxionError } from '../errors.ts'
import { inLatin, plainSpelling } from './characters.ts'
import { excerpt, locate } from './source.ts'

/** A piece of the source text that an error is about. */
export interface Span {
  readonly text: string
  readonly start: number
  readonly end: number
}

function at(code: string, { text, start, end }: Span, what: string, hint?: string): FluxionError {
  const { line, column } = locate(text, start)
  const message = `${what}, at line ${line}, column ${column}\n${excerpt(text, start, end)}`
  return new FluxionError(code, message, { ...(hint === undefined ? {} : { hint }), position: start })
}

const quote = ({ text, start, end }: Span): string => {
  const found = text.slice(start, end)
  return `"${found.length > 24 ? `${found.slice(0, 23)}…` : found}"`
}

/** What an operator or bracket that formulas do not have would mean elsewhere, and what to do instead. */
const foreign: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['=', 'a formula assigns nothing: write == for an equation, or pass values to evaluate'],
  ['[', 'a formula has no indexing and no lists: declare vectors and matrices with the option shapes'],
  ['{', 'a formula has no objects: group with ( )'],
  ['}', 'group with ( )'],
  [']', 'group with ( )'],
  ['"', 'a formula has no strings'],
  ["'", 'a formula has no strings; the transpose mark follows what it transposes'],
  [';', 'pass one formula at a time'],
  [':', 'a formula has no ranges; in a condition write c ? a : b'],
  ['.', 'a formula has no properties; elementwise operators are .* ./ .^'],
  ['?.', 'a formula has no properties'],
  ['??', 'write a condition: c ? a : b'],
  ['&', 'write and'],
  ['|', 'write or; for an absolute value write abs(x)'],
  ['~', 'write not'],
  ['^|', 'write xor'],
  ['<<', 'formulas are of real numbers: multiply by a power of 2'],
  ['>>', 'formulas are of real numbers: divide by a power of 2'],
  ['>>>', 'formulas are of real numbers: divide by a power of 2'],
  ['to', 'a formula has no units'],
  ['in', 'a formula has no units'],
])

const characterHint = (character: string): string => {
  const plain = plainSpelling(character)
  if (plain !== undefined) return `write ${plain}`
  return /\p{C}|\p{Z}/u.test(character) ? 'remove this invisible character' : 'remove it'
}

const codePoint = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`

/** The catalogue of the parser's errors: one row an error. */
export const parseErrors = {
  notText: (found: unknown): FluxionError =>
    new FluxionError(
      'parse/not-a-text',
      `a formula to parse is a string, found ${found === null ? 'null' : typeof found}`,
    ),
  badOption: (option: string, found: string): FluxionError =>
    new FluxionError('parse/bad-option', `option ${option}: ${found}`, {
      hint: "for example parse('f(A * x)', { shapes: { A: ['m', 'n'], x: ['n'] }, functions: ['f'] })",
    }),
  tooLong: (length: number, limit: number): FluxionError =>
    new FluxionError('limit/size', `a formula has at most ${limit} characters, found ${length}`, {
      hint: 'build very large formulas with add, mul, … from smaller ones',
    }),
  tooDeep: (span: Span, limit: number): FluxionError =>
    at(
      'limit/depth',
      span,
      `more than ${limit} operators and brackets are open`,
      'build very deep formulas with the constructors',
    ),
  empty: (text: string): FluxionError =>
    at(
      'parse/empty',
      { text, start: text.length, end: text.length },
      'found no formula',
      "write one, such as '2 * x + 1'",
    ),
  unexpected: (span: Span, wanted: string, hint?: string): FluxionError =>
    at(
      'parse/unexpected-token',
      span,
      `found ${quote(span)}, wanted ${wanted}`,
      hint ?? foreign.get(span.text.slice(span.start, span.end)),
    ),
  unexpectedEnd: (text: string, wanted: string): FluxionError =>
    at(
      'parse/unexpected-end',
      { text, start: text.trimEnd().length, end: text.length },
      `the formula ends where ${wanted} is wanted`,
    ),
  secondLine: (span: Span): FluxionError =>
    at(
      'parse/unexpected-token',
      span,
      'found a second line, wanted the end of the formula',
      'put a long formula in brackets, or end its lines with an operator',
    ),
  character: (span: Span): FluxionError => {
    const character = span.text.slice(span.start, span.end)
    const shown = /[\p{C}\p{Z}\p{M}]/u.test(character)
      ? codePoint(character)
      : `"${character}" (${codePoint(character)})`
    return at(
      'parse/unexpected-character',
      span,
      `found the character ${shown}, wanted a number, a name or an operator`,
      characterHint(character),
    )
  },
  numeral: (span: Span): FluxionError =>
    at('parse/bad-number', span, `found ${quote(span)}, wanted a number such as 2, 0.5, 1e-3 or 0x1F`),
  unclosed: (span: Span): FluxionError =>
    at('parse/unclosed-bracket', span, 'this bracket is never closed: wanted ")"', 'close it, or remove it'),
  unopened: (span: Span): FluxionError =>
    at(
      'parse/unexpected-token',
      span,
      `found ${quote(span)}, which closes nothing; wanted an operator or the end`,
      'open it, or remove it',
    ),
  unknownFunction: (span: Span, near: readonly string[]): FluxionError => {
    const name = span.text.slice(span.start, span.end)
    const latin = inLatin(name)
    const hint =
      latin !== name
        ? `"${name}" has letters that only look like those of "${latin}": type them again`
        : near.length > 0
          ? `did you mean ${near.join(' or ')}?`
          : `for a product write ${name} * (…); for an undefined function pass { functions: ['${name}'] }`
    return at('parse/unknown-function', span, `there is no function ${quote(span)}`, hint)
  },
  functionName: (span: Span): FluxionError => {
    const name = span.text.slice(span.start, span.end)
    return at(
      'parse/unexpected-token',
      span,
      `found the function ${quote(span)} without arguments, wanted ${name}(…)`,
      `write ${name}(x); the square of ${name}(x) is ${name}(x)^2`,
    )
  },
  arity: (span: Span, name: string, wanted: string, found: number): FluxionError =>
    at('parse/bad-arity', span, `${name} takes ${wanted}, found ${found}`),
  /** An error of a constructor, with the place of the operator or function that raised it. */
  located: (error: FluxionError, span: Span): FluxionError => at(error.code, span, error.message, error.hint),
} as const
