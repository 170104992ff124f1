/** Inner products as exact as if they were computed in twice the precision. */

const splitter = 2 ** 27 + 1

/** A running sum whose rounding errors are kept beside it: Ogita, Rump and Oishi, "Accurate Sum and Dot Product", SIAM J. Sci. Comput. 26(6), 2005. */
export class CompensatedSum {
  #high = 0
  #low = 0

  /** The sum so far, rounded once. */
  get value(): number {
    return this.#high + this.#low
  }

  /** Adds a number. */
  add(x: number): void {
    const sum = this.#high + x
    const part = sum - this.#high
    this.#low += this.#high - (sum - part) + (x - part)
    this.#high = sum
  }

  /** Adds a product, exactly (Dekker's splitting; the factors below 2^996). */
  addProduct(x: number, y: number): void {
    const product = x * y
    const a = splitter * x
    const xHigh = a - (a - x)
    const xLow = x - xHigh
    const b = splitter * y
    const yHigh = b - (b - y)
    const yLow = y - yHigh
    this.add(product)
    this.#low += xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow)
  }
}
