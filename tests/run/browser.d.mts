/** Path of a Chromium-family browser, or undefined when there is none. */
export function findBrowser(): string | undefined

/** How tests start a browser. */
export const browserArguments: string[]
