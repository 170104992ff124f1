import { ModuleWriter } from './bytes.ts'
import { validates } from './engine.ts'

let simd: boolean | undefined
let fma: boolean | undefined

function accepts(name: 'f64x2.add' | 'f64x2.relaxed_madd', operands: number): boolean {
  const module = new ModuleWriter()
  const f = module.function([], [])
  for (let i = 0; i < operands; i++) f.f64x2(0)
  f.op(name).op('drop')
  return validates(module.encode())
}

/** Whether the engine has 128-bit vectors. Probed once. */
export function hasSimd(): boolean {
  simd ??= accepts('f64x2.add', 2)
  return simd
}

/** Whether the engine has relaxed vectors with fused multiply-add. Probed once. */
export function hasRelaxedSimd(): boolean {
  fma ??= accepts('f64x2.relaxed_madd', 3)
  return fma
}
