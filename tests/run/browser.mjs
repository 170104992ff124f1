import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** How tests start a browser: as root, and asking nothing of the network. */
export const browserArguments = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const candidates = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Path of a Chromium-family browser: CHROMIUM_PATH, then the names a person's machine has; undefined when there is none. */
export function findBrowser() {
  const named = process.env.CHROMIUM_PATH
  if (named !== undefined && existsSync(named)) return named
  for (const name of candidates) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    } catch {
      // not on this machine: try the next name
    }
  }
  return undefined
}
