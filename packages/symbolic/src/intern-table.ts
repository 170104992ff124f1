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

// open addressing; a slot is a hash, the number of a region and a position in it, which is 0 in a free slot and else counts from 1
let hashes = new Int32Array(SMALLEST_TABLE)
let homes = new Uint32Array(SMALLEST_TABLE)
let positions = new Uint16Array(SMALLEST_TABLE)
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
  const mask = hashes.length - 1
  for (let at = hash & mask; ; at = (at + 1) & mask) {
    const position = positions[at]!
    if (position === 0) return undefined
    if (hashes[at] !== hash) continue
    const candidate = (held[homes[at]!] ?? revived(homes[at]!))?.nodes[position - 1]
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
  if (8 * used >= 5 * hashes.length) rebuild()
  node.region = region
  place(node.hash, region.number, region.nodes.push(node))
  if (region.nodes.length === REGION_SIZE) turnOver()
}

function place(hash: number, home: number, position: number): void {
  const mask = hashes.length - 1
  let at = hash & mask
  while (positions[at] !== 0) at = (at + 1) & mask
  hashes[at] = hash
  homes[at] = home
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
    homes[at] = alone.number
    positions[at] = alone.nodes.push(node)
    node.region = alone
    recent.push(alone)
    for (let i = 0; i < node.args.length; i++) open.push(node.args[i]!)
  }
}

function slotOf(node: Expr, home: Region): number {
  const mask = hashes.length - 1
  let at = node.hash & mask
  while (homes[at] !== home.number || home.nodes[positions[at]! - 1] !== node) at = (at + 1) & mask
  return at
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
  const old = { hashes, homes, positions }
  const isLive = (at: number): boolean => old.positions[at] !== 0 && weak[old.homes[at]!] !== undefined
  let live = 0
  for (let at = 0; at < old.hashes.length; at++) if (isLive(at)) live++
  let size = SMALLEST_TABLE
  while (2 * size < 5 * live) size *= 2
  hashes = new Int32Array(size)
  homes = new Uint32Array(size)
  positions = new Uint16Array(size)
  used = 0
  for (let at = 0; at < old.hashes.length; at++)
    if (isLive(at)) place(old.hashes[at]!, old.homes[at]!, old.positions[at]!)
  for (const number of gone) numbers.push(number)
  gone = []
}
