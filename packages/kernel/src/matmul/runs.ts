/** Copies between strided matrices and rows that lie in a scratch. */

type FloatArray = Float64Array | Float32Array

/** From so many elements on, the engine's own copy of a run is faster than a loop. */
const bulk = 24

/**
 * Copies `count` runs of `length` elements. Elements of a run lie `step` apart in the source and side by side in the target; runs begin `pitch` and
 * `toPitch` apart.
 */
export function gatherRuns(
  target: FloatArray,
  to: number,
  toPitch: number,
  source: FloatArray,
  from: number,
  pitch: number,
  step: number,
  count: number,
  length: number,
): void {
  if (step === 1 && pitch === length && toPitch === length) {
    copyRun(target, to, source, from, count * length)
    return
  }
  for (let i = 0; i < count; i++) {
    const p = to + i * toPitch
    const q = from + i * pitch
    if (step === 1 && length >= bulk) copyRun(target, p, source, q, length)
    else for (let k = 0, at = q; k < length; k++, at += step) target[p + k] = source[at]!
  }
}

/**
 * How far apart runs of `length` elements are staged: as they lie in memory where the gaps between them are short, so that all come in one copy,
 * else side by side.
 */
export function stagedPitch(pitch: number, step: number, length: number): number {
  return step === 1 && pitch >= length && pitch <= 1.5 * length ? pitch : length
}

/** {@link gatherRuns} to where the elements between runs do not matter. */
export function stageRuns(
  target: FloatArray,
  to: number,
  toPitch: number,
  source: FloatArray,
  from: number,
  pitch: number,
  step: number,
  count: number,
  length: number,
): void {
  if (step === 1 && toPitch === pitch) copyRun(target, to, source, from, (count - 1) * pitch + length)
  else gatherRuns(target, to, toPitch, source, from, pitch, step, count, length)
}

/** The other way: runs that lie side by side in the source go to places `step` apart. */
export function scatterRuns(
  target: FloatArray,
  to: number,
  toPitch: number,
  step: number,
  source: FloatArray,
  from: number,
  pitch: number,
  count: number,
  length: number,
): void {
  if (step === 1) {
    gatherRuns(target, to, toPitch, source, from, pitch, 1, count, length)
    return
  }
  for (let i = 0; i < count; i++) {
    const q = from + i * pitch
    for (let k = 0, at = to + i * toPitch; k < length; k++, at += step) target[at] = source[q + k]!
  }
}

function copyRun(target: FloatArray, to: number, source: FloatArray, from: number, length: number): void {
  target.set(length === source.length ? source : source.subarray(from, from + length), to)
}

/** What becomes of a product: C = A·B, C = C + A·B or C = C − A·B. */
export type ProductMode = 'set' | 'add' | 'subtract'
