/** Number of edits (insert, delete, replace, swap neighbours) from one name to another; above `limit` when there are more. */
function edits(a: string, b: string, limit: number): number {
  let same = 0
  while (same < a.length && a[same] === b[same]) same++
  if (same === a.length && same === b.length) return 0
  if (limit === 0) return 1
  const after = (taken: number, given: number): number => edits(a.slice(same + taken), b.slice(same + given), limit - 1)
  const swapped = a[same] === b[same + 1] && a[same + 1] === b[same] ? after(2, 2) : limit
  return 1 + Math.min(after(1, 0), after(0, 1), after(1, 1), swapped)
}

/** The names nearest to a mistyped one, nearest first, at most three. */
export function suggest(name: string, known: Iterable<string>): string[] {
  if (name.length < 3 || name.length > 40) return []
  const limit = name.length < 5 ? 1 : 2
  const lower = name.toLowerCase()
  return Array.from(known, (candidate) => ({
    candidate,
    distance: edits(lower, candidate.toLowerCase(), limit),
  }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}
