import { errors } from './errors.ts'

/** One call of a nerdamer function, all arguments as nerdamer's text or lists of it. */
export interface Call {
  readonly name: string
  readonly args: readonly (string | readonly string[])[]
}

interface Answer {
  readonly id: number
  readonly text?: string
  readonly failure?: string
}

/** A worker, as far as Node's and the browser's agree. */
interface Channel {
  post(message: unknown): void
  /** While the worker is idle it does not keep the process alive. */
  setBusy(busy: boolean): void
  close(): void
}

interface Listener {
  answer(answer: Answer): void
  fault(message: string): void
}

const inNode = (): boolean => typeof process !== 'undefined' && process.versions?.node !== undefined

async function openNodeWorker(listener: Listener): Promise<Channel> {
  const { Worker } = await import('node:worker_threads')
  const worker = new Worker(new URL('./worker.js', import.meta.url), { execArgv: [] })
  worker.on('message', listener.answer)
  worker.on('error', (error) => listener.fault(String(error)))
  return {
    post: (message) => worker.postMessage(message),
    setBusy: (busy) => (busy ? worker.ref() : worker.unref()),
    close: () => void worker.terminate(),
  }
}

async function openBrowserWorker(listener: Listener): Promise<Channel> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
  worker.addEventListener('message', (event) => listener.answer(event.data as Answer))
  worker.addEventListener('error', (event) => listener.fault(event.message))
  return { post: (message) => worker.postMessage(message), setBusy: () => {}, close: () => worker.terminate() }
}

interface Pending extends Listener {
  readonly id: number
}

let channel: Promise<Channel> | undefined
let pending: Pending | undefined
let queue: Promise<unknown> = Promise.resolve()
let nextId = 0

const listener: Listener = {
  answer: (answer) => {
    if (answer.id === pending?.id) pending.answer(answer)
  },
  fault: (message) => pending?.fault(message),
}

/**
 * Calls a nerdamer function in the worker and resolves to its text. Calls run one after another, each from a clean state. A call
 * that takes longer than `timeout` milliseconds ends the worker (a new one starts with the next call) and rejects with
 * `nerdamer/timeout`; what nerdamer throws rejects with `nerdamer/failed`.
 */
export function callNerdamer(call: Call, timeout: number): Promise<string> {
  const turn = queue.then(() => callNow(call, timeout))
  queue = turn.catch(() => undefined)
  return turn
}

async function callNow(call: Call, timeout: number): Promise<string> {
  channel ??= inNode() ? openNodeWorker(listener) : openBrowserWorker(listener)
  const worker = await channel
  worker.setBusy(true)
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    return await new Promise<string>((resolve, reject) => {
      const stop = (reason: Error): void => {
        worker.close()
        channel = undefined
        reject(reason)
      }
      timer = setTimeout(() => stop(errors.timeout(call.name, timeout)), timeout)
      pending = {
        id: nextId++,
        answer: ({ text, failure }) =>
          text === undefined ? reject(errors.failed(call.name, failure ?? 'no answer')) : resolve(text),
        fault: (message) => stop(errors.failed(call.name, message)),
      }
      worker.post({ id: pending.id, call: call.name, args: call.args })
    })
  } finally {
    clearTimeout(timer)
    pending = undefined
    worker.setBusy(false)
  }
}
