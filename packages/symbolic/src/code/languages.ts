import type { ConstantName } from '../expression.ts'
import type { Native } from './templates.ts'

/** The languages that formulas of numbers are written in. */
export type ScalarLanguage = 'javascript' | 'python' | 'c' | 'glsl' | 'julia'

/** The languages that formulas are written in; NumPy and PyTorch are Python over arrays. */
export type CodeLanguage = ScalarLanguage | 'numpy' | 'torch'

/** What the generator needs to know about a language. */
export interface Language {
  /** Library functions: a name, or a template with `#1`, `#2`. */
  readonly natives: { readonly [Name in Native]: string | undefined }
  readonly constants: { readonly [Name in ConstantName]: string }
  /** A numeral of digits alone needs a point to be a floating-point number. */
  readonly point: boolean
  /** The power operator for whole exponents; without one small powers are products. */
  readonly power: string | undefined
  readonly and: string
  readonly or: string
  readonly not: string
  /** `#1` the condition, `#2` the value if it holds, `#3` if not. */
  readonly choice: string
  /** The power function is undefined for negative bases, even with whole exponents. */
  readonly powerOfPositive?: true
  /** Takes any number of arguments in min, max and hypot. */
  readonly variadic: boolean
  readonly begin: (name: string, parameters: readonly string[]) => string
  readonly assign: (name: string, value: string, isCondition: boolean) => string
  /** A shared part of a branch, which must not fail where the branch is not taken; `undefined`: nothing fails. */
  readonly guarded?: (value: string) => string
  readonly guard?: string
  readonly result: (value: string) => string
  readonly end: string
}

const list = (parameters: readonly string[], type = ''): string => parameters.map((name) => type + name).join(', ')

const C_CHOICE = '#1 ? #2 : #3'
const ROUND_AWAY = '{sign}(#1) * {floor}({abs}(#1) + 0.5)'

/** The functions that C, GLSL and Julia call by the same bare names. */
const bare = {
  acos: 'acos',
  acosh: 'acosh',
  asin: 'asin',
  asinh: 'asinh',
  atanh: 'atanh',
  ceil: 'ceil',
  cos: 'cos',
  cosh: 'cosh',
  exp: 'exp',
  floor: 'floor',
  log: 'log',
  log2: 'log2',
  sin: 'sin',
  sinh: 'sinh',
  sqrt: 'sqrt',
  tan: 'tan',
  tanh: 'tanh',
  trunc: 'trunc',
} as const

export const languages: { readonly [Name in ScalarLanguage]: Language } = /* @__PURE__ */ (() => ({
  javascript: {
    natives: {
      abs: 'Math.abs',
      acos: 'Math.acos',
      acosh: 'Math.acosh',
      asin: 'Math.asin',
      asinh: 'Math.asinh',
      atan: 'Math.atan',
      atan2: 'Math.atan2',
      atanh: 'Math.atanh',
      cbrt: 'Math.cbrt',
      ceil: 'Math.ceil',
      cos: 'Math.cos',
      cosh: 'Math.cosh',
      erf: undefined,
      erfc: undefined,
      exp: 'Math.exp',
      expm1: 'Math.expm1',
      floor: 'Math.floor',
      gamma: undefined,
      hypot: 'Math.hypot',
      lgamma: undefined,
      log: 'Math.log',
      log10: 'Math.log10',
      log1p: 'Math.log1p',
      log2: 'Math.log2',
      max: 'Math.max',
      min: 'Math.min',
      pow: 'Math.pow',
      round: ROUND_AWAY,
      sign: 'Math.sign',
      sin: 'Math.sin',
      sinh: 'Math.sinh',
      sqrt: 'Math.sqrt',
      tan: 'Math.tan',
      tanh: 'Math.tanh',
      trunc: 'Math.trunc',
    },
    constants: {
      pi: 'Math.PI',
      e: 'Math.E',
      tau: '(2 * Math.PI)',
      phi: '1.618033988749895',
      infinity: 'Infinity',
      nan: 'NaN',
      true: 'true',
      false: 'false',
    },
    point: false,
    power: undefined,
    and: ' && ',
    or: ' || ',
    not: '!',
    choice: C_CHOICE,
    variadic: true,
    begin: (name, parameters) => `function ${name}(${list(parameters)}) {`,
    assign: (name, value) => `  const ${name} = ${value}`,
    result: (value) => `  return ${value}`,
    end: '}\n',
  },
  python: {
    natives: {
      abs: 'abs',
      acos: 'math.acos',
      acosh: 'math.acosh',
      asin: 'math.asin',
      asinh: 'math.asinh',
      atan: 'math.atan',
      atan2: 'math.atan2',
      atanh: 'math.atanh',
      cbrt: 'math.copysign(abs(#1) ** (1.0 / 3.0), #1)',
      ceil: 'math.ceil',
      cos: 'math.cos',
      cosh: 'math.cosh',
      erf: 'math.erf',
      erfc: 'math.erfc',
      exp: 'math.exp',
      expm1: 'math.expm1',
      floor: 'math.floor',
      gamma: 'math.gamma',
      hypot: 'math.hypot',
      lgamma: 'math.lgamma',
      log: 'math.log',
      log10: 'math.log10',
      log1p: 'math.log1p',
      log2: 'math.log2',
      max: 'max',
      min: 'min',
      pow: 'math.pow',
      round: 'math.copysign(math.floor(abs(#1) + 0.5), #1)',
      sign: '((#1 > 0) - (#1 < 0))',
      sin: 'math.sin',
      sinh: 'math.sinh',
      sqrt: 'math.sqrt',
      tan: 'math.tan',
      tanh: 'math.tanh',
      trunc: 'math.trunc',
    },
    constants: {
      pi: 'math.pi',
      e: 'math.e',
      tau: 'math.tau',
      phi: '1.618033988749895',
      infinity: 'math.inf',
      nan: 'math.nan',
      true: 'True',
      false: 'False',
    },
    point: false,
    power: ' ** ',
    and: ' and ',
    or: ' or ',
    not: 'not ',
    choice: '#2 if #1 else #3',
    variadic: true,
    begin: (name, parameters) => `def ${name}(${list(parameters)}):`,
    assign: (name, value) => `    ${name} = ${value}`,
    guarded: (value) => `_guarded(lambda: ${value})`,
    guard:
      'def _guarded(value):\n    try:\n        return value()\n    except (ArithmeticError, ValueError):\n        return math.nan\n\n',
    result: (value) => `    return ${value}`,
    end: '',
  },
  c: {
    natives: {
      ...bare,
      abs: 'fabs',
      atan: 'atan',
      atan2: 'atan2',
      cbrt: 'cbrt',
      erf: 'erf',
      erfc: 'erfc',
      expm1: 'expm1',
      gamma: 'tgamma',
      hypot: 'hypot',
      lgamma: 'lgamma',
      log10: 'log10',
      log1p: 'log1p',
      max: 'fmax',
      min: 'fmin',
      pow: 'pow',
      round: 'round',
      sign: '(double)((#1 > 0.0) - (#1 < 0.0))',
    },
    constants: {
      pi: '3.141592653589793',
      e: '2.718281828459045',
      tau: '6.283185307179586',
      phi: '1.618033988749895',
      infinity: 'INFINITY',
      nan: 'NAN',
      true: '1',
      false: '0',
    },
    point: true,
    power: undefined,
    and: ' && ',
    or: ' || ',
    not: '!',
    choice: C_CHOICE,
    variadic: false,
    begin: (name, parameters) => `double ${name}(${parameters.length === 0 ? 'void' : list(parameters, 'double ')}) {`,
    assign: (name, value, isCondition) => `  const ${isCondition ? 'int' : 'double'} ${name} = ${value};`,
    result: (value) => `  return ${value};`,
    end: '}\n',
  },
  glsl: {
    natives: {
      ...bare,
      abs: 'abs',
      atan: 'atan',
      atan2: 'atan',
      cbrt: 'sign(#1) * pow(abs(#1), 1.0 / 3.0)',
      erf: undefined,
      erfc: undefined,
      expm1: 'exp(#1) - 1.0',
      gamma: undefined,
      hypot: 'length(vec2(#1, #2))',
      lgamma: undefined,
      log10: 'log(#1) / 2.302585092994046',
      log1p: 'log(1.0 + #1)',
      max: 'max',
      min: 'min',
      pow: 'pow',
      round: ROUND_AWAY,
      sign: 'sign',
    },
    constants: {
      pi: '3.141592653589793',
      e: '2.718281828459045',
      tau: '6.283185307179586',
      phi: '1.618033988749895',
      infinity: '(1.0 / 0.0)',
      nan: '(0.0 / 0.0)',
      true: 'true',
      false: 'false',
    },
    point: true,
    power: undefined,
    powerOfPositive: true,
    and: ' && ',
    or: ' || ',
    not: '!',
    choice: C_CHOICE,
    variadic: false,
    begin: (name, parameters) => `float ${name}(${list(parameters, 'float ')}) {`,
    assign: (name, value, isCondition) => `  ${isCondition ? 'bool' : 'float'} ${name} = ${value};`,
    result: (value) => `  return ${value};`,
    end: '}\n',
  },
  julia: {
    natives: {
      ...bare,
      abs: 'abs',
      atan: 'atan',
      atan2: 'atan',
      cbrt: 'cbrt',
      erf: undefined,
      erfc: undefined,
      expm1: 'expm1',
      gamma: undefined,
      hypot: 'hypot',
      lgamma: undefined,
      log10: 'log10',
      log1p: 'log1p',
      max: 'max',
      min: 'min',
      pow: '#1^#2',
      round: 'round(#1, RoundNearestTiesAway)',
      sign: 'sign',
    },
    constants: {
      pi: 'pi',
      e: 'exp(1.0)',
      tau: '(2 * pi)',
      phi: '1.618033988749895',
      infinity: 'Inf',
      nan: 'NaN',
      true: 'true',
      false: 'false',
    },
    point: true,
    power: '^',
    and: ' && ',
    or: ' || ',
    not: '!',
    choice: C_CHOICE,
    variadic: true,
    begin: (name, parameters) => `function ${name}(${list(parameters)})`,
    assign: (name, value) => `    ${name} = ${value}`,
    guarded: (value) => `try ${value} catch; NaN end`,
    result: (value) => `    return ${value}`,
    end: 'end\n',
  },
}))()
