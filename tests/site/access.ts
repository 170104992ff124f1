import type { Page } from 'playwright-core'

/** What of a playground somebody without a mouse or without sight could not use: one line for each fault. */
export function accessFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const named = (e: Element): boolean =>
      e.getAttribute('aria-label') !== null ||
      (e.textContent ?? '').trim() !== '' ||
      ('labels' in e && (e.labels as NodeList | null)?.length !== 0)
    const all = (selector: string): Element[] => [...document.querySelectorAll(`.playground ${selector}`)]
    const levels = [...document.querySelectorAll('main :is(h1, h2, h3, h4)')].map((e) => Number(e.tagName[1]))
    return [
      ...all(':is(input, select, button, summary)')
        .filter((e) => !named(e))
        .map((e) => `no name: ${e.outerHTML}`),
      ...all(':is(pre, .steps)')
        .filter((e) => e.getAttribute('tabindex') !== '0' && e.role !== 'alert')
        .map((e) => `not scrolled by keys: ${e.className || e.outerHTML.slice(0, 60)}`),
      ...all('[role=img]')
        .filter((e) => !named(e))
        .map(() => 'a picture without a name'),
      ...levels
        .filter((level, i) => level > (levels[i - 1] ?? 0) + 1)
        .map((level) => `a heading of level ${level} out of order`),
    ]
  })
}
