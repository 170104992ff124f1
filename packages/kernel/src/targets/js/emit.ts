import { type Instruction, type LoopIR, operations, type Reduction } from '../../ir.ts'
import { expression } from './expressions.ts'

/** The shapes of a loop: all arrays from their start with stride 1, stride 1 from any offset, any strides, one element. */
export type Shape = LoopShape | 'scalar'
type LoopShape = 'contiguous' | 'shifted' | 'strided'

/** Bodies of plain arithmetic at most this long are unrolled. */
const unrollLimit = 12
const unroll = 4

const update: { readonly [R in Exclude<Reduction, 'argmin' | 'argmax'>]: (acc: string, v: string) => string } = {
  sum: (acc, v) => `${acc} += ${v};`,
  prod: (acc, v) => `${acc} *= ${v};`,
  min: (acc, v) => `${acc} = Math.min(${acc}, ${v});`,
  max: (acc, v) => `${acc} = Math.max(${acc}, ${v});`,
  any: (acc, v) => `if (${v}) ${acc} = 1;`,
  all: (acc, v) => `if (!${v}) ${acc} = 0;`,
}

/**
 * JavaScript source of a loop: the body of `function (m)` that returns the function itself. Every name in it is made here
 * (`a0`, `v3`): no text of a user's enters. Signatures: loops
 * `(n, a, c, o, r)`, scalar `(x, o)`, where a are views of the input arrays, c scalars, o views of the output arrays, r reduction
 * results (in and out).
 */
export function emitJs(ir: LoopIR, shape: Shape): string {
  return shape === 'scalar' ? emitScalar(ir) : emitLoop(ir, shape)
}

function emitScalar(ir: LoopIR): string {
  const lines = values(ir, '', (input) => {
    const { type } = ir.inputs[input]!
    return type === 'bool' ? `x[${input}] !== 0` : type === 'f32' ? `Math.fround(x[${input}])` : `x[${input}]`
  })
  const results = ir.outputs.map(({ value, reduce }, j) => {
    const argument = reduce === 'argmin' || reduce === 'argmax'
    return { value, line: `o[${j}] = ${argument ? '0' : stored(ir.body[value]!, `v${value}`)};` }
  })
  if (lines.length > pieceLimit) return emitPieces(ir.body, lines, results)
  return `return (x, o) => {\n${indent([...lines, ...results.map(({ line }) => line)])}\n  return o[0];\n}`
}

/** Instructions of one function at most: engines do not optimise very long ones. */
const pieceLimit = 500

/** Functions called one after the other; what a later one reads of an earlier one it finds in an array. */
function emitPieces(
  body: readonly Instruction[],
  lines: readonly string[],
  results: readonly { readonly value: number; readonly line: string }[],
): string {
  const pieceOf = (at: number): number => Math.floor(at / pieceLimit)
  const count = pieceOf(body.length - 1) + 1
  const places = new Map<number, number>()
  const borrowed = Array.from({ length: count }, () => new Set<number>())
  body.forEach(({ args }, at) => {
    for (const arg of args) {
      if (pieceOf(arg) === pieceOf(at)) continue
      borrowed[pieceOf(at)]!.add(arg)
      if (body[arg]!.args.length > 0 && !places.has(arg)) places.set(arg, places.size)
    }
  })
  const borrow = (at: number): string => {
    const place = places.get(at)
    if (place === undefined) return lines[at]!
    return `const v${at} = s[${place}]${body[at]!.type === 'bool' ? ' !== 0' : ''};`
  }
  const functions = borrowed.map((outer, piece) => {
    const [from, to] = [piece * pieceLimit, Math.min((piece + 1) * pieceLimit, body.length)]
    const isMine = (at: number): boolean => at >= from && at < to
    const kept = [...places]
      .filter(([at]) => isMine(at))
      .map(([at, place]) => `s[${place}] = ${stored(body[at]!, `v${at}`)};`)
    const written = results.filter(({ value }) => isMine(value)).map(({ line }) => line)
    const inner = [...[...outer].map(borrow), ...lines.slice(from, to), ...kept, ...written]
    return `const f${piece} = (x, o) => {\n${indent(inner)}\n};`
  })
  const calls = borrowed.map((_, piece) => `f${piece}(x, o);`)
  const whole = `return (x, o) => {\n${indent([...calls, 'return o[0];'])}\n}`
  return [`const s = new Float64Array(${places.size});`, ...functions, whole].join('\n')
}

function emitLoop(ir: LoopIR, shape: LoopShape): string {
  const { head, advance, tail } = frame(ir, shape)
  const split = shape === 'strided' ? undefined : splitLoop(ir, shape, advance(unroll))
  const loop = ['for (; i < n; i++) {', indent(bodyLines(ir, shape, 0).concat(advance(1))), '}']
  const lines = [head, split?.head ?? [], ['let i = 0;'], split?.loop ?? [], loop, tail].flat()
  return `return (n, a, c, o, r) => {\n${indent(lines)}\n}`
}

/** What stands before the loop, at the end of each trip and after the loop: locals for arrays, scalars, strides and results. */
function frame(ir: LoopIR, shape: LoopShape): { head: string[]; advance: (trips: number) => string[]; tail: string[] } {
  const head: string[] = []
  const steps: ((trips: number) => string)[] = []
  const tail: string[] = []
  const addArray = (array: 'a' | 'o', j: number, offset: string, stride: string): void => {
    head.push(`const ${array}${j} = ${array}[${j}].data;`)
    if (shape === 'contiguous') return
    // Places that move cost one check of overflow for all trips side by side; sums of an offset and an index one each.
    head.push(`let ${offset} = ${array}[${j}].offset;`)
    if (shape === 'strided') head.push(`const ${stride} = ${array}[${j}].stride;`)
    steps.push((trips) => `${offset} += ${shape === 'strided' ? stride : trips};`)
  }
  ir.inputs.forEach(({ kind, type }, j) => {
    if (kind === 'array') addArray('a', j, `p${j}`, `s${j}`)
    else
      head.push(
        `const c${j} = ${type === 'bool' ? `c[${j}] !== 0` : type === 'f32' ? `Math.fround(c[${j}])` : `c[${j}]`};`,
      )
  })
  ir.outputs.forEach(({ reduce }, j) => {
    if (reduce === undefined) {
      addArray('o', j, `q${j}`, `t${j}`)
      return
    }
    head.push(`let r${j} = r[${j}];`)
    if (reduce === 'argmin' || reduce === 'argmax') head.push(`let b${j} = NaN;`)
    tail.push(`r[${j}] = r${j};`)
  })
  return { head, advance: (trips) => steps.map((step) => step(trips)), tail }
}

/** For short bodies: several trips side by side, reductions with an accumulator each, and their union. */
function splitLoop(
  ir: LoopIR,
  shape: LoopShape,
  advance: readonly string[],
): { head: string[]; loop: string[] } | undefined {
  if (!canSplit(ir)) return undefined
  const head: string[] = []
  const unions: string[] = []
  ir.outputs.forEach(({ reduce }, j) => {
    if (reduce === undefined || reduce === 'argmin' || reduce === 'argmax') return
    const identity = reduce === 'prod' ? '1' : reduce === 'sum' ? '0' : `r${j}`
    for (let k = 1; k < unroll; k++) {
      head.push(`let r${j}_${k} = ${identity};`)
      unions.push(merge(reduce, `r${j}`, `r${j}_${k}`))
    }
  })
  const steps = Array.from({ length: unroll }, (_, k) => bodyLines(ir, shape, k))
  const lines = indent(steps.flat().concat(advance))
  const loop = [`const e = n - ${unroll - 1};`, `for (; i < e; i += ${unroll}) {`, lines, '}', ...unions]
  return { head, loop }
}

function merge(reduce: Exclude<Reduction, 'argmin' | 'argmax'>, acc: string, part: string): string {
  if (reduce === 'any') return `${acc} |= ${part};`
  if (reduce === 'all') return `${acc} &= ${part};`
  return update[reduce](acc, part)
}

/** The trip of the loop `ahead` of element i; its names end in it, so that several trips can stand side by side. */
function bodyLines(ir: LoopIR, shape: LoopShape, ahead: number): string[] {
  const suffix = ahead === 0 ? '' : `_${ahead}`
  const later = (place: string): string => (ahead === 0 ? place : `${place} + ${ahead}`)
  const index = later('i')
  const place = (offset: string): string => later(shape === 'contiguous' ? 'i' : offset)
  const load = (input: number): string => {
    const { kind, type } = ir.inputs[input]!
    if (kind === 'scalar') return `c${input}`
    return `a${input}[${place(`p${input}`)}]${type === 'bool' ? ' !== 0' : ''}`
  }
  const lines = values(ir, suffix, load)
  ir.outputs.forEach(({ value, reduce }, j) => {
    const v = `v${value}${suffix}`
    if (reduce === undefined) {
      lines.push(`o${j}[${place(`q${j}`)}] = ${stored(ir.body[value]!, v)};`)
    } else if (reduce === 'argmin' || reduce === 'argmax') {
      const better = reduce === 'argmin' ? '<' : '>'
      lines.push(
        `if (r${j} < 0 || ${v} ${better} b${j} || (${v} !== ${v} && b${j} === b${j})) { r${j} = ${index}; b${j} = ${v}; }`,
      )
    } else lines.push(update[reduce](`r${j}${suffix}`, v))
  })
  return lines
}

function values(ir: LoopIR, suffix: string, load: (input: number) => string): string[] {
  return ir.body.map((instruction, at) => {
    const text =
      instruction.op === 'load' ? load(instruction.input!) : expression(instruction, ir.body, (j) => `v${j}${suffix}`)
    return `const v${at}${suffix} = ${text};`
  })
}

function stored({ type }: Instruction, name: string): string {
  return type === 'bool' ? `${name} ? 1 : 0` : name
}

/** Whether the body is short plain arithmetic: such loops wait for memory and for the last sum. */
function canSplit({ body, outputs }: LoopIR): boolean {
  const work = body.filter(({ op }) => op !== 'const' && op !== 'load')
  return (
    work.length <= unrollLimit &&
    work.every(({ op }) => operations[op].kind === 'arithmetic') &&
    outputs.every(({ reduce }) => reduce !== 'argmin' && reduce !== 'argmax')
  )
}

function indent(lines: readonly string[]): string {
  return lines.join('\n').replace(/^/gm, '  ')
}
