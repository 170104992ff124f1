import { errors, FluxionError } from './errors.ts'
import { loadInterpreter } from './interpret.ts'
import { irKey, type Lane, type LoopIR, operations, type Reduction } from './ir.ts'
import { type NestRunner, nestRunner } from './nest.ts'
import { bindOperands, type Operand, type Result, type Target } from './operands.ts'
import { contract } from './passes/contract.ts'
import { drop } from './passes/drop.ts'
import { optimize, type PassSwitches } from './passes/optimize.ts'
import { identitiesOf, resultsOf } from './reduction.ts'
import { jsTarget } from './targets/js/js.ts'
import type { LoadedLoop } from './targets/target.ts'
import { hasRelaxedSimd, hasSimd } from './targets/wasm/features.ts'
import { wasmTarget } from './targets/wasm/wasm.ts'
import { verify } from './verify.ts'

/** Where a kernel runs. */
export type Backend = 'js' | 'wasm' | 'interpret'

/** A compiled loop. */
export interface LoopKernel {
  readonly ir: LoopIR
  readonly backend: Backend
  /** What was compiled, for people: JavaScript, or WebAssembly text. */
  readonly source: string
  /**
   * Runs the loop over `length` elements. `inputs` in the order of the IR: typed arrays or strided views for arrays, numbers for
   * scalars. `out[i]` receives array output i; where it is missing a new array is made. An output may be an input
   * (element i is read before it is written) but must not overlap one otherwise. Returns one result for each output.
   */
  run(length: number, inputs: readonly Operand[], out?: readonly (Target | undefined)[]): Result[]
  /**
   * Runs the loop along the last of `sizes`, for every index of the others; operands are checked once for all these rows. A
   * scalar is a number, or a view with one element for each row whose last stride is ignored. Array output j fills `out[j]`. A reduction combines each row into the element of `out[j]` that stands for it, which may be one for
   * several rows, and ignores the last stride; an array of its lane holds what is combined, so sums of f32 round at each row.
   */
  readonly runNest: NestRunner
  /**
   * One element, quickly: `inputs[i]` is the number for input i, array or scalar alike. Writes output j to `out[j]` and returns
   * output 0. Reductions give the value of the one element.
   */
  scalar(inputs: ArrayLike<number>, out?: { [index: number]: number }): number
}

/** Options of {@link compileLoop}. */
export interface CompileOptions {
  /** `auto` (default): js for short runs and plain arithmetic of doubles, wasm for transcendental functions, long bodies, and long
   * runs that sum, choose or have only numbers of four bytes. */
  readonly target?: 'auto' | Backend
  /** Passes to switch off: `{ share: false }`. The interpreter runs the loop as it is given. */
  readonly passes?: PassSwitches
  /** Use relaxed vectors with fused multiply-add; default where the engine has them. */
  readonly fma?: boolean
}

/** Plain operations from which on a body counts as long: V8 does not optimise very long JavaScript functions. */
const longBody = 400

/** Compiled kernels by IR: at most this many are kept, the oldest leave first. */
const cacheSize = 512
const cache = new Map<string, LoopKernel>()
/** Kernels of loops that are alive, so that compiling one object again costs no key. */
const byIdentity = new WeakMap<LoopIR, Map<string, LoopKernel>>()
const targets: ReadonlySet<string> = new Set(['auto', 'js', 'wasm', 'interpret'])

const js = jsTarget()

/**
 * Compiles a loop. Equal loops share one kernel.
 *
 * @example
 * const k = new LoopBuilder()
 * const x = k.array('x')
 * k.output(k.op('mul', x, x), 'sum')
 * String(compileLoop(k.finish()).run(3, [Float64Array.of(1, 2, 3)])) // => 14
 */
export function compileLoop(ir: LoopIR, options: CompileOptions = {}): LoopKernel {
  const target = options.target ?? 'auto'
  if (!targets.has(target)) throw errors.unknownTarget(target)
  const how = `${target} ${options.fma ?? ''} ${options.passes === undefined ? '' : JSON.stringify(options.passes)}`
  const found = byIdentity.get(ir)?.get(how)
  if (found !== undefined) return found
  const kernel = compileOnce(ir, target, options, how)
  const mine = byIdentity.get(ir) ?? new Map<string, LoopKernel>()
  byIdentity.set(ir, mine.set(how, kernel))
  return kernel
}

function compileOnce(ir: LoopIR, target: 'auto' | Backend, options: CompileOptions, how: string): LoopKernel {
  const key = `${how} ${irKey(ir)}`
  const known = cache.get(key)
  if (known !== undefined) return known
  verify(ir)
  const kernel = build(ir, target, options)
  const oldest = cache.size >= cacheSize ? cache.keys().next().value : undefined
  if (oldest !== undefined) cache.delete(oldest)
  cache.set(key, kernel)
  return kernel
}

function build(ir: LoopIR, target: 'auto' | Backend, options: CompileOptions): LoopKernel {
  if (target === 'interpret')
    return kernelOf(ir, { backend: 'interpret', loaded: loadInterpreter(ir), print: () => printed(ir) })
  const plain = optimize(ir, { ...options.passes, contract: false })
  if (target === 'wasm') return kernelOf(ir, loadWasm(plain, options))
  const isMixed = target === 'auto' && (prefersWasm(plain) || gainsByVectors(plain))
  return kernelOf(ir, isMixed ? loadByLength(plain, options) : loadJs(plain))
}

/** A loop on one of the targets, or on both. */
interface LoadedKernel {
  readonly backend: Backend
  readonly loaded: LoadedLoop
  print(): string
}

const loadJs = (plain: LoopIR): LoadedKernel => ({
  backend: 'js',
  loaded: js.load(js.emit(plain)),
  print: () => js.print(plain),
})

function loadWasm(plain: LoopIR, { passes, fma = hasRelaxedSimd() }: CompileOptions): LoadedKernel {
  const target = wasmTarget({ scalar: (ir) => js.load(ir).scalar, fma })
  const artifact = target.emit(fma && passes?.contract !== false ? drop(contract(plain)) : plain)
  return { backend: 'wasm', loaded: target.load(artifact), print: () => target.print(artifact) }
}

/** Undefined where the loop is more than the target or this engine can do. */
function loadWasmIfAble(plain: LoopIR, options: CompileOptions): LoadedKernel | undefined {
  try {
    return loadWasm(plain, options)
  } catch (error) {
    if (error instanceof FluxionError && error.code.startsWith('internal:')) throw error
    return undefined
  }
}

/** Below so many elements functions are done in JavaScript before a module is compiled for them, and before a block is copied. */
const shortRow = 32
/** The same for plain arithmetic. */
const shortPlain = 256

/**
 * Short runs in JavaScript, long ones on wasm where this engine is able, compiled at the first of them; of plain arithmetic those over
 * elements that lie side by side. Functions may differ between the two in the last place, and sums are added up in another order.
 */
function loadByLength(plain: LoopIR, options: CompileOptions): LoadedKernel {
  const short = loadJs(plain)
  let made: LoadedKernel | undefined
  const long = (): LoadedKernel => {
    made ??= loadWasmIfAble(plain, options) ?? short
    return made
  }
  const isPlain = !prefersWasm(plain)
  const least = isPlain ? shortPlain : shortRow
  return {
    get backend() {
      return isPlain ? 'js' : long().backend
    },
    loaded: {
      scalar: short.loaded.scalar,
      run: (length, operands, results) => {
        const isLong = length >= least && (operands.contiguous || !isPlain)
        const { loaded } = isLong ? long() : short
        loaded.run(length, operands, results)
      },
    },
    print: () => (isPlain ? short : long()).print(),
  }
}

/** Rules of operations that choose, for which JavaScript branches: on values in no order that costs up to ten times the operation. */
const choosing: ReadonlySet<string> = new Set(['select', 'compare', 'logic'])
const choices: ReadonlySet<string> = new Set(['min', 'max', 'sign', 'round', 'copysign'])

/** Whether vectors are faster on long runs of plain arithmetic: sums, which they take in two or four at a time, choices, and numbers of four bytes. */
function gainsByVectors({ body, outputs }: LoopIR): boolean {
  const inVectors = (reduce: Reduction | undefined, type: Lane): boolean => {
    // Extrema of floats must carry NaN and order zeros: eight instructions in vectors, one in JavaScript.
    if (reduce === 'min' || reduce === 'max') return type === 'i32'
    return reduce !== 'argmin' && reduce !== 'argmax'
  }
  const isPlain = body.every(({ op }) => operations[op].kind === 'arithmetic')
  if (!hasSimd() || !isPlain || !outputs.every(({ reduce, type }) => inVectors(reduce, type))) return false
  return (
    outputs.every(({ reduce }) => reduce !== undefined) ||
    body.some(({ op }) => choosing.has(operations[op].rule) || choices.has(op)) ||
    body.every(({ type }) => type !== 'f64')
  )
}

/** wasm pays when there are functions to vectorise, or a body too long for the JavaScript optimiser. */
function prefersWasm({ body, outputs }: LoopIR): boolean {
  if (!hasSimd() || outputs.some(({ reduce }) => reduce === 'argmin' || reduce === 'argmax')) return false
  if (body.some(({ op }) => operations[op].kind === 'scalar')) return false
  return body.length > longBody || body.some(({ op }) => operations[op].kind === 'elementary')
}

function kernelOf(ir: LoopIR, on: LoadedKernel): LoopKernel {
  const { loaded } = on
  const identities = identitiesOf(ir)
  const spare: number[] = []
  return {
    ir,
    get backend() {
      return on.backend
    },
    get source() {
      return on.print()
    },
    run: (length, inputs, out) => {
      const operands = bindOperands(ir, length, inputs, out)
      const results = identities.slice()
      loaded.run(length, operands, results)
      return resultsOf(ir, operands, results)
    },
    runNest: nestRunner(ir, loaded),
    scalar: (inputs, out = spare) => loaded.scalar(inputs, out),
  }
}

/** The loop as it is given, an instruction a line. */
const printed = ({ body }: LoopIR): string =>
  body
    .map(
      ({ op, args, type, value, input }, at) =>
        `%${at} = ${op} ${type} ${args.map((it) => `%${it}`).join(' ')}${value ?? input ?? ''}`,
    )
    .join('\n')
