import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { LoopBuilder } from '../../build.ts'
import { bindOperands } from '../../operands.ts'
import { jsTarget } from './js.ts'

const k = new LoopBuilder()
const x = k.array('x')
k.output(k.op('mul', x, k.op('exp', x)))
k.output(x, 'max')
const ir = k.finish()

test('where evaluating text is refused the loop is interpreted', () => {
  const results = [0, Number.NEGATIVE_INFINITY]
  const operands = bindOperands(ir, 3, [Float64Array.of(0, 1, 2)])
  jsTarget(() => undefined)
    .load(ir)
    .run(3, operands, results)
  expect([...operands.targets[0]!.data]).toEqual([0, Math.E, 2 * Math.exp(2)])
  expect(results[1]).toBe(2)
})

test('the refusal of a real engine is noticed', () => {
  const entry = new URL('../../index.ts', import.meta.url).href
  const script = `
    const { LoopBuilder, compileLoop } = await import('${entry}')
    const k = new LoopBuilder()
    k.output(k.op('add', k.array('x'), k.constant(1)))
    console.log(compileLoop(k.finish()).run(2, [Float64Array.of(1, 2)])[0].join())`
  const flags = ['--disallow-code-generation-from-strings', '--import', 'tsx', '--input-type=module', '-e', script]
  const found = spawnSync(process.execPath, flags, {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  })
  expect(found.stdout.trim(), found.stderr).toBe('2,3')
})
