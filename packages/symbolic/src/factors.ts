import type { Expr } from './expression.ts'

/** The factors of a product; of anything else itself. */
export const factorsOf = (e: Expr): readonly Expr[] => (e.op === 'mul' ? e.args : [e])

/** What a power raises; of anything else itself. */
export const baseOf = (e: Expr): Expr => (e.op === 'pow' ? e.args[0]! : e)
