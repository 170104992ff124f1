import type { Dimension, Expr, Op, Payload, Shape } from './expression.ts'

// The table must not keep nodes alive, but a WeakRef costs a microsecond to make and two to follow: ten times what a
// node costs. So it is not nodes that are held weakly, it is regions of them. A node holds its region, a region all its
// nodes, and what a node is made of is in the same region or has been moved out to stand alone: regions do not hold each
// other, and one goes as soon as nobody uses any of its nodes.

/** Nodes made one after another, which live and die together; or a node that stands alone. */
export class Region {
  nodes: Expr[] = []
  readonly number: number
  readonly alone: boolean

  constructor(alone: boolean) {
    this.number = numbers.pop() ?? held.length
    this.alone = alone
    held[this.number] = this
    weak[this.number] = new WeakRef(this)
    cleared.register(this, this.number)
  }
}

/** Each region by its number, while it is young or has been used lately. */
const held: (Region | undefined)[] = []

/** Each region by its number, undefined when it is gone; slots with such a number are dropped at the next sweep. */
const weak: (WeakRef<Region> | undefined)[] = []

/** Numbers that no slot has any more. */
const numbers: number[] = []

/** Numbers of regions gone since the last sweep. */
let gone: number[] = []

const cleared: FinalizationRegistry<number> = new FinalizationRegistry((number) => {
  weak[number] = undefined
  gone.push(number)
})

const REGION_SIZE = 1 << 11
const SMALLEST_TABLE = 1 << 14

// open addressing; a slot is three numbers in a row: a hash, the number of a region and a position in it, which counts from
// one and is zero in a free slot
const STRIDE = 3
let slots = new Int32Array(STRIDE * SMALLEST_TABLE)
let mask = SMALLEST_TABLE - 1
let used = 0

/** The region that new nodes go to. */
let region = new Region(false)

/** Regions held until the present one is full: the one before it, and older ones that were looked up. */
let recent: Region[] = []

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
    const slot = STRIDE * at
    const position = slots[slot + 2]!
    if (position === 0) return undefined
    if (slots[slot] !== hash) continue
    const home = slots[slot + 1]!
    const candidate = (held[home] ?? revived(home))?.nodes[position - 1]
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

function revived(number: number): Region | undefined {
  const home = weak[number]?.deref()
  if (home === undefined) return undefined
  held[number] = home
  recent.push(home)
  return home
}

/** Enters a node that is not in the table. */
export function enter(node: Expr): void {
  for (let i = 0; i < node.args.length; i++) {
    const home = node.args[i]!.region!
    if (home !== region && !home.alone) moveOut(node.args[i]!)
  }
  if (8 * used >= 5 * mask) rebuild()
  node.region = region
  place(node.hash, region.number, region.nodes.push(node))
  if (region.nodes.length === REGION_SIZE) turnOver()
}

function place(hash: number, home: number, position: number): void {
  let at = hash & mask
  while (slots[STRIDE * at + 2] !== 0) at = (at + 1) & mask
  write(STRIDE * at, hash, home, position)
  used++
}

function write(slot: number, hash: number, home: number, position: number): void {
  slots[slot] = hash
  slots[slot + 1] = home
  slots[slot + 2] = position
}

/** Lets a node of an older region, and all it is made of, stand alone. */
function moveOut(root: Expr): void {
  const open = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const home = node.region!
    if (home.alone) continue
    const alone = new Region(true)
    write(slotOf(node, home), node.hash, alone.number, alone.nodes.push(node))
    node.region = alone
    recent.push(alone)
    for (let i = 0; i < node.args.length; i++) open.push(node.args[i]!)
  }
}

function slotOf(node: Expr, home: Region): number {
  for (let at = node.hash & mask; ; at = (at + 1) & mask) {
    const slot = STRIDE * at
    if (slots[slot + 1] === home.number && home.nodes[slots[slot + 2]! - 1] === node) return slot
  }
}

/** Starts the next region; those not used since the last turn are held weakly from now on. */
function turnOver(): void {
  for (const old of recent) held[old.number] = undefined
  recent = [region]
  full.push({ region: weak[region.number]!, since: collections })
  region = new Region(false)
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
  const isLive = (slot: number): boolean => old[slot + 2] !== 0 && weak[old[slot + 1]!] !== undefined
  let live = 0
  for (let slot = 0; slot < old.length; slot += STRIDE) if (isLive(slot)) live++
  let size = SMALLEST_TABLE
  while (2 * size < 5 * live) size *= 2
  slots = new Int32Array(STRIDE * size)
  mask = size - 1
  used = 0
  for (let slot = 0; slot < old.length; slot += STRIDE)
    if (isLive(slot)) place(old[slot]!, old[slot + 1]!, old[slot + 2]!)
  for (const number of gone) numbers.push(number)
  gone = []
}
