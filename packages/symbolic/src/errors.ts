/** A place in a source text: `offset` in UTF-16 units from 0, `line` and `column` from 1 (a surrogate pair is one column). */
export interface Position {
  readonly offset: number
  readonly line: number
  readonly column: number
}

/**
 * An error of the toolkit: a stable `code`, a message that says what was found, what was wanted and where, and a `hint`.
 * `position` is the place in the source text, for errors that have one. Codes that start with `internal:` are faults of
 * the toolkit itself.
 *
 * @example
 * new FluxionError('parse/example', 'found ")", wanted a number').code // => parse/example
 */
export class FluxionError extends Error {
  readonly code: string
  readonly hint: string | undefined
  readonly position: Position | undefined

  constructor(code: string, message: string, hint?: string, position?: Position) {
    super(hint === undefined ? message : `${message}\n  hint: ${hint}`)
    this.name = 'FluxionError'
    this.code = code
    this.hint = hint
    this.position = position
  }
}
