/** Plane rotations: how they are made, and a queue that applies them to a matrix many at a time. */

import { applyRotations, type RotationSequence } from '@fluxion/kernel'
import type { Matrix } from './matrix.ts'

/** c·f + s·g = r, c·g − s·f = 0. */
export interface Rotation {
  c: number
  s: number
  r: number
}

/**
 * The rotation that maps (f, g) to (r, 0), into `out`; r has the sign of f. Safe against overflow and underflow.
 * Anderson, "Algorithm 978: Safe Scaling in the Level 1 BLAS", ACM TOMS 44(1), 2017 (LAPACK's dlartg).
 */
export function rotationOf(f: number, g: number, out: Rotation): void {
  if (g === 0) {
    out.c = 1
    out.s = 0
    out.r = f
  } else if (f === 0) {
    out.c = 0
    out.s = Math.sign(g)
    out.r = Math.abs(g)
  } else {
    const f1 = Math.abs(f)
    const g1 = Math.abs(g)
    if (f1 > 1e-150 && f1 < 1e150 && g1 > 1e-150 && g1 < 1e150) {
      const d = Math.sqrt(f * f + g * g)
      out.c = f1 / d
      out.r = f < 0 ? -d : d
      out.s = g / out.r
    } else {
      const u = Math.min(1e290, Math.max(1e-290, f1, g1))
      const fs = f / u
      const gs = g / u
      const d = Math.sqrt(fs * fs + gs * gs)
      out.c = Math.abs(fs) / d
      const r = f < 0 ? -d : d
      out.s = gs / r
      out.r = r * u
    }
  }
}

/** Rotations of neighbouring rows of a row-major matrix, gathered and applied together. */
export class RotationQueue {
  readonly #matrix: Matrix | undefined
  readonly #capacity: number
  readonly #pairs: Float64Array
  #sequences: RotationSequence[] = []
  #filled = 0

  /** Without a matrix the rotations are dropped. */
  constructor(matrix?: Matrix) {
    this.#matrix = matrix
    this.#capacity = matrix === undefined ? 0 : Math.max(1 << 13, matrix.rows)
    this.#pairs = new Float64Array(2 * this.#capacity)
  }

  /** Starts a sequence of `count` rotations; the first acts on rows `first` and `first + 1`, each next one a row further down or up. */
  begin(first: number, direction: 'down' | 'up', count: number): void {
    if (this.#matrix === undefined) return
    if (this.#filled + count > this.#capacity) this.flush()
    this.#sequences.push({ first, direction, start: this.#filled, count })
  }

  /** The next rotation of the sequence. */
  push(c: number, s: number): void {
    if (this.#matrix === undefined) return
    this.#pairs[2 * this.#filled] = c
    this.#pairs[2 * this.#filled + 1] = s
    this.#filled++
  }

  /** Applies what has been gathered. */
  flush(): void {
    if (this.#matrix === undefined) return
    applyRotations(this.#matrix.data, this.#matrix.columns, this.#pairs, this.#sequences)
    this.#sequences = []
    this.#filled = 0
  }
}
