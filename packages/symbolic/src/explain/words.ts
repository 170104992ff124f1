import type { RuleId } from './rules.ts'
import type { Step } from './steps.ts'

/** The languages derivations are told in. */
export type Language = 'en' | 'zh'

/** What a rule is called, and one sentence on what it does. `#1` is the function the rule is about. */
interface RuleWords {
  readonly name: string
  readonly sentence: string
}

interface Words {
  readonly rules: { readonly [Rule in RuleId]: RuleWords }
  /** Heading of a derivation: `#1` the formula, `#2` the variable. */
  readonly differentiate: string
  /** Heading of a later stage: `#1` the number, `#2` the variable. */
  readonly again: string
  readonly result: string
  readonly where: string
  /** Before the whole formula, after a step that is about a part of it. */
  readonly therefore: string
  readonly stop: string
}

export const words: { readonly [L in Language]: Words } = {
  en: {
    rules: {
      constant: {
        name: 'Constant rule',
        sentence: 'The formula does not depend on the variable, so its derivative is 0',
      },
      variable: { name: 'Variable', sentence: 'The derivative of the variable itself is 1' },
      sum: {
        name: 'Sum rule',
        sentence: 'Differentiate a sum term by term; constant factors stay and constants vanish',
      },
      'constant-factor': {
        name: 'Constant factor rule',
        sentence: 'A constant factor stays in front of the derivative',
      },
      linearity: { name: 'Linear terms', sentence: 'The derivative of a linear expression is its slope' },
      product: {
        name: 'Product rule',
        sentence: 'Differentiate one factor at a time, leave the others as they are, and add',
      },
      quotient: { name: 'Quotient rule', sentence: 'Differentiate numerator and denominator separately' },
      reciprocal: {
        name: 'Reciprocal rule',
        sentence: 'The derivative of one over u is minus the derivative of u over u squared',
      },
      root: {
        name: 'Square root and chain rule',
        sentence: 'Halve the derivative of the radicand and divide by the root',
      },
      power: { name: 'Power rule', sentence: 'Bring the exponent down as a factor and lower it by one' },
      'chain-power': {
        name: 'Power rule and chain rule',
        sentence: 'Bring the exponent down, lower it by one, and multiply by the derivative of the base',
      },
      exponential: {
        name: 'Exponential rule',
        sentence: 'An exponential with base a reproduces itself times log(a) times the derivative of the exponent',
      },
      logarithmic: {
        name: 'Logarithmic differentiation',
        sentence: 'Base and exponent both vary: write the power as exp(exponent * log(base)) and differentiate that',
      },
      function: { name: 'Derivative of #1', sentence: 'A basic derivative to know by heart' },
      chain: {
        name: 'Chain rule for #1',
        sentence: 'Take the derivative of #1 at the inner function, times the derivative of the inner function',
      },
      'chain-many': {
        name: 'Chain rule for #1',
        sentence: 'Add, for each argument, the partial derivative of #1 times the derivative of that argument',
      },
      undefined: {
        name: 'Chain rule for the unknown function #1',
        sentence: 'The derivative of #1 stays a symbol, times the derivative of its argument',
      },
      branches: { name: 'Case by case', sentence: 'Differentiate the value of each case; the conditions stay' },
      extremum: { name: 'Derivative of #1', sentence: 'The derivative is that of the argument which is selected' },
      differential: {
        name: 'Differential of #1',
        sentence: 'The derivatives of the parts stand in the differential of #1; matrix factors keep their order',
      },
      inert: { name: 'No rule known', sentence: 'The derivative stays as it is written' },
    },
    differentiate: 'Differentiate #1 with respect to #2.',
    again: 'Derivative number #1, with respect to #2',
    result: 'Result',
    where: 'with',
    therefore: 'altogether',
    stop: '.',
  },
  zh: {
    rules: {
      constant: { name: '常数法则', sentence: '该式不含自变量，导数为 0' },
      variable: { name: '自变量', sentence: '自变量对自身的导数为 1' },
      sum: { name: '和的求导法则', sentence: '逐项求导；常数因子保留，常数项的导数为零' },
      'constant-factor': { name: '常数因子法则', sentence: '常数因子可以提到导数外面' },
      linearity: { name: '线性项', sentence: '一次式的导数就是它的斜率' },
      product: { name: '乘积法则', sentence: '每次只对一个因子求导，其余因子不变，再相加' },
      quotient: { name: '商的求导法则', sentence: '分别对分子和分母求导' },
      reciprocal: { name: '倒数法则', sentence: 'u 的倒数的导数等于负的 u 的导数除以 u 的平方' },
      root: { name: '平方根与链式法则', sentence: '被开方式的导数除以两倍的根式' },
      power: { name: '幂法则', sentence: '指数提到前面作因子，指数减一' },
      'chain-power': { name: '幂法则与链式法则', sentence: '指数提到前面，指数减一，再乘以底的导数' },
      exponential: {
        name: '指数函数法则',
        sentence: '以 a 为底的指数函数的导数等于它自身乘以 log(a) 再乘以指数的导数',
      },
      logarithmic: { name: '对数求导法', sentence: '底和指数都在变化：把幂写成 exp(指数 * log(底)) 再求导' },
      function: { name: '#1 的导数', sentence: '这是一个基本导数公式' },
      chain: { name: '#1 的链式法则', sentence: '#1 在内层函数处的导数，乘以内层函数的导数' },
      'chain-many': { name: '#1 的链式法则', sentence: '对每个自变量，#1 的偏导数乘以该自变量的导数，再相加' },
      undefined: { name: '未知函数 #1 的链式法则', sentence: '#1 的导数保留为符号，再乘以内层的导数' },
      branches: { name: '分段求导', sentence: '对每一段的值求导，条件不变' },
      extremum: { name: '#1 的导数', sentence: '等于被选中的那个自变量的导数' },
      differential: { name: '#1 的微分', sentence: '在 #1 的微分中代入各部分的导数；矩阵因子的次序不变' },
      inert: { name: '没有可用的法则', sentence: '导数保持原样' },
    },
    differentiate: '求 #1 对 #2 的导数。',
    again: '第 #1 次求导，对 #2',
    result: '结果',
    where: '其中',
    therefore: '至此',
    stop: '。',
  },
}

/** The rule's name and sentence in a language. */
export function ruleWords(
  { rule, subject = '' }: Step,
  language: Language,
): { readonly name: string; readonly sentence: string } {
  const { name, sentence } = words[language].rules[rule]
  return { name: name.replaceAll('#1', subject), sentence: sentence.replaceAll('#1', subject) }
}
