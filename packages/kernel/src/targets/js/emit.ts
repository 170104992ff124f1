import { type Instruction, type LoopIR, operations, type Reduction } from '../../ir.ts'
import { expression } from './expressions.ts'

/** The three shapes of a loop: all strides 1, any strides, one element. */
export type Shape = 'contiguous' | 'strided' | 'scalar'

/** Bodies at most this long are unrolled with several accumulators when they only reduce. */
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
 * (`a0`, `v3`): no text of a user's enters. Signatures: contiguous `(n, a, c, o, r)`, strided `(n, a, c, o, r, p, s, q, t)`,
 * scalar `(x, o)`, where a are input arrays, c scalars, o output arrays, r reduction results (in and out), p and s offset
 * and stride of the inputs, q and t of the outputs.
 */
export function emitJs(ir: LoopIR, shape: Shape): string {
  return shape === 'scalar' ? emitScalar(ir) : emitLoop(ir, shape)
}

function emitScalar(ir: LoopIR): string {
  const lines = values(ir, '', (input) => {
    const { type } = ir.inputs[input]!
    return type === 'bool' ? `x[${input}] !== 0` : type === 'f32' ? `Math.fround(x[${input}])` : `x[${input}]`
  })
  ir.outputs.forEach(({ value, reduce }, j) => {
    const argument = reduce === 'argmin' || reduce === 'argmax'
    lines.push(`o[${j}] = ${argument ? '0' : stored(ir.body[value]!, `v${value}`)};`)
  })
  return `return (x, o) => {\n${indent(lines)}\n  return o[0];\n}`
}

function emitLoop(ir: LoopIR, shape: 'contiguous' | 'strided'): string {
  const strided = shape === 'strided'
  const head: string[] = []
  const advance: string[] = []
  ir.inputs.forEach(({ kind, type }, j) => {
    if (kind === 'scalar') {
      const number = `c[${j}]`
      head.push(
        `const c${j} = ${type === 'bool' ? `${number} !== 0` : type === 'f32' ? `Math.fround(${number})` : number};`,
      )
      return
    }
    head.push(`const a${j} = a[${j}];`)
    if (!strided) return
    head.push(`const s${j} = s[${j}];`, `let p${j} = p[${j}];`)
    advance.push(`p${j} += s${j};`)
  })
  const tail: string[] = []
  const reducing: number[] = []
  ir.outputs.forEach(({ reduce }, j) => {
    if (reduce !== undefined) {
      reducing.push(j)
      head.push(`let r${j} = r[${j}];`)
      if (reduce === 'argmin' || reduce === 'argmax') head.push(`let b${j} = NaN;`)
      tail.push(`r[${j}] = r${j};`)
      return
    }
    head.push(`const o${j} = o[${j}];`)
    if (!strided) return
    head.push(`const t${j} = t[${j}];`, `let q${j} = q[${j}];`)
    advance.push(`q${j} += t${j};`)
  })
  const several = !strided && reducing.length === ir.outputs.length && canSplit(ir)
  const loops: string[] = []
  if (several) {
    for (const j of reducing) {
      const { reduce } = ir.outputs[j]!
      const identity = reduce === 'prod' ? '1' : reduce === 'sum' ? '0' : `r${j}`
      for (let k = 1; k < unroll; k++) head.push(`let r${j}_${k} = ${identity};`)
    }
    const steps = Array.from({ length: unroll }, (_, k) =>
      bodyLines(ir, strided, k === 0 ? 'i' : `i + ${k}`, k === 0 ? '' : `_${k}`),
    )
    loops.push(
      `const e = n - ${unroll - 1};`,
      `for (; i < e; i += ${unroll}) {`,
      ...steps.flat().map((it) => `  ${it}`),
      '}',
    )
    for (const j of reducing) {
      const reduce = ir.outputs[j]!.reduce as Exclude<Reduction, 'argmin' | 'argmax'>
      for (let k = 1; k < unroll; k++) loops.push(merge(reduce, `r${j}`, `r${j}_${k}`))
    }
  }
  loops.push(
    'for (; i < n; i++) {',
    ...bodyLines(ir, strided, 'i', '').map((it) => `  ${it}`),
    ...advance.map((it) => `  ${it}`),
    '}',
  )
  const parameters = strided ? 'n, a, c, o, r, p, s, q, t' : 'n, a, c, o, r'
  return `return (${parameters}) => {\n${indent([...head, 'let i = 0;', ...loops, ...tail])}\n}`
}

function merge(reduce: Exclude<Reduction, 'argmin' | 'argmax'>, acc: string, part: string): string {
  if (reduce === 'any') return `${acc} |= ${part};`
  if (reduce === 'all') return `${acc} &= ${part};`
  return update[reduce](acc, part)
}

/** One trip of the loop at element `index`; names get `suffix`, so that several trips can stand side by side. */
function bodyLines(ir: LoopIR, strided: boolean, index: string, suffix: string): string[] {
  const load = (input: number): string => {
    const { kind, type } = ir.inputs[input]!
    if (kind === 'scalar') return `c${input}`
    return `a${input}[${strided ? `p${input}` : index}]${type === 'bool' ? ' !== 0' : ''}`
  }
  const lines = values(ir, suffix, load)
  ir.outputs.forEach(({ value, reduce }, j) => {
    const v = `v${value}${suffix}`
    if (reduce === undefined) {
      lines.push(`o${j}[${strided ? `q${j}` : index}] = ${stored(ir.body[value]!, v)};`)
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

function canSplit({ body, outputs }: LoopIR): boolean {
  const work = body.filter(({ op }) => op !== 'const' && op !== 'load')
  return (
    work.length <= unrollLimit &&
    work.every(({ op }) => operations[op].kind === 'arithmetic') &&
    outputs.every(({ reduce }) => reduce !== 'argmin' && reduce !== 'argmax')
  )
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n')
}
