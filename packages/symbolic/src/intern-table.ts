import type { Dimension, Expr, Op, Payload, Shape } from './expression.ts'
import { WeakList } from './weak-list.ts'

// The table must not keep nodes alive, but a WeakRef costs a microsecond to make and two to follow: ten times what a
// node costs. So it is not nodes that are held weakly, it is regions of them. A node holds its region, a region all its
// nodes, and what a node is made of is in the same region or has been moved out to stand alone: regions do not hold each
// other, and one goes as soon as nobody uses any of its nodes.

/** Nodes made one after another, which live and die together. */
export class Region {
  nodes: Expr[] = []
  readonly number: number

  constructor() {
    this.number = regions.add(this)
  }
}

const regions = new WeakList<Region>()

/** Nodes that have been moved out of their region. */
const loners = new WeakList<Expr>()

const REGION_BITS = 11
const REGION_SIZE = 1 << REGION_BITS
const SMALLEST_TABLE = 1 << 14

// open addressing; a slot is two numbers in a row: a hash and a place, which is zero in a free slot, negative for a node
// that stands alone, and of any other one more than the number of its region and its position there in one
const STRIDE = 2
let slots = new Int32Array(STRIDE * SMALLEST_TABLE)
let mask = SMALLEST_TABLE - 1
let used = 0

/** The region that new nodes go to. */
let region = new Region()

/** Full regions, with the number of garbage collections seen when they were filled. */
let full: { readonly region: WeakRef<Region>; readonly since: number }[] = []

/** Full garbage collections so far, told by objects that nobody holds: one is made, and gone with the next collection. */
let collections = 0
let collectionsDispersed = 0
const canaries: FinalizationRegistry<undefined> = new FinalizationRegistry(() => {
  collections++
  canaries.register({}, undefined)
})
canaries.register({}, undefined)

/** The node with this operation, arguments, shape and payload, of which `hash` is the hash. */
export function lookUp(hash: number, op: Op, args: readonly Expr[], shape: Shape, payload: Payload): Expr | undefined {
  for (let at = hash & mask; ; at = (at + 1) & mask) {
    const place = slots[STRIDE * at + 1]!
    if (place === 0) return undefined
    if (slots[STRIDE * at] !== hash) continue
    const candidate = nodeAt(place)
    if (
      candidate !== undefined &&
      candidate.op === op &&
      sameArguments(candidate.args, args) &&
      samePayload(candidate.payload, payload) &&
      sameShape(candidate.shape, shape)
    )
      return candidate
  }
}

const nodeAt = (place: number): Expr | undefined =>
  place < 0 ? loners.get(~place) : regions.get((place - 1) >> REGION_BITS)?.nodes[(place - 1) & (REGION_SIZE - 1)]

const isLive = (place: number): boolean =>
  place < 0 ? loners.has(~place) : place > 0 && regions.has((place - 1) >> REGION_BITS)

function sameArguments(a: readonly Expr[], b: readonly Expr[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

const samePayload = (a: Payload, b: Payload): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    ('key' in a
      ? 'key' in b && a.key === b.key
      : !('key' in b) && a.numerator === b.numerator && a.denominator === b.denominator && a.exact === b.exact))

const sameShape = (a: Shape, b: Shape): boolean =>
  a === b || (a.length === b.length && a.every((dimension: Dimension, i) => dimension === b[i]))

/** Enters a node that is not in the table. */
export function enter(node: Expr): void {
  for (let i = 0; i < node.args.length; i++) {
    const home = node.args[i]!.region
    if (home !== region && home !== undefined) moveOut(node.args[i]!)
  }
  if (8 * used >= 5 * mask) rebuild()
  node.region = region
  put(node.hash, (region.number << REGION_BITS) + region.nodes.push(node))
  if (region.nodes.length === REGION_SIZE) turnOver()
}

function put(hash: number, place: number): void {
  let at = hash & mask
  while (slots[STRIDE * at + 1] !== 0) at = (at + 1) & mask
  slots[STRIDE * at] = hash
  slots[STRIDE * at + 1] = place
  used++
}

/** Lets a node of an older region, and all it is made of, stand alone. */
function moveOut(root: Expr): void {
  const open = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const home = node.region
    if (home === undefined) continue
    slots[slotOf(node, home) + 1] = ~loners.add(node)
    node.region = undefined
    for (let i = 0; i < node.args.length; i++) open.push(node.args[i]!)
  }
}

function slotOf(node: Expr, home: Region): number {
  for (let at = node.hash & mask; ; at = (at + 1) & mask) {
    const place = slots[STRIDE * at + 1]! - 1
    if (place >> REGION_BITS === home.number && home.nodes[place & (REGION_SIZE - 1)] === node) return STRIDE * at
  }
}

/** Starts the next region; those not used since the last turn, but the one before it, are held weakly from now on. */
function turnOver(): void {
  regions.letGo()
  regions.get(region.number)
  loners.letGo()
  full.push({ region: new WeakRef(region), since: collections })
  region = new Region()
  if (collections === collectionsDispersed) return
  collectionsDispersed = collections
  disperse()
}

/** A region that has outlived a garbage collection is held by some of its nodes: the others should not be. */
function disperse(): void {
  const younger: typeof full = []
  for (const entry of full) {
    if (entry.since === collections) {
      younger.push(entry)
      continue
    }
    const home = entry.region.deref()
    if (home === undefined) continue
    for (const node of home.nodes) if (node.region === home) moveOut(node)
    home.nodes = []
  }
  full = younger
}

/** The table without what has been collected, and with room to grow. */
function rebuild(): void {
  const old = slots
  let live = 0
  for (let slot = 0; slot < old.length; slot += STRIDE) if (isLive(old[slot + 1]!)) live++
  let size = SMALLEST_TABLE
  while (2 * size < 5 * live) size *= 2
  slots = new Int32Array(STRIDE * size)
  mask = size - 1
  used = 0
  for (let slot = 0; slot < old.length; slot += STRIDE) if (isLive(old[slot + 1]!)) put(old[slot]!, old[slot + 1]!)
  regions.reuseNumbers()
  loners.reuseNumbers()
}
