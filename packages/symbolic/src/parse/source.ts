/** A place in a source text: `line` and `column` (in characters) from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Widest piece of a source line that an error message shows. */
const WINDOW = 72

/** Number of characters (code points). */
const characters = (text: string): number => Array.from(text).length

/** Line and column, both from 1, of an offset into a text. */
export function locate(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: characters(lines[lines.length - 1]!) + 1 }
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff

/**
 * The source line around [start, end) and under it the caret line. Tabs are repeated in the caret line and a surrogate
 * pair counts as one column, so that the carets stand under the very characters. A long line is cut to a window.
 */
export function excerpt(text: string, start: number, end: number): string {
  const lineFrom = text.slice(0, start).lastIndexOf('\n') + 1
  const lineTo = lineFrom + text.slice(lineFrom).split('\n', 1)[0]!.length
  let from = lineTo - lineFrom <= WINDOW ? lineFrom : Math.max(lineFrom, start - WINDOW / 2)
  let to = Math.min(lineTo, from + WINDOW)
  if (isLowSurrogate(text.charCodeAt(from))) from--
  if (isLowSurrogate(text.charCodeAt(to))) to++
  const before = `${from > lineFrom ? '…' : ''}${text.slice(from, start)}`
  const shown = `${before}${text.slice(start, to)}${to < lineTo ? '…' : ''}`.replaceAll('\r', ' ')
  const carets = '^'.repeat(Math.max(1, characters(text.slice(start, Math.min(end, to)))))
  return `  ${shown}\n  ${before.replace(/[^\t]/gu, ' ')}${carets}`
}
