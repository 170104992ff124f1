/**
 * Objects by number, which do not stay alive for being listed: one is held until the list is next told to let go, and
 * again whenever it is asked for.
 */
export class WeakList<Item extends object> {
  readonly #held: (Item | undefined)[] = []
  readonly #weak: (WeakRef<Item> | undefined)[] = []
  #lately: number[] = []
  #gone: number[] = []
  #free: number[] = []
  readonly #cleared = new FinalizationRegistry<number>((number) => {
    this.#weak[number] = undefined
    this.#gone.push(number)
  })

  /** Lists an item; its number. */
  add(item: Item): number {
    const number = this.#free.pop() ?? this.#weak.length
    this.#weak[number] = new WeakRef(item)
    this.#cleared.register(item, number)
    this.#hold(number, item)
    return number
  }

  get(number: number): Item | undefined {
    return this.#held[number] ?? this.#revived(number)
  }

  #revived(number: number): Item | undefined {
    const item = this.#weak[number]?.deref()
    if (item !== undefined) this.#hold(number, item)
    return item
  }

  #hold(number: number, item: Item): void {
    this.#held[number] = item
    this.#lately.push(number)
  }

  /** Whether the item may still be there. */
  has(number: number): boolean {
    return this.#weak[number] !== undefined
  }

  letGo(): void {
    for (const number of this.#lately) this.#held[number] = undefined
    this.#lately = []
  }

  /** Gives away the numbers of items that are gone: from now on nobody may ask for the old ones. */
  reuseNumbers(): void {
    this.#free = this.#free.concat(this.#gone)
    this.#gone = []
  }
}
