import 'katex/dist/katex.min.css'
import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme'
import Playground from '../../playground/Playground.vue'

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('Playground', Playground)
  },
}

export default theme
