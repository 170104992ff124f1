import { katex } from '@mdit/plugin-katex'
import { defineConfig } from 'vitepress'

const conditions = ['@fluxion/source']

export default defineConfig({
  title: 'Fluxion',
  description: 'Formulas to gradients you can trust: symbolic, compiled, checked.',
  srcDir: '../../docs',
  outDir: './dist',
  cleanUrls: true,
  lastUpdated: false,
  markdown: {
    config: (md) => {
      md.use(katex)
    },
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'math-field' } } },
  vite: {
    resolve: { conditions: [...conditions, 'module', 'browser', 'development|production'] },
    ssr: { noExternal: [/^@fluxion\//], resolve: { conditions } },
    optimizeDeps: { exclude: ['@fluxion/symbolic', '@fluxion/bridge', '@fluxion/gradcheck', '@fluxion/tensor'] },
    build: { chunkSizeWarningLimit: 1500 },
  },
  themeConfig: {
    search: { provider: 'local' },
    nav: [
      { text: 'Getting started', link: '/getting-started' },
      { text: 'Playground', link: '/playground' },
      { text: 'Architecture', link: '/architecture' },
    ],
    sidebar: [
      {
        text: 'Using Fluxion',
        items: [
          { text: 'Getting started', link: '/getting-started' },
          { text: 'Playground', link: '/playground' },
        ],
      },
      {
        text: 'Inside',
        items: [
          { text: 'Architecture', link: '/architecture' },
          { text: 'Interned graph, reverse mode', link: '/decisions/0001-interned-graph-and-reverse-mode' },
          { text: 'A parser of our own', link: '/decisions/0002-own-parser' },
          { text: 'Garbage-collected tensors', link: '/decisions/0003-garbage-collected-tensors' },
          { text: 'ESM only', link: '/decisions/0004-esm-only' },
        ],
      },
    ],
  },
})
