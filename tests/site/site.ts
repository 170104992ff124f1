import { chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'
import { browserArguments, findBrowser } from '../run/browser.mjs'

/** A page of the site in a browser. */
export interface Site {
  readonly page: Page
  /** What was thrown at the page. */
  readonly complaints: readonly string[]
  /** The part of the page with that `data-test`. */
  readonly part: (name: string) => ReturnType<Page['locator']>
  readonly shown: (name: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** Opens a page of the site. */
export async function openSite(path: string): Promise<Site> {
  const executablePath = findBrowser()
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: browserArguments,
  })
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(`${inject('siteAddress')}${path}`, { timeout: 60_000 })
  const part: Site['part'] = (name) => page.locator(`[data-test="${name}"]`)
  return {
    page,
    complaints,
    part,
    shown: (name) => part(name).waitFor({ timeout: 60_000 }),
    close: () => browser.close(),
  }
}
