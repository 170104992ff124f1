// `npm test`: the unit, repository and pipeline tests, and the browser suite where a browser is found.
import { findBrowser } from './browser.mjs'
import { conclude, runProjects } from './suite.mjs'

const browser = findBrowser()
const counts = runProjects('tests', browser === undefined ? ['unit'] : ['unit', 'browser', 'site'])

if (browser === undefined) {
  process.stdout.write(
    '\nThe browser suite was not run: no Chrome or Chromium found. Install one, or set CHROMIUM_PATH to its executable.\n',
  )
  if (process.env.CI === 'true') counts.failed++
  else counts.skipped++
}
conclude('tests', counts)
