import 'katex/dist/katex.min.css'
import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme'
import MatrixPlayground from '../../playground/MatrixPlayground.vue'
import Playground from '../../playground/Playground.vue'
import './style.css'

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('Playground', Playground)
    app.component('MatrixPlayground', MatrixPlayground)
  },
}

export default theme
