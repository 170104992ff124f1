import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { createServer } from 'vitepress'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrowser } from '../run/browser.mjs'

type Server = Awaited<ReturnType<typeof createServer>>

let server: Server
let browser: Browser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  server = await createServer(fileURLToPath(new URL('../../apps/docs', import.meta.url)), { port: 0 })
  await server.listen()
  const executablePath = findBrowser()
  browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  page = await browser.newPage()
  page.on('pageerror', (error) => complaints.push(String(error)))
  const address = server.httpServer?.address()
  if (address === null || address === undefined || typeof address === 'string')
    throw new Error('the server has no port')
  await page.goto(`http://localhost:${address.port}/playground`, { timeout: 60_000 })
  await shown('typeset')
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const part = (name: string): ReturnType<Page['locator']> => page.locator(`[data-test="${name}"]`)
const shown = (name: string): Promise<void> => part(name).waitFor({ timeout: 60_000 })
const typeFormula = (text: string): Promise<void> => part('formula').fill(text)

describe('the playground', () => {
  test('plots the first formula at once', () =>
    part('plot').locator('svg path').first().waitFor({ state: 'attached', timeout: 10_000 }))

  test('shows the formula, a partial derivative for each symbol, the check and a plot', async () => {
    await typeFormula('a * x^2')
    await shown('partial-a')
    expect(await part('partial-x').getAttribute('title')).toBe('2 * a * x')
    expect(await part('partial-a').getAttribute('title')).toBe('x ^ 2')
    expect(await part('verdict').textContent()).toBe('agree')
    expect(await part('plot').locator('svg path').count()).toBeGreaterThan(0)
    expect(await part('typeset').locator('.katex').count()).toBeGreaterThan(0)
  })

  test('says what a kink is', async () => {
    await typeFormula('abs(x - 1.5)')
    await page.getByLabel('value of x').fill('1.5')
    await page.waitForFunction(() => document.querySelector('[data-test="verdict"]')?.textContent === 'kink')
  })

  test('points at the character of an error and recovers', async () => {
    await typeFormula('sin(x')
    await shown('failure')
    expect(await part('failure').textContent()).toContain('^')
    await typeFormula('sin(x)')
    await part('failure').waitFor({ state: 'detached' })
    expect(await part('partial-x').getAttribute('title')).toBe('cos(x)')
  })

  test('throws nothing at the page', () => expect(complaints).toEqual([]))
})
