import type { Dimension, Expr, Op, Payload, Shape } from './expression.ts'

// The table must not keep nodes alive, but a WeakRef costs a microsecond to make and two to follow: ten times what a
// node costs. So it is not nodes that are held weakly, it is regions of them. A node holds its region, a region all its
// nodes, and what a node is made of is in the same region or has been moved out to stand alone: regions do not hold each
// other, and one goes as soon as nobody uses any of its nodes.

/** Nodes made one after another, which live and die together; or a node that stands alone. */
export class Region {
  nodes: Expr[] = []
  readonly alone: boolean
  readonly handle: Handle

  constructor(alone: boolean) {
    this.alone = alone
    this.handle = new Handle(this)
  }
}

/** What the table knows a region by. */
class Handle {
  /** The region, while it is young or has been used lately. */
  strong: Region | undefined
  readonly weak: WeakRef<Region>
  /** Whether the region is gone; slots that still point here are dropped at the next sweep. */
  collected = false

  constructor(region: Region) {
    this.weak = new WeakRef(region)
    cleared.register(region, this)
  }
}

const cleared: FinalizationRegistry<Handle> = new FinalizationRegistry((handle) => {
  handle.collected = true
})

const REGION_SIZE = 1 << 11
const SMALLEST_TABLE = 1 << 14

// open addressing; a slot is a hash, a handle and a position in its region
let hashes = new Int32Array(SMALLEST_TABLE)
let handles: (Handle | undefined)[] = new Array(SMALLEST_TABLE).fill(undefined)
let positions = new Int32Array(SMALLEST_TABLE)
let used = 0

/** The region that new nodes go to. */
let region = new Region(false)
region.handle.strong = region

/** Regions held strongly until the present one is full: the one before it, and older ones that were looked up. */
let recent: Handle[] = []

/** Full regions, with the number of garbage collections seen when they were filled. */
let full: { readonly handle: Handle; readonly since: number }[] = []

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
  const mask = handles.length - 1
  for (let at = hash & mask; ; at = (at + 1) & mask) {
    const handle = handles[at]
    if (handle === undefined) return undefined
    if (hashes[at] !== hash) continue
    const candidate = (handle.strong ?? revived(handle))?.nodes[positions[at]!]
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

function revived(handle: Handle): Region | undefined {
  const home = handle.weak.deref()
  if (home === undefined) return undefined
  handle.strong = home
  recent.push(handle)
  return home
}

/** Enters a node that is not in the table. */
export function enter(node: Expr): void {
  for (let i = 0; i < node.args.length; i++) {
    const home = node.args[i]!.region!
    if (home !== region && !home.alone) moveOut(node.args[i]!)
  }
  if (2 * used >= handles.length) rebuild()
  place(node.hash, region.handle, region.nodes.length)
  node.region = region
  region.nodes.push(node)
  if (region.nodes.length === REGION_SIZE) turnOver()
}

function place(hash: number, handle: Handle, position: number): void {
  const mask = handles.length - 1
  let at = hash & mask
  while (handles[at] !== undefined) at = (at + 1) & mask
  hashes[at] = hash
  handles[at] = handle
  positions[at] = position
  used++
}

/** Lets a node of an older region, and all it is made of, stand alone. */
function moveOut(root: Expr): void {
  const open = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const home = node.region!
    if (home.alone) continue
    const alone = new Region(true)
    const at = slotOf(node, home)
    handles[at] = alone.handle
    positions[at] = 0
    alone.nodes.push(node)
    node.region = alone
    alone.handle.strong = alone
    recent.push(alone.handle)
    for (let i = 0; i < node.args.length; i++) open.push(node.args[i]!)
  }
}

function slotOf(node: Expr, home: Region): number {
  const mask = handles.length - 1
  let at = node.hash & mask
  while (handles[at] !== home.handle || home.nodes[positions[at]!] !== node) at = (at + 1) & mask
  return at
}

/** Starts the next region; those not used since the last turn are held weakly from now on. */
function turnOver(): void {
  for (const handle of recent) handle.strong = undefined
  recent = [region.handle]
  full.push({ handle: region.handle, since: collections })
  region = new Region(false)
  region.handle.strong = region
  if (collections === collectionsDispersed) return
  collectionsDispersed = collections
  disperse()
}

/** A region that has outlived a garbage collection is held by some of its nodes: the others should not be. */
function disperse(): void {
  const younger: typeof full = []
  for (const entry of full) {
    if (entry.handle.collected) continue
    const home = entry.since < collections ? entry.handle.weak.deref() : undefined
    if (home === undefined) {
      younger.push(entry)
      continue
    }
    for (const node of home.nodes) if (node.region === home) moveOut(node)
    home.nodes = []
  }
  full = younger
}

/** The table without what has been collected, and with room to grow. */
function rebuild(): void {
  const old = { hashes, handles, positions }
  let live = 0
  for (const handle of handles) if (handle !== undefined && !handle.collected) live++
  let size = SMALLEST_TABLE
  while (size < 4 * live) size *= 2
  hashes = new Int32Array(size)
  handles = new Array(size).fill(undefined)
  positions = new Int32Array(size)
  used = 0
  for (let i = 0; i < old.handles.length; i++) {
    const handle = old.handles[i]
    if (handle !== undefined && !handle.collected) place(old.hashes[i]!, handle, old.positions[i]!)
  }
}
