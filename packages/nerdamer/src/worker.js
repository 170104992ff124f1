// @ts-check
// The only file that loads nerdamer. It runs in a worker (Node's or the browser's), takes one call at a time, and starts each call
// from a clean state: nerdamer keeps every expression, variable and setting in one global object.
import nerdamer from 'nerdamer'
import 'nerdamer/Algebra.js'
import 'nerdamer/Calculus.js'
import 'nerdamer/Solve.js'
import 'nerdamer/Extra.js'

/** @typedef {{ id: number, call: string, args: (string | string[])[] }} Request */

/** @param {Request} request */
function answer({ id, call, args }) {
  try {
    nerdamer.flush()
    nerdamer.clearVars()
    return {
      id,
      text: args.some(Array.isArray)
        ? `[${/** @type {any} */ (nerdamer)[call](...args)}]`
        : nerdamer(`${call}(${args.join(',')})`).toString(),
    }
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) }
  }
}

if (typeof globalThis.postMessage === 'function' && typeof process === 'undefined') {
  globalThis.onmessage = (event) => globalThis.postMessage(answer(event.data))
} else {
  const { parentPort } = await import('node:worker_threads')
  parentPort?.on('message', (request) => parentPort.postMessage(answer(request)))
}
