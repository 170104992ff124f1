import type { Expr } from './expression.ts'

// Nodes are kept weakly, but a WeakRef costs a microsecond to make and two to follow: ten times what a node costs. So it
// is not nodes that are weak, it is regions of them: a node keeps its region alive and the region its nodes.

/** Nodes made one after another live and die together, as long as none of them is held for long. */
export class Region {
  nodes: Expr[] = []
}

/** How the table knows a region: strongly while it is young, then weakly, then as collected. */
class Handle {
  /** The region itself while it is young. */
  strong: Region | undefined
  readonly weak: WeakRef<Region>
  /** Whether its nodes are gone; slots that still point here are dropped at the next sweep. */
  collected = false
  /** The number of garbage collections seen when it left the young ones. */
  aged = 0
  readonly single: boolean

  constructor(region: Region, single: boolean) {
    this.strong = single ? undefined : region
    this.weak = new WeakRef(region)
    this.single = single
    cleared.register(region, this)
  }
}

/** Marks handles whose region has been collected, so that a sweep need not ask. */
const cleared: FinalizationRegistry<Handle> = new FinalizationRegistry((handle) => {
  handle.collected = true
})

const REGION_SIZE = 4096
const YOUNG_REGIONS = 8
const SMALLEST = 1 << 13

let hashes = new Int32Array(SMALLEST)
let handles: (Handle | undefined)[] = new Array(SMALLEST).fill(undefined)
let positions = new Int32Array(SMALLEST)
let used = 0

let region = new Region()
let current = new Handle(region, false)
const young: Handle[] = [current]

/** An object nothing holds: once it is gone, a full garbage collection has taken place. */
let canary = new WeakRef({})
let collections = 0

/** The node of this hash for which `same` holds, or `undefined`. */
export function lookUp(hash: number, same: (candidate: Expr) => boolean): Expr | undefined {
  const mask = handles.length - 1
  for (let at = hash & mask; ; at = (at + 1) & mask) {
    const handle = handles[at]
    if (handle === undefined) return undefined
    if (hashes[at] !== hash) continue
    const home = handle.strong ?? handle.weak.deref()
    const candidate = home?.nodes[positions[at]!]
    if (candidate === undefined || !same(candidate)) continue
    if (handle.strong === undefined) settle(candidate, at)
    return candidate
  }
}

/** Enters a node that is not in the table. */
export function enter(node: Expr): void {
  if (2 * used >= handles.length) sweep()
  place(node.hash, current, region.nodes.length)
  join(node)
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

/** An old node that is in use again moves among the young, where it is found without a WeakRef. */
function settle(node: Expr, at: number): void {
  handles[at] = current
  positions[at] = region.nodes.length
  join(node)
}

function join(node: Expr): void {
  region.nodes.push(node)
  node.region = region
  if (region.nodes.length < REGION_SIZE) return
  region = new Region()
  current = new Handle(region, false)
  young.push(current)
  if (young.length <= YOUNG_REGIONS) return
  const aging = young.shift()!
  aging.strong = undefined
  aging.aged = collections
}

/** Rebuilds the table without what has been collected, with room to grow. */
function sweep(): void {
  if (canary.deref() === undefined) {
    collections++
    canary = new WeakRef({})
  }
  const [oldHashes, oldHandles, oldPositions] = [hashes, handles, positions]
  let live = 0
  for (const handle of oldHandles) if (handle !== undefined && !handle.collected) live++
  let size = SMALLEST
  while (size < 4 * live) size *= 2
  hashes = new Int32Array(size)
  handles = new Array(size).fill(undefined)
  positions = new Int32Array(size)
  used = 0
  const emptied = new Set<Region>()
  for (let i = 0; i < oldHandles.length; i++) {
    const handle = oldHandles[i]
    if (handle === undefined || handle.collected) continue
    if (outlived(handle)) moveOut(handle, oldHashes[i]!, oldPositions[i]!, emptied)
    else place(oldHashes[i]!, handle, oldPositions[i]!)
  }
  for (const old of emptied) old.nodes = []
}

/** A region of many nodes that is alive after a collection is held by some of them: the others should not be. */
const outlived = (handle: Handle): boolean => !handle.single && handle.strong === undefined && handle.aged < collections

/** Gives a node of such a region one of its own. */
function moveOut(handle: Handle, hash: number, position: number, emptied: Set<Region>): void {
  const home = handle.weak.deref()
  const node = home?.nodes[position]
  if (home === undefined || node === undefined) return
  emptied.add(home)
  const alone = new Region()
  alone.nodes.push(node)
  node.region = alone
  place(hash, new Handle(alone, true), 0)
}
