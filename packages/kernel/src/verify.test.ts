import { expect, test } from 'vitest'
import type { Instruction, LoopIR, LoopOutput } from './ir.ts'
import { verify } from './verify.ts'

const x: Instruction = { op: 'load', args: [], type: 'f64', input: 0 }
const loop = (body: readonly Instruction[], outputs: readonly LoopOutput[] = []): LoopIR => ({
  inputs: [{ name: 'x', type: 'f64', kind: 'array' }],
  body,
  outputs,
})

function refuses(ir: LoopIR, reason: string): void {
  expect(() => verify(ir)).toThrow(reason)
}

test('a sum of sines is valid', () =>
  verify(loop([x, { op: 'sin', args: [0], type: 'f64' }], [{ value: 1, type: 'f64', reduce: 'sum' }])))
test('operands come first', () =>
  refuses(loop([{ op: 'neg', args: [0], type: 'f64' }]), 'reads %0, which is not defined before it'))
test('arity', () => refuses(loop([x, { op: 'add', args: [0], type: 'f64' }]), 'add takes 2 operands, got 1'))
test('lanes agree', () =>
  refuses(
    loop([x, { op: 'const', args: [], type: 'f32', value: 1 }, { op: 'add', args: [0, 1], type: 'f64' }]),
    'add does not take (f64, f32)',
  ))
test('comparisons are bool', () => refuses(loop([x, { op: 'lt', args: [0, 0], type: 'f64' }]), 'is bool, not f64'))
test('singles are singles', () =>
  refuses(loop([{ op: 'const', args: [], type: 'f32', value: 0.1 }]), 'is not a single'))
test('loads have the lane of the input', () => refuses(loop([{ ...x, type: 'i32' }]), 'loads f64 input 0 as i32'))
test('unknown operations', () =>
  refuses(loop([{ op: 'frobnicate' as 'neg', args: [], type: 'f64' }]), 'unknown operation frobnicate'))
test('a special operation comes with its function', () => {
  const call: Instruction = { op: 'besselj', args: [0, 0], type: 'f64' }
  refuses(loop([x, call]), 'besselj without its function')
  verify(loop([x, { ...call, special: (n, at) => n * at }]))
})
test('outputs have the lane of the value', () =>
  refuses(loop([x], [{ value: 0, type: 'i32' }]), 'is declared i32, its value is f64'))
test('any is of truth values', () =>
  refuses(loop([x], [{ value: 0, type: 'f64', reduce: 'any' }]), 'reduction any does not take f64'))
