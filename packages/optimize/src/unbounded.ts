import type { Place, Visit } from './step-rule.ts'
import { along, difference, distance, norm } from './vector.ts'

/** How far along the ray to look, relative to the point. */
const HORIZON = 1e12
/** Each stretch of the ray, four times as long as the one before, must gain at least this part of what that gained. */
const LASTING = 0.98
/** Components of the way so far below this, relative to the largest, are not part of where it leads. */
const ASIDE = 1e-3

/**
 * Whether the value falls without end, as far as can be seen: beyond the point, in the direction come from the start
 * (within the box), it falls over stretches that grow fourfold, up to 1e12 times the size of the point, and none gains less
 * than the one before. So do a line and a logarithm; what tends to a limit gains less and less.
 */
export function fallsWithoutEnd({ x, value }: Place, start: Float64Array, visit: Visit): boolean {
  const way = difference(x, start)
  const largest = way.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0)
  const direction = way.map((entry) => (Math.abs(entry) < ASIDE * largest ? 0 : entry / largest))
  const size = Math.max(1, norm(x))
  let before = value
  let gained = 0
  let reached = x
  for (let t = size; t <= HORIZON * size; t *= 4) {
    const place = visit(along(x, t, direction, new Float64Array(x.length)))
    if (place.value === -Infinity) return true
    const gain = before - place.value
    const isHalted = distance(place.x, reached) < t / 4
    if (!(gain > 0 && gain >= LASTING * gained) || isHalted) return false
    before = place.value
    gained = gain
    reached = place.x
  }
  return true
}
