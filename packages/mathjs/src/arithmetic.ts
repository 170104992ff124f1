import { all, type BigNumber, create, type MathJsInstance } from 'mathjs'
import { bernoulliNumbers } from './bernoulli.ts'

/** Names of functions that mathjs computes to the precision of its BigNumbers. */
type Native =
  | 'exp'
  | 'log'
  | 'abs'
  | 'sign'
  | 'floor'
  | 'ceil'
  | 'cbrt'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'atan2'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'asinh'
  | 'acosh'
  | 'atanh'

/** BigNumbers of one working precision: what the tables of functions compute with. */
export class Arithmetic {
  readonly digits: number
  readonly one: BigNumber
  readonly nan: BigNumber
  readonly pi: BigNumber
  /** Relative size below which a term of a series no longer counts. */
  readonly tiny: BigNumber
  readonly #math: MathJsInstance
  #bernoulli: readonly BigNumber[] | undefined

  constructor(digits: number) {
    this.digits = digits
    this.#math = create(all!, { number: 'BigNumber', precision: digits, predictable: true } as never) as MathJsInstance
    this.one = this.big(1)
    this.nan = this.big(Number.NaN)
    this.pi = this.constant('pi')
    this.tiny = this.big(10).pow(-digits - 5)
  }

  big(x: number | string | BigNumber): BigNumber {
    return this.#math.bignumber(x as number) as BigNumber
  }

  constant(name: string): BigNumber {
    return this.big(this.#math.evaluate(name))
  }

  native(name: Native, ...x: readonly BigNumber[]): BigNumber {
    return (this.#math as unknown as Record<Native, (...x: readonly BigNumber[]) => BigNumber>)[name](...x)
  }

  truth(holds: boolean): BigNumber {
    return this.big(holds ? 1 : 0)
  }

  /** B₀, B₂, B₄, …, as many as Stirling's series needs. */
  get bernoulli(): readonly BigNumber[] {
    this.#bernoulli ??= bernoulliNumbers((x) => this.big(x), Math.ceil(this.digits / 2) + 10)
    return this.#bernoulli
  }

  /** Σ of terms until one no longer counts; the first term is `start`, each next one `next(term, k)`. */
  series(start: BigNumber, next: (term: BigNumber, k: number) => BigNumber): BigNumber {
    let sum = start
    let term = start
    for (let k = 1; k < 200_000; k++) {
      term = next(term, k)
      sum = sum.plus(term)
      if (term.abs().lte(this.tiny.times(sum.abs())) && k > 2) break
    }
    return sum
  }
}
