import type { Assumptions, Shape } from '@fluxion/symbolic'

/** What the reader says of the names in a matrix formula. */
export interface Declarations {
  readonly shapes: Readonly<Record<string, Shape>>
  readonly assume: Readonly<Record<string, Assumptions>>
  /** The symbolic sizes, in the order of their first use. */
  readonly sizes: readonly string[]
}

const DECLARATION = /^(\p{L}[\p{L}\p{N}_]*)\s*:\s*(\w+)(?:\s*[×x*]\s*(\w+))?(\s+symmetric)?$/u

/** Reads `A: m × n, x: n, S: n × n symmetric`. Throws an Error that shows what one declaration looks like. */
export function readDeclarations(text: string): Declarations {
  const shapes: Record<string, Shape> = Object.create(null)
  const assume: Record<string, Assumptions> = Object.create(null)
  const declared = text.split(',').map((part) => part.trim())
  for (const part of declared.filter((part) => part !== '')) {
    const [, name, rows, columns, symmetric] = DECLARATION.exec(part) ?? []
    if (name === undefined || rows === undefined)
      throw new Error(`Cannot read the declaration “${part}”.\nWrite x: n for a vector, A: m × n for a matrix.`)
    shapes[name] = (columns === undefined ? [rows] : [rows, columns]).map(dimension)
    if (symmetric !== undefined) assume[name] = { symmetric: true }
  }
  const sizes = Object.values(shapes).flat()
  return { shapes, assume, sizes: [...new Set(sizes.filter((size) => typeof size === 'string'))] }
}

const dimension = (text: string): number | string => (/^\d+$/.test(text) ? Number(text) : text)
