import { expect, test } from 'vitest'
import { LoopBuilder } from './build.ts'
import { compileLoop } from './compile.ts'
import type { FluxionError } from './errors.ts'
import { multiplyMatrices } from './matmul/multiply.ts'
import { matrixView } from './matmul/view.ts'

/** What a person is shown: code, message and hint of the error. */
const shown = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    const { code, message, hint } = error as FluxionError
    return `${code}: ${message}${hint === undefined ? '' : `\n  hint: ${hint}`}`
  }
  return 'nothing was thrown'
}

const builder = new LoopBuilder()
builder.output(builder.op('sin', builder.array('x')))
const sine = builder.finish()
const block = matrixView(new Float64Array(6), 2, 3)

test('errors say what was found and what was wanted', () => {
  const found = [
    () => compileLoop(sine, { target: 'gpu' as 'js' }),
    () => compileLoop({ ...sine, body: [{ op: 'sin', args: [3], type: 'f64' }] }),
    () => compileLoop(sine).run(2, []),
    () => compileLoop(sine).run(2, [1]),
    () => compileLoop(sine).run(2, [new Float64Array(1)]),
    () => compileLoop(sine).run(-1, [new Float64Array(1)]),
    () => multiplyMatrices(block, block, block),
  ].map(shown)
  expect(`\n${found.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    kernel/unknown-target: unknown target "gpu"
      hint: targets are 'auto', 'js', 'wasm', 'interpret'
    internal:kernel/invalid-ir: invalid loop IR at %0: sin reads %3, which is not defined before it
    kernel/operand-count: the kernel takes 1 inputs, got 0
      hint: pass one operand for each input of the IR, in order
    kernel/operand-type: "x" is a number, wanted a Float64Array
      hint: an array that the IR loads is a typed array of its lane; a scalar is a number
    kernel/out-of-bounds: "x" is read or written at element 1, but its array has 1
      hint: check offset, stride and length
    kernel/bad-length: length must be a non-negative integer, got -1
      hint: count elements, as array.length does
    kernel/product-shapes: matrix product of 2 × 3 and 2 × 3 into 2 × 3
      hint: m × k times k × n gives m × n
    "
  `)
})
