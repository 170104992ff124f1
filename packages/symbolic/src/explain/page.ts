import * as errors from '../errors.ts'

/** Longest derivation that is written out, in characters. */
const MAX_LENGTH = 2 ** 24

/** A text that is written piece by piece. Throws `limit/size` where it becomes too long: each step repeats the whole formula. */
export class Page {
  private readonly pieces: string[] = []
  private readonly separator: string
  private length = 0

  constructor(separator: string) {
    this.separator = separator
  }

  write(...pieces: readonly string[]): void {
    for (const piece of pieces) this.pieces.push(this.counted(piece))
  }

  /** The piece itself, once its length is counted. */
  counted(piece: string): string {
    this.length += piece.length + this.separator.length
    if (this.length > MAX_LENGTH) throw errors.outputTooLong(MAX_LENGTH)
    return piece
  }

  get text(): string {
    return this.pieces.join(this.separator)
  }
}
