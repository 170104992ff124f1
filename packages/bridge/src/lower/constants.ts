import { interpret } from '@fluxion/kernel'
import type { Expr } from '@fluxion/symbolic'
import { Emitter } from './emitter.ts'

const named: { readonly [name: string]: number } = {
  pi: Math.PI,
  e: Math.E,
  tau: 2 * Math.PI,
  phi: 1.618033988749895,
  infinity: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
}

/** The double of a number or a named constant; undefined of anything else, truth values too. */
export function constantOf(e: Expr): number | undefined {
  if (e.op === 'num') return e.value
  return e.op === 'const' && Object.hasOwn(named, e.name) ? named[e.name] : undefined
}

/** The value of a formula without symbols: its instructions, run once in double precision and rounded where they are used. */
export function valueOnce(emit: (k: Emitter) => number): number {
  const k = new Emitter('f64')
  k.output(emit(k))
  return (interpret(k.finish(), 1, [])[0] as Float64Array)[0]!
}
