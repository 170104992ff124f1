import type { LoopIR } from '../ir.ts'
import { contract } from './contract.ts'
import { drop } from './drop.ts'
import { fold } from './fold.ts'
import { reduceStrength } from './reduce-strength.ts'
import { share } from './share.ts'

/** A rewriting of loops that keeps their results. */
export type Pass = (ir: LoopIR) => LoopIR

/** The name of a pass. */
export type PassName = 'fold' | 'reduceStrength' | 'share' | 'contract' | 'drop'

/**
 * The passes in the order they run. `contract` only helps where the target has fused multiply-add.
 *
 * @example
 * Object.keys(passes).join() // => fold,reduceStrength,share,contract,drop
 */
export const passes: Readonly<Record<PassName, Pass>> = { fold, reduceStrength, share, contract, drop }

/** Which passes run; one that is not mentioned runs. */
export type PassSwitches = Readonly<Partial<Record<PassName, boolean>>>

/**
 * Runs the passes that are not switched off.
 *
 * @example
 * const k = new LoopBuilder()
 * k.output(k.op('pow', k.array('x'), k.constant(2)))
 * optimize(k.finish()).body.map(({ op }) => op).join() // => load,mul
 */
export function optimize(ir: LoopIR, switches: PassSwitches = {}): LoopIR {
  let current = ir
  for (const name of Object.keys(passes) as PassName[]) if (switches[name] !== false) current = passes[name](current)
  return current
}
