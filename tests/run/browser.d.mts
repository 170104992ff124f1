/** Path of a Chromium-family browser, or undefined when there is none. */
export function findBrowser(): string | undefined
