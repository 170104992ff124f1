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

  test('tells the derivative by the chosen variable step by step, in two languages', async () => {
    await typeFormula('a * x^2 * sin(x)')
    await part('steps').getByText('Product rule.').waitFor()
    expect(await part('steps').locator('math .next').count()).toBeGreaterThan(0)
    await page.getByText('中文').click()
    await part('steps').getByText('乘积法则').waitFor()
    await page.getByText('English').click()
    await part('partials').getByRole('radio').first().check()
    await part('steps').getByText('The derivative of a linear expression is its slope').waitFor()
  })

  test('closes and opens the steps', async () => {
    const steps = page.locator('details', { hasText: 'Step by step' })
    await steps.locator('summary').click()
    await part('steps').waitFor({ state: 'detached' })
    await steps.locator('summary').click()
    await shown('steps')
  })

  test('fits a narrow screen', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await typeFormula('exp(-(x - mu)^2 / (2 * s^2)) / (s * sqrt(2 * pi))')
    await shown('partial-mu')
    const [scrollWidth, clientWidth] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      return [scrollWidth, clientWidth]
    })
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
    await page.setViewportSize({ width: 1280, height: 720 })
  })

  test('keeps the last number while a box is empty', async () => {
    await typeFormula('x^2')
    const box = page.getByLabel('value of x')
    await box.fill('3')
    await part('value').getByText('9.00000').waitFor()
    await box.fill('')
    expect(await part('value').textContent()).toBe('9.00000')
    await box.fill('-2')
    await part('value').getByText('4.00000').waitFor()
  })

  test('takes a formula without variables', async () => {
    await typeFormula('2 + 3')
    await part('value').getByText('5.00000').waitFor()
    expect(await part('steps').count()).toBe(0)
    expect(await part('plot').locator('svg').count()).toBe(0)
  })

  test('takes symbols called like properties of objects', async () => {
    await typeFormula('constructor * x')
    await shown('partial-constructor')
    expect(await page.getByLabel('value of constructor').inputValue()).toBe('1')
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
    expect(await page.locator('.stale').count()).toBe(1)
    await typeFormula('sin(x)')
    await part('failure').waitFor({ state: 'detached' })
    expect(await part('partial-x').getAttribute('title')).toBe('cos(x)')
  })

  test('throws nothing at the page', () => expect(complaints).toEqual([]))
})
