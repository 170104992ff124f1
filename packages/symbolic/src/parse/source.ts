/** A place in a source text: `offset` in UTF-16 units from 0, `line` and `column` (in characters) from 1. */
export interface Place {
  readonly offset: number
  readonly line: number
  readonly column: number
}

/** Widest piece of a source line that an error message shows. */
const WINDOW = 72

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end
}

/** Number of characters (code points) in text[from, to). */
function characters(text: string, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at += text.codePointAt(at)! > 0xffff ? 2 : 1) count++
  return count
}

/** Line and column, both from 1, of an offset into a text. */
export function locate(text: string, offset: number): Place {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return { offset, line, column: characters(text, lineStart(text, offset), offset) + 1 }
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff

/**
 * The source line around [start, end) and under it the caret line. Tabs are repeated in the caret line and a surrogate
 * pair counts as one column, so that the carets stand under the very characters. A long line is cut to a window.
 */
export function excerpt(text: string, start: number, end: number): string {
  const lineFrom = lineStart(text, start)
  const lineTo = lineEnd(text, start)
  let from = lineTo - lineFrom <= WINDOW ? lineFrom : Math.max(lineFrom, start - WINDOW / 2)
  let to = Math.min(lineTo, from + WINDOW)
  if (isLowSurrogate(text.charCodeAt(from))) from--
  if (isLowSurrogate(text.charCodeAt(to))) to++
  const before = `${from > lineFrom ? '…' : ''}${text.slice(from, start)}`
  const shown = `${before}${text.slice(start, to)}${to < lineTo ? '…' : ''}`.replaceAll('\r', ' ')
  const pad = Array.from(before, (character) => (character === '\t' ? '\t' : ' ')).join('')
  const carets = '^'.repeat(Math.max(1, characters(text, start, Math.min(end, to))))
  return `  ${shown}\n  ${pad}${carets}`
}
