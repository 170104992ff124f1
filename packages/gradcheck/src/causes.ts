/** A claimed gradient beside the trusted one, entry by entry. */
export interface Comparison {
  readonly claimed: Float64Array
  readonly trusted: Float64Array
  /** Difference that counts as none, for each entry. */
  readonly allowed: Float64Array
  path(index: number): string
  /** Whether these are all entries of the gradient, not a sample. */
  readonly isWhole: boolean
  /** Parts of the point that are matrices, with their places. */
  readonly matrices: readonly { readonly name: string; readonly shape: readonly number[]; readonly offset: number }[]
  /** Gradients of the terms that the formula is a sum of, where it is known. */
  readonly terms: readonly { readonly text: string; readonly gradient: Float64Array }[]
}

/** A recognisable mistake in a gradient, as a sentence; undefined when there is none to recognise. */
export function likelyCause(comparison: Comparison): string | undefined {
  for (const recognise of recognisers) {
    const cause = recognise(comparison)
    if (cause !== undefined) return `likely cause: ${cause}`
  }
  return undefined
}

type Recogniser = (comparison: Comparison) => string | undefined

const close = (a: number, b: number, allowed: number): boolean => Math.abs(a - b) <= 2 * allowed

/** Whether every claimed entry equals what `expected` makes of its index. */
function matches({ claimed, allowed }: Comparison, expected: (index: number) => number): boolean {
  return claimed.every((value, i) => close(value, expected(i), Math.max(allowed[i]!, 1e-6 * Math.abs(value))))
}

function wrongEntries({ claimed, trusted, allowed }: Comparison): number[] {
  return Array.from(claimed.keys()).filter((i) => !close(claimed[i]!, trusted[i]!, allowed[i]!))
}

/** A ratio as people write it: 2, 1/3, 1.0001. */
function ratioText(ratio: number): string {
  for (let den = 1; den <= 12; den++) {
    const num = Math.round(ratio * den)
    if (num !== 0 && Math.abs(ratio * den - num) < 1e-7 * Math.abs(num)) return den === 1 ? `${num}` : `${num}/${den}`
  }
  return String(Number(ratio.toPrecision(7)))
}

/** The factor between two numbers that differ by a single one over these entries. */
function commonRatio(comparison: Comparison, indices: readonly number[]): number | undefined {
  const { claimed, trusted, allowed } = comparison
  const clear = indices.filter((i) => Math.abs(trusted[i]!) > 4 * allowed[i]!)
  const largest = clear.reduce<number | undefined>(
    (best, i) => (best === undefined || Math.abs(trusted[i]!) > Math.abs(trusted[best]!) ? i : best),
    undefined,
  )
  if (largest === undefined) return undefined
  const ratio = claimed[largest]! / trusted[largest]!
  const holds = indices.every((i) =>
    close(claimed[i]!, ratio * trusted[i]!, Math.max(allowed[i]!, 1e-6 * Math.abs(claimed[i]!))),
  )
  return holds ? ratio : undefined
}

const everyEntry: Recogniser = (comparison) => {
  if (comparison.claimed.length < 2) return undefined
  const ratio = commonRatio(comparison, Array.from(comparison.claimed.keys()))
  if (ratio === undefined) return undefined
  if (ratio === 0) return 'the gradient is zero in every entry'
  if (Math.abs(ratio + 1) < 1e-7) return 'sign: every entry has the opposite sign'
  return `factor: every entry is ${ratioText(ratio)} times what it should be`
}

const oneEntry: Recogniser = (comparison) => {
  const wrong = wrongEntries(comparison)
  const [index] = wrong
  if (wrong.length !== 1 || index === undefined) return undefined
  const name = comparison.path(index)
  const ratio = commonRatio(comparison, wrong)
  if (ratio === undefined) return `only ${name} is wrong; it should be zero`
  if (ratio === 0) return `missing entry: ${name} is zero`
  if (Math.abs(ratio + 1) < 1e-7) return `sign: ${name} has the opposite sign`
  return `factor: ${name} is ${ratioText(ratio)} times what it should be`
}

const swapped: Recogniser = (comparison) => {
  const { claimed, trusted, allowed, path } = comparison
  const wrong = wrongEntries(comparison)
  const [a, b] = wrong
  if (wrong.length !== 2 || a === undefined || b === undefined) return undefined
  const isSwap = close(claimed[a]!, trusted[b]!, allowed[b]!) && close(claimed[b]!, trusted[a]!, allowed[a]!)
  return isSwap ? `swapped: ${path(a)} and ${path(b)} have each other's values` : undefined
}

const transposed: Recogniser = (comparison) => {
  for (const { name, shape, offset } of comparison.matrices) {
    const [rows = 0, columns = 0] = shape
    if (shape.length !== 2 || rows < 2 || columns < 2) continue
    const source = Array.from(comparison.claimed.keys())
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) source[offset + j * rows + i] = offset + i * columns + j
    }
    if (matches(comparison, (index) => comparison.trusted[source[index]!]!))
      return `transposed: ${name} is laid out as its transpose`
  }
  return undefined
}

const shifted: Recogniser = (comparison) => {
  const { trusted } = comparison
  const n = trusted.length
  if (n < 3 || !comparison.isWhole) return undefined
  for (const shift of [1, -1]) {
    const fits = (wrap: boolean): boolean =>
      comparison.claimed.every((value, i) => {
        const from = i + shift
        if (!wrap && (from < 0 || from >= n)) return true
        return close(value, trusted[(from + n) % n]!, Math.max(comparison.allowed[i]!, 1e-6 * Math.abs(value)))
      })
    if (fits(true) || fits(false))
      return `shifted: the entries are off by one (entry i holds what belongs to entry i ${shift > 0 ? '+' : '-'} 1)`
  }
  return undefined
}

const otherOrder: Recogniser = (comparison) => {
  const { claimed, trusted, allowed } = comparison
  if (claimed.length < 3 || !comparison.isWhole) return undefined
  const a = Float64Array.from(claimed).sort()
  const b = Float64Array.from(trusted).sort()
  const slack = Math.max(...allowed.subarray(0, 1000))
  return a.every((value, i) => close(value, b[i]!, slack)) ? 'order: the same values stand in another order' : undefined
}

const missingTerm: Recogniser = (comparison) => {
  const { trusted, terms } = comparison
  for (const { text, gradient } of terms) {
    if (gradient.every((value) => value === 0)) continue
    if (matches(comparison, (i) => trusted[i]! - gradient[i]!)) return `missing term: the part of ${text} is left out`
    if (matches(comparison, (i) => trusted[i]! + gradient[i]!))
      return `repeated term: the part of ${text} is counted twice`
    if (matches(comparison, (i) => trusted[i]! - 2 * gradient[i]!))
      return `sign: the part of ${text} has the opposite sign`
  }
  return undefined
}

const zeroPart: Recogniser = (comparison) => {
  const wrong = wrongEntries(comparison)
  if (wrong.length < 2 || !wrong.every((i) => comparison.claimed[i] === 0)) return undefined
  return `missing entries: ${wrong.slice(0, 4).map(comparison.path).join(', ')}${wrong.length > 4 ? ', …' : ''} are zero`
}

const severalByFactor: Recogniser = (comparison) => {
  const wrong = wrongEntries(comparison)
  if (wrong.length < 2) return undefined
  const ratio = commonRatio(comparison, wrong)
  if (ratio === undefined) return undefined
  const names = `${wrong.slice(0, 4).map(comparison.path).join(', ')}${wrong.length > 4 ? ', …' : ''}`
  return Math.abs(ratio + 1) < 1e-7
    ? `sign: ${names} have the opposite sign`
    : `factor: ${names} are ${ratioText(ratio)} times what they should be`
}

const notNumbers: Recogniser = ({ claimed, path }) => {
  const index = claimed.findIndex((value) => !Number.isFinite(value))
  return index < 0 ? undefined : `no number: ${path(index)} is ${claimed[index]}`
}

const recognisers: readonly Recogniser[] = [
  notNumbers,
  everyEntry,
  missingTerm,
  oneEntry,
  transposed,
  swapped,
  zeroPart,
  severalByFactor,
  shifted,
  otherOrder,
]
