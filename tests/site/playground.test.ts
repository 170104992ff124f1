import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessFaults } from './access.ts'
import { openSite, type Site } from './site.ts'

let site: Site
beforeAll(async () => {
  site = await openSite('/playground')
  await site.shown('typeset')
}, 120_000)
afterAll(() => site?.close())

const typeFormula = (text: string): Promise<void> => site.part('formula').fill(text)

describe('the playground', () => {
  test('plots the first formula at once', () =>
    site.part('plot').locator('svg path').first().waitFor({ state: 'attached', timeout: 10_000 }))

  test('shows the formula, a partial derivative for each symbol, the check and a plot', async () => {
    await typeFormula('a * x^2')
    await site.shown('partial-a')
    expect(await site.part('partial-x').getAttribute('title')).toBe('2 * a * x')
    expect(await site.part('partial-a').getAttribute('title')).toBe('x ^ 2')
    expect(await site.part('verdict').textContent()).toBe('agree')
    expect(await site.part('plot').locator('svg path').count()).toBeGreaterThan(0)
    expect(await site.part('typeset').locator('.katex').count()).toBeGreaterThan(0)
  })

  test('tells the derivative by the chosen variable step by step, in two languages', async () => {
    await typeFormula('a * x^2 * sin(x)')
    await site.part('steps').getByText('Product rule.').waitFor()
    expect(await site.part('steps').locator('math .next').count()).toBeGreaterThan(0)
    await site.page.getByText('中文').click()
    await site.part('steps').getByText('乘积法则').waitFor()
    await site.page.getByText('English').click()
    await site.part('partials').getByRole('radio').first().check()
    await site.part('steps').getByText('The derivative of a linear expression is its slope').waitFor()
  })

  test('closes and opens the steps', async () => {
    const steps = site.page.locator('details', { hasText: 'Step by step' })
    await steps.locator('summary').click()
    await site.part('steps').waitFor({ state: 'detached' })
    await steps.locator('summary').click()
    await site.shown('steps')
  })

  test('fits a narrow screen', async () => {
    await site.page.setViewportSize({ width: 360, height: 740 })
    await typeFormula('exp(-(x - mu)^2 / (2 * s^2)) / (s * sqrt(2 * pi))')
    await site.shown('partial-mu')
    const [scrollWidth, clientWidth] = await site.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      return [scrollWidth, clientWidth]
    })
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
    await site.page.setViewportSize({ width: 1280, height: 720 })
  })

  test('keeps the last number while a box is empty', async () => {
    await typeFormula('x^2')
    const box = site.page.getByLabel('value of x')
    await box.fill('3')
    await site.part('value').getByText('9.00000').waitFor()
    await box.fill('')
    expect(await site.part('value').textContent()).toBe('9.00000')
    await box.fill('-2')
    await site.part('value').getByText('4.00000').waitFor()
  })

  test('takes a formula without variables', async () => {
    await typeFormula('2 + 3')
    await site.part('value').getByText('5.00000').waitFor()
    expect(await site.part('steps').count()).toBe(0)
    expect(await site.part('plot').locator('svg').count()).toBe(0)
  })

  test('takes symbols called like properties of objects', async () => {
    await typeFormula('constructor * x')
    await site.shown('partial-constructor')
    expect(await site.page.getByLabel('value of constructor').inputValue()).toBe('1')
  })

  test('says what a kink is', async () => {
    await typeFormula('abs(x - 1.5)')
    await site.page.getByLabel('value of x').fill('1.5')
    await site.page.waitForFunction(() => document.querySelector('[data-test="verdict"]')?.textContent === 'kink')
  })

  test('points at the character of an error and recovers', async () => {
    await typeFormula('sin(x')
    await site.shown('failure')
    expect(await site.part('failure').textContent()).toContain('^')
    expect(await site.page.locator('.stale').count()).toBe(1)
    await typeFormula('sin(x)')
    await site.part('failure').waitFor({ state: 'detached' })
    expect(await site.part('partial-x').getAttribute('title')).toBe('cos(x)')
  })

  test('can be used without a mouse and without sight', async () => {
    await typeFormula('x^2 * sin(x)')
    await site.shown('steps')
    expect(await accessFaults(site.page)).toEqual([])
  })

  test('throws nothing at the page', () => expect(site.complaints).toEqual([]))
})
