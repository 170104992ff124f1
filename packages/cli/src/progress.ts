import type { Io } from './io.ts'

/** How far some long work has come. */
export interface Progress {
  advance(): void
  stop(): void
}

/** Runs work that may take seconds; on a terminal the time it has taken shows until it ends. */
export async function withClock<Result>(io: Io, work: string, run: () => Promise<Result>): Promise<Result> {
  if (!io.isTerminal) return run()
  const { SingleBar } = await import('cli-progress')
  const clock = new SingleBar({ format: `${work} … {duration_formatted}`, clearOnComplete: true, forceRedraw: true })
  clock.start(1, 0)
  const tick = setInterval(() => clock.update(0), 250)
  try {
    return await run()
  } finally {
    clearInterval(tick)
    clock.stop()
  }
}

const silent: Progress = { advance: () => {}, stop: () => {} }

/** A bar on a terminal, nothing elsewhere. It is drawn on standard error, so that output can be piped. */
export async function progressBar(io: Io, work: string, total: number): Promise<Progress> {
  if (!io.isTerminal || total < 2) return silent
  const { SingleBar } = await import('cli-progress')
  const bar = new SingleBar({ format: `${work} {bar} {value}/{total}`, clearOnComplete: true })
  bar.start(total, 0)
  return { advance: () => bar.increment(), stop: () => bar.stop() }
}
