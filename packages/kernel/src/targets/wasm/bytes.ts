/**
 * A byte encoder for WebAssembly modules: the binary format of the core specification 2.0, chapter 5, as far as kernels need it.
 * With `text: true` a function also records itself as WebAssembly text, for people to read.
 */

import {
  type LaneMemoryOp,
  type LaneOp,
  laneMemoryOpcodes,
  laneOpcodes,
  type MemoryOp,
  memoryOpcodes,
  type NumericOp,
  numericOpcodes,
  SIMD,
  type VectorOp,
  vectorOpcodes,
} from './opcodes.ts'

const valueTypes = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const

/** The type of a local, parameter or result. */
export type ValueType = keyof typeof valueTypes

/** A piece of a module. */
type Bytes = readonly number[]

const scratch = new DataView(new ArrayBuffer(8))

function pushUnsigned(out: number[], value: number): void {
  let rest = value >>> 0
  do {
    const low = rest & 0x7f
    rest >>>= 7
    out.push(rest === 0 ? low : low | 0x80)
  } while (rest !== 0)
}

function pushSigned(out: number[], value: number): void {
  let rest = value | 0
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) {
      out.push(low)
      return
    }
    out.push(low | 0x80)
  }
}

function pushScratch(out: number[], bytes: number): void {
  for (let i = 0; i < bytes; i++) out.push(scratch.getUint8(i))
}

function pushName(out: number[], name: string): void {
  pushUnsigned(out, name.length)
  for (let i = 0; i < name.length; i++) out.push(name.charCodeAt(i))
}

const offsetText = (offset: number): readonly string[] => (offset === 0 ? [] : [`offset=${offset}`])

/** One function of a module. Methods append instructions and return the writer. */
export class FunctionWriter {
  /** The index `call` refers to. */
  readonly index: number
  readonly parameters: readonly ValueType[]
  readonly results: readonly ValueType[]
  readonly #locals: ValueType[] = []
  readonly #code: number[] = []
  readonly #lines: string[] | undefined
  #depth = 1

  constructor(index: number, parameters: readonly ValueType[], results: readonly ValueType[], text: boolean) {
    this.index = index
    this.parameters = parameters
    this.results = results
    this.#lines = text ? [] : undefined
  }

  /** Bytes of code written so far. */
  get size(): number {
    return this.#code.length
  }

  /** Declares a local and returns its index; parameters are 0, 1, …. */
  local(type: ValueType): number {
    this.#locals.push(type)
    return this.parameters.length + this.#locals.length - 1
  }

  get(local: number): this {
    return this.#indexed('local.get', 0x20, local)
  }

  set(local: number): this {
    return this.#indexed('local.set', 0x21, local)
  }

  tee(local: number): this {
    return this.#indexed('local.tee', 0x22, local)
  }

  call(callee: number): this {
    return this.#indexed('call', 0x10, callee)
  }

  i32(value: number): this {
    this.#line('i32.const', value)
    this.#code.push(0x41)
    pushSigned(this.#code, value)
    return this
  }

  f32(value: number): this {
    this.#line('f32.const', value)
    this.#code.push(0x43)
    scratch.setFloat32(0, value, true)
    pushScratch(this.#code, 4)
    return this
  }

  f64(value: number): this {
    this.#line('f64.const', value)
    this.#code.push(0x44)
    scratch.setFloat64(0, value, true)
    pushScratch(this.#code, 8)
    return this
  }

  /** `v128.const` with the double in both lanes. */
  f64x2(value: number): this {
    this.#line('v128.const f64x2', value, value)
    scratch.setFloat64(0, value, true)
    return this.#vectorConstant(8)
  }

  /** `v128.const` with the single in all lanes. */
  f32x4(value: number): this {
    this.#line('v128.const f32x4', value, value, value, value)
    scratch.setFloat32(0, value, true)
    return this.#vectorConstant(4)
  }

  /** `v128.const` with the 64-bit integer in both lanes. */
  i64x2(value: bigint): this {
    this.#line('v128.const i64x2', value, value)
    scratch.setBigInt64(0, BigInt.asIntN(64, value), true)
    return this.#vectorConstant(8)
  }

  /** `v128.const` with the 32-bit integer in all lanes. */
  i32x4(value: number): this {
    this.#line('v128.const i32x4', value, value, value, value)
    scratch.setInt32(0, value, true)
    return this.#vectorConstant(4)
  }

  /** A numeric or vector instruction without immediates. */
  op(name: NumericOp | VectorOp): this {
    this.#line(name)
    this.#opcode(vectorOpcodes[name as VectorOp] ?? numericOpcodes[name as NumericOp])
    return this
  }

  /** A load or store at the address on the stack plus `offset`. `align` is log2 of bytes; default the natural one, a hint only. */
  memory(name: MemoryOp, offset = 0, align: number = memoryOpcodes[name][1]): this {
    this.#line(name, ...offsetText(offset))
    this.#opcode(memoryOpcodes[name][0])
    pushUnsigned(this.#code, align)
    pushUnsigned(this.#code, offset)
    return this
  }

  /** A load or store of one lane. */
  laneMemory(name: LaneMemoryOp, lane: number, offset = 0): this {
    this.#line(name, ...offsetText(offset), lane)
    this.#opcode(laneMemoryOpcodes[name][0])
    pushUnsigned(this.#code, laneMemoryOpcodes[name][1])
    pushUnsigned(this.#code, offset)
    this.#code.push(lane)
    return this
  }

  /** `extract_lane` or `replace_lane`. */
  lane(name: LaneOp, lane: number): this {
    this.#line(name, lane)
    this.#opcode(laneOpcodes[name])
    this.#code.push(lane)
    return this
  }

  /** `i8x16.shuffle`: byte i of the result is byte `bytes[i]` of the two operands laid end to end (0–31). */
  shuffle(bytes: readonly number[]): this {
    this.#line('i8x16.shuffle', ...bytes)
    this.#opcode(SIMD + 0x0d)
    this.#code.push(...bytes)
    return this
  }

  block(): this {
    return this.#open('block', 0x02)
  }

  loop(): this {
    return this.#open('loop', 0x03)
  }

  if(): this {
    return this.#open('if', 0x04)
  }

  else(): this {
    this.#depth--
    this.#line('else')
    this.#depth++
    this.#code.push(0x05)
    return this
  }

  end(): this {
    this.#depth--
    this.#line('end')
    this.#code.push(0x0b)
    return this
  }

  /** Branch to the label `depth` levels out (0 is the innermost). */
  br(depth: number): this {
    return this.#indexed('br', 0x0c, depth)
  }

  brIf(depth: number): this {
    return this.#indexed('br_if', 0x0d, depth)
  }

  /** Appends the code of another writer (with the same locals), in place. */
  append(other: FunctionWriter): this {
    for (const byte of other.#code) this.#code.push(byte)
    for (const line of other.#lines ?? []) this.#lines?.push(line)
    return this
  }

  /** A detached piece of code of this function: write into it, then {@link append} it. Locals are shared. */
  fragment(): FunctionWriter {
    const piece = new FunctionWriter(this.index, this.parameters, this.results, this.#lines !== undefined)
    piece.local = (type) => this.local(type)
    piece.#depth = this.#depth
    return piece
  }

  /** The function as an entry of the code section: the bytes before its code, its code, the byte after. */
  encode(): readonly Bytes[] {
    const locals: number[] = []
    const groups: [count: number, type: ValueType][] = []
    for (const type of this.#locals) {
      const last = groups.at(-1)
      if (last !== undefined && last[1] === type) last[0]++
      else groups.push([1, type])
    }
    pushUnsigned(locals, groups.length)
    for (const [count, type] of groups) {
      pushUnsigned(locals, count)
      locals.push(valueTypes[type])
    }
    const head: number[] = []
    pushUnsigned(head, locals.length + this.#code.length + 1)
    return [[...head, ...locals], this.#code, [0x0b]]
  }

  /** The function as WebAssembly text; empty unless the module was made with `text: true`. */
  toText(): string {
    const heading = [
      `(func (;${this.index};)`,
      this.parameters.length === 0 ? '' : ` (param ${this.parameters.join(' ')})`,
      this.results.length === 0 ? '' : ` (result ${this.results.join(' ')})`,
    ].join('')
    const locals = this.#locals.length === 0 ? [] : [`  (local ${this.#locals.join(' ')})`]
    return [heading, ...locals, ...(this.#lines ?? []), ')'].join('\n')
  }

  /** Writes a line of text, where text is wanted: numbers are not printed in vain. */
  #line(name: string, ...operands: readonly (number | bigint | string)[]): void {
    this.#lines?.push(`${'  '.repeat(this.#depth)}${[name, ...operands].join(' ')}`)
  }

  #opcode(value: number): void {
    if (value < SIMD) this.#code.push(value)
    else {
      this.#code.push(0xfd)
      pushUnsigned(this.#code, value - SIMD)
    }
  }

  #indexed(name: string, opcode: number, index: number): this {
    this.#line(name, index)
    this.#code.push(opcode)
    pushUnsigned(this.#code, index)
    return this
  }

  #open(name: string, opcode: number): this {
    this.#line(name)
    this.#depth++
    this.#code.push(opcode, 0x40)
    return this
  }

  #vectorConstant(bytes: 4 | 8): this {
    this.#opcode(SIMD + 0x0c)
    for (let i = 0; i < 16; i += bytes) pushScratch(this.#code, bytes)
    return this
  }
}

/** Size of a memory in pages of 64 KiB. */
export interface MemoryLimits {
  readonly initial: number
  readonly maximum?: number
  readonly shared?: boolean
}

/** A module being written: imports first, then functions; `encode` gives its bytes. */
export class ModuleWriter {
  readonly #text: boolean
  readonly #types: number[][] = []
  readonly #typeIndex = new Map<string, number>()
  readonly #imports: number[][] = []
  readonly #importLines: string[] = []
  readonly #functions: FunctionWriter[] = []
  readonly #exports: number[][] = []
  readonly #exportLines: string[] = []
  readonly #data: number[][] = []
  #memory: number[] | undefined
  #importedFunctions = 0

  constructor(options: { readonly text?: boolean } = {}) {
    this.#text = options.text ?? false
  }

  /** Imports a memory as memory 0. */
  importMemory(module: string, name: string, limits: MemoryLimits): this {
    const entry: number[] = []
    pushName(entry, module)
    pushName(entry, name)
    entry.push(0x02)
    pushLimits(entry, limits)
    this.#imports.push(entry)
    this.#importLines.push(`(import "${module}" "${name}" (memory ${limits.initial}))`)
    return this
  }

  /** Imports a function and returns its index. Must come before the first `function`. */
  importFunction(
    module: string,
    name: string,
    parameters: readonly ValueType[],
    results: readonly ValueType[],
  ): number {
    if (this.#functions.length > 0) throw new Error('internal: imports come before functions')
    const entry: number[] = []
    pushName(entry, module)
    pushName(entry, name)
    entry.push(0x00)
    pushUnsigned(entry, this.#type(parameters, results))
    this.#imports.push(entry)
    this.#importLines.push(`(import "${module}" "${name}" (func (;${this.#importedFunctions};)))`)
    return this.#importedFunctions++
  }

  /** Defines memory 0, exported under `name` when one is given. */
  memory(limits: MemoryLimits, name?: string): this {
    const entry: number[] = []
    pushLimits(entry, limits)
    this.#memory = entry
    if (name !== undefined) this.#export(name, 0x02, 0)
    return this
  }

  /** Starts a function, exported under `name` when one is given. */
  function(parameters: readonly ValueType[], results: readonly ValueType[], name?: string): FunctionWriter {
    this.#type(parameters, results)
    const index = this.#importedFunctions + this.#functions.length
    const writer = new FunctionWriter(index, parameters, results, this.#text)
    this.#functions.push(writer)
    if (name !== undefined) this.#export(name, 0x00, index)
    return writer
  }

  /** Bytes copied to `offset` of memory 0 when the module is instantiated. */
  data(offset: number, bytes: ArrayLike<number>): this {
    const entry: number[] = [0x00, 0x41]
    pushSigned(entry, offset)
    entry.push(0x0b)
    pushUnsigned(entry, bytes.length)
    for (let i = 0; i < bytes.length; i++) entry.push(bytes[i]!)
    this.#data.push(entry)
    return this
  }

  /** The module in the binary format. */
  encode(): Uint8Array<ArrayBuffer> {
    const types = this.#functions.map((it) => {
      const entry: number[] = []
      pushUnsigned(entry, this.#type(it.parameters, it.results))
      return entry
    })
    const code = this.#functions.map((it) => it.encode())
    return joined([
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, this.#types),
      ...section(2, this.#imports),
      ...section(3, types),
      ...section(5, this.#memory === undefined ? [] : [this.#memory]),
      ...section(7, this.#exports),
      ...section(10, code.flat(), code.length),
      ...section(11, this.#data),
    ])
  }

  /** The module as WebAssembly text, for people; complete only when made with `text: true`. */
  toText(): string {
    const lines = [...this.#importLines, ...this.#functions.map((it) => it.toText()), ...this.#exportLines]
    return `(module\n${lines.join('\n').replace(/^/gm, '  ')}\n)`
  }

  #type(parameters: readonly ValueType[], results: readonly ValueType[]): number {
    const key = `${parameters.join()}:${results.join()}`
    const found = this.#typeIndex.get(key)
    if (found !== undefined) return found
    const entry = [0x60]
    for (const list of [parameters, results]) {
      pushUnsigned(entry, list.length)
      for (const type of list) entry.push(valueTypes[type])
    }
    this.#types.push(entry)
    this.#typeIndex.set(key, this.#types.length - 1)
    return this.#types.length - 1
  }

  #export(name: string, kind: 0x00 | 0x02, index: number): void {
    const entry: number[] = []
    pushName(entry, name)
    entry.push(kind)
    pushUnsigned(entry, index)
    this.#exports.push(entry)
    this.#exportLines.push(`(export "${name}" (${kind === 0 ? 'func' : 'memory'} ${index}))`)
  }
}

function pushLimits(out: number[], { initial, maximum, shared }: MemoryLimits): void {
  out.push((maximum === undefined ? 0 : 1) | (shared === true ? 2 : 0))
  pushUnsigned(out, initial)
  if (maximum !== undefined) pushUnsigned(out, maximum)
}

/** A section of `count` entries; nothing when there are none. */
function section(id: number, entries: readonly Bytes[], count: number = entries.length): readonly Bytes[] {
  if (count === 0) return []
  const counted: number[] = []
  pushUnsigned(counted, count)
  const head = [id]
  pushUnsigned(head, counted.length + total(entries))
  return [head, counted, ...entries]
}

const total = (parts: readonly Bytes[]): number => parts.reduce((sum, { length }) => sum + length, 0)

function joined(parts: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(total(parts))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
