import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { browserArguments, findBrowser } from './tests/run/browser.mjs'

const conditions = ['@fluxion/source']
const resolve = { conditions: [...conditions, 'module', 'browser', 'development'] }
const ssr = { resolve: { conditions: [...conditions, 'node', 'import', 'default'], externalConditions: conditions } }
const executablePath = findBrowser()

const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'tests/{repository,pipelines}/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        resolve,
        ssr,
        test: { name: 'corpus', include: ['tests/conformance/**/*.test.ts'], testTimeout: 300_000 },
      },
      {
        test: {
          name: 'site',
          include: ['tests/site/**/*.test.ts'],
          globalSetup: 'tests/site/server.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve,
        // found in a worker only when it starts; bundling them then would reload the page under the tests
        optimizeDeps: {
          include: ['', '/Algebra.js', '/Calculus.js', '/Extra.js', '/Solve.js'].map((f) => `nerdamer${f}`),
        },
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                ...(executablePath === undefined ? {} : { executablePath }),
                args: browserArguments,
              },
            }),
          },
        },
      },
    ],
  },
})

export default config
