import { errors } from './errors.ts'
import type { Iterate, TraceRow } from './objective.ts'

/** What is needed of an `AbortSignal`. */
export interface Signal {
  readonly aborted: boolean
}

/** The timer that every JavaScript host has. */
declare function setTimeout(run: () => void, milliseconds: number): unknown

/** How a caller watches and stops an algorithm. */
export interface Watching<Progress> {
  /** Called after every iteration. */
  readonly onProgress?: (progress: Progress) => void
  /** Stops the algorithm with the error `optimize/aborted` before its next iteration. */
  readonly signal?: Signal
}

/** Runs an algorithm to its end and records its trace. */
export function drive<Outcome>(
  algorithm: Generator<Iterate, Outcome, void>,
  watching: Watching<Iterate>,
): { readonly outcome: Outcome; readonly trace: readonly TraceRow[] } {
  const trace: TraceRow[] = []
  for (;;) {
    const next = algorithm.next()
    if (next.done === true) return { outcome: next.value, trace }
    observe(next.value, trace, watching)
  }
}

/**
 * {@link drive} that gives way to other work every few milliseconds, so that a page stays responsive and a signal
 * can arrive.
 */
export async function driveAsync<Outcome>(
  algorithm: Generator<Iterate, Outcome, void>,
  watching: Watching<Iterate>,
): Promise<{ readonly outcome: Outcome; readonly trace: readonly TraceRow[] }> {
  const trace: TraceRow[] = []
  let pause = Date.now() + SLICE
  for (;;) {
    const next = algorithm.next()
    if (next.done === true) return { outcome: next.value, trace }
    observe(next.value, trace, watching)
    if (Date.now() < pause) continue
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0)
    })
    refuseAborted(watching.signal, next.value.iteration)
    pause = Date.now() + SLICE
  }
}

/** Milliseconds between two pauses. */
const SLICE = 12

function observe(iterate: Iterate, trace: TraceRow[], { onProgress, signal }: Watching<Iterate>): void {
  const { iteration, value, gradientNorm, stepLength, evaluations } = iterate
  trace.push({ iteration, value, gradientNorm, stepLength, evaluations })
  refuseAborted(signal, iteration)
  onProgress?.(iterate)
  refuseAborted(signal, iteration)
}

function refuseAborted(signal: Signal | undefined, iteration: number): void {
  if (signal?.aborted === true) throw errors.aborted(iteration)
}
