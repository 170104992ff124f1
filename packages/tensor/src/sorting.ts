const runLength = 12

/**
 * Sorts `keys` in place and `indices` with them: bottom-up merge sort, stable, with NaN after every number (before, when descending).
 */
export function sortLine(keys: Float64Array, indices: Float64Array, descending: boolean): void {
  const n = keys.length
  for (let start = 0; start < n; start += runLength) {
    insertionSort(keys, indices, start, Math.min(start + runLength, n), descending)
  }
  if (n <= runLength) return
  let from: Run = { keys, indices }
  let to: Run = { keys: new Float64Array(n), indices: new Float64Array(n) }
  for (let width = runLength; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width)
      merge(from, to, start, Math.min(start + width, n), Math.min(start + 2 * width, n), descending)
    ;[from, to] = [to, from]
  }
  if (from.keys !== keys) {
    keys.set(from.keys)
    indices.set(from.indices)
  }
}

/** True when `b`, which stands after `a`, belongs before it. */
function overtakes(b: number, a: number, descending: boolean): boolean {
  return descending ? b > a || (Number.isNaN(b) && !Number.isNaN(a)) : b < a || (Number.isNaN(a) && !Number.isNaN(b))
}

function insertionSort(
  keys: Float64Array,
  indices: Float64Array,
  start: number,
  end: number,
  descending: boolean,
): void {
  for (let i = start + 1; i < end; i++) {
    const key = keys[i]!
    const index = indices[i]!
    let j = i
    for (; j > start && overtakes(key, keys[j - 1]!, descending); j--) {
      keys[j] = keys[j - 1]!
      indices[j] = indices[j - 1]!
    }
    keys[j] = key
    indices[j] = index
  }
}

interface Run {
  readonly keys: Float64Array
  readonly indices: Float64Array
}

function merge(from: Run, to: Run, start: number, middle: number, end: number, descending: boolean): void {
  let left = start
  let right = middle
  for (let at = start; at < end; at++) {
    const takeRight = left >= middle || (right < end && overtakes(from.keys[right]!, from.keys[left]!, descending))
    const source = takeRight ? right++ : left++
    to.keys[at] = from.keys[source]!
    to.indices[at] = from.indices[source]!
  }
}
