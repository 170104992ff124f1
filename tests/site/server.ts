import { fileURLToPath } from 'node:url'
import { createServer } from 'vitepress'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    readonly siteAddress: string
  }
}

/** One server of the site for all its tests. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await createServer(fileURLToPath(new URL('../../apps/docs', import.meta.url)), { port: 0 })
  await server.listen()
  const address = server.httpServer?.address()
  if (address === null || address === undefined || typeof address === 'string')
    throw new Error('the server has no port')
  project.provide('siteAddress', `http://localhost:${address.port}`)
  return () => server.close()
}
