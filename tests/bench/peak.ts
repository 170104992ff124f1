/** The most arithmetic 128-bit vectors can do on this machine: a WebAssembly loop of multiplications and additions in registers alone. */

/** Enough independent chains to fill the pipelines, few enough for the registers. */
const chains = 12
const trips = 50_000

const opcodes = {
  f64: { multiply: [0xfd, 0xf2, 0x01], add: [0xfd, 0xf0, 0x01], fused: [0xfd, 0x87, 0x02], bytes: 8 },
  f32: { multiply: [0xfd, 0xe6, 0x01], add: [0xfd, 0xe4, 0x01], fused: [0xfd, 0x85, 0x02], bytes: 4 },
} as const

declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { readonly exports: { readonly run: (trips: number) => void } }
}

/** A module that exports `run(trips)`: each trip takes every chain s to s·x + x. */
function encode(type: 'f64' | 'f32', fused: boolean): Uint8Array {
  const { multiply, add, fused: multiplyAdd, bytes } = opcodes[type]
  const [get, set, tee] = [0x20, 0x21, 0x22]
  const x = chains + 1
  const vector = (value: number): number[] => {
    const view = new DataView(new ArrayBuffer(16))
    for (let at = 0; at < 16; at += bytes)
      bytes === 8 ? view.setFloat64(at, value, true) : view.setFloat32(at, value, true)
    return [0xfd, 0x0c, ...new Uint8Array(view.buffer)]
  }
  const all = (write: (chain: number) => readonly number[]): number[] =>
    Array.from({ length: chains }, (_, k) => write(k + 1)).flat()
  const step = (s: number): number[] =>
    fused ? [get, s, get, x, get, x, ...multiplyAdd, set, s] : [get, s, get, x, ...multiply, get, x, ...add, set, s]
  const code = [
    ...[1, chains + 1, 0x7b],
    ...[...vector(0.5), set, x],
    ...all((s) => [...vector(s), set, s]),
    ...[0x03, 0x40],
    ...all(step),
    ...[get, 0, 0x41, 1, 0x6b, tee, 0, 0x0d, 0, 0x0b],
    // What is stored is not left out.
    ...all((s) => [0x41, 0, get, s, 0xfd, 0x0b, 4, ...[0x80 | ((16 * s) & 0x7f), (16 * s) >> 7]]),
    0x0b,
  ]
  const size = (n: number): number[] => (n < 128 ? [n] : [(n & 0x7f) | 0x80, n >> 7])
  const section = (id: number, ...content: number[]): number[] => [id, ...size(content.length), ...content]
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, 1, 0x60, 1, 0x7f, 0),
    ...section(3, 1, 0),
    ...section(5, 1, 0, 1),
    ...section(7, 1, 3, ...new TextEncoder().encode('run'), 0, 0),
    ...section(10, 1, ...size(code.length), ...code),
  ])
}

/** Floating-point operations a nanosecond, fused multiplication and addition counting as two where the engine has them. */
export function peak(type: 'f64' | 'f32'): number {
  const fused = encode(type, true)
  const code = WebAssembly.validate(fused) ? fused : encode(type, false)
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(code)).exports
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 2000; round++) {
    const start = performance.now()
    run(trips)
    best = Math.min(best, performance.now() - start)
  }
  return (trips * chains * 2 * (16 / opcodes[type].bytes)) / best / 1e6
}
