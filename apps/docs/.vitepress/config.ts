import { readdirSync, readFileSync } from 'node:fs'
import { katex } from '@mdit/plugin-katex'
import { type DefaultTheme, defineConfig } from 'vitepress'

const conditions = ['@fluxion/source']

/** The packages with a page of reference, made of their doc comments by `npm run reference`. */
const packages = ['symbolic', 'kernel', 'tensor', 'bridge', 'gradcheck', 'optimize', 'mathjs', 'nerdamer']

/** One entry for each decision, in the order of their numbers; the text is the page's heading without the number. */
function decisions(): DefaultTheme.SidebarItem[] {
  const folder = new URL('../../../docs/decisions/', import.meta.url)
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const heading = /^# (?:\d+: )?(.*)$/m.exec(readFileSync(new URL(file, folder), 'utf8'))
      return { text: heading?.[1] ?? file, link: `/decisions/${file.replace(/\.md$/, '')}` }
    })
}

export default defineConfig({
  title: 'Fluxion',
  description: 'Formulas to gradients you can trust: symbolic, compiled, checked.',
  srcDir: '../../docs',
  outDir: './dist',
  cleanUrls: true,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/icon.svg' }]],
  lastUpdated: false,
  // The theme gives every page but the home page a landmark.
  transformHtml: (html) => html.replace('<div class="VPHome"', '<div role="main" class="VPHome"'),
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
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
    outline: [2, 3],
    nav: [
      { text: 'Getting started', link: '/getting-started' },
      { text: 'Primer', link: '/primer/linear-algebra' },
      { text: 'Playground', link: '/playground' },
      { text: 'Reference', link: '/reference/' },
      { text: 'Architecture', link: '/architecture' },
    ],
    sidebar: [
      {
        text: 'Start here',
        items: [
          { text: 'Getting started', link: '/getting-started' },
          { text: 'Playground', link: '/playground' },
          { text: 'Matrix playground', link: '/matrix-playground' },
        ],
      },
      {
        text: 'The mathematics of deep learning',
        items: [
          { text: 'Linear algebra', link: '/primer/linear-algebra' },
          { text: 'Calculus', link: '/primer/calculus' },
        ],
      },
      {
        text: 'Using Fluxion',
        items: [
          { text: 'Matrix calculus', link: '/matrix-calculus' },
          { text: 'Tensors', link: '/tensors' },
          { text: 'Compiling formulas', link: '/compiling' },
          { text: 'Checking and fitting', link: '/checking-and-fitting' },
          { text: 'Simplifying', link: '/simplifying' },
          { text: 'Explaining', link: '/explaining' },
          { text: 'mathjs and nerdamer', link: '/mathjs-and-nerdamer' },
          { text: 'The command line', link: '/command-line' },
        ],
      },
      {
        text: 'Reference',
        items: packages.map((name) => ({ text: `@fluxion/${name}`, link: `/reference/@fluxion/${name}` })),
      },
      { text: 'Inside', items: [{ text: 'Architecture', link: '/architecture' }] },
      { text: 'Decisions', items: decisions() },
    ],
  },
})
