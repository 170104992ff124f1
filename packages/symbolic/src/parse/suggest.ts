/** Number of edits (insert, delete, replace, swap neighbours) between two names, or `limit + 1` when there are more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1)
      row.push(least)
    }
    before = above
    above = row
  }
  return above[b.length]!
}

/** The names nearest to a mistyped one, nearest first, at most three. */
export function suggest(name: string, known: Iterable<string>): string[] {
  if (name.length < 3 || name.length > 40) return []
  const limit = name.length < 5 ? 1 : 2
  const lower = name.toLowerCase()
  return Array.from(known, (candidate) => ({
    candidate,
    distance: editDistance(lower, candidate.toLowerCase(), limit),
  }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}
