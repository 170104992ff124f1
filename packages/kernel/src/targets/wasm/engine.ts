/** The part of the WebAssembly JavaScript interface kernels use; the same in Node and in browsers. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

/** An instance's exports: functions on numbers. */
export type WasmExports = Readonly<Record<string, (...args: number[]) => number>>

interface Engine {
  readonly Memory: new (limits: { readonly initial: number; readonly maximum?: number }) => WasmMemory
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: object }
  validate(bytes: Uint8Array): boolean
}

declare const WebAssembly: Engine | undefined

/** Compiles and instantiates a module, synchronously. Throws what the engine throws. */
export function instantiate(bytes: Uint8Array, imports: object): WasmExports {
  const engine = engineHere()
  return new engine.Instance(new engine.Module(bytes), imports).exports as WasmExports
}

/** A memory of this many pages of 64 KiB. */
export function createMemory(initial: number, maximum?: number): WasmMemory {
  const engine = engineHere()
  return new engine.Memory(maximum === undefined ? { initial } : { initial, maximum })
}

/** Whether this engine takes the module; false where there is no WebAssembly at all. */
export function validates(bytes: Uint8Array): boolean {
  // biome-ignore lint/complexity/useOptionalChain: the name may not be declared at all
  return typeof WebAssembly !== 'undefined' && WebAssembly.validate(bytes)
}

function engineHere(): Engine {
  if (typeof WebAssembly === 'undefined') throw new TypeError('this engine has no WebAssembly')
  return WebAssembly
}
