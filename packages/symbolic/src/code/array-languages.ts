import type { FunctionName } from '../functions.ts'

/** The languages in which formulas of vectors and matrices are written. */
export type ArrayLanguage = 'numpy' | 'torch' | 'julia' | 'javascript'

/** Operations whose arguments or results are arrays as a whole. */
export type ArrayCall =
  | 'inv'
  | 'det'
  | 'logdet'
  | 'trace'
  | 'sum'
  | 'mean'
  | 'norm'
  | 'norm1'
  | 'diag'
  | 'diagonal'
  | 'kron'
  | 'softmax'
  | 'logsumexp'
  | 'solve'
  | 'outer'
  | 'transpose'
  /** A vector as a matrix of one row. */
  | 'row'
  /** The vector in a matrix of one row. */
  | 'onlyRow'
  /** The number in a vector of one entry. */
  | 'onlyEntry'

/** How array code looks in a language: templates take `#1`, `#2`, each an argument that needs no brackets. */
export interface ArrayRow {
  readonly calls: { readonly [Name in ArrayCall]: string }
  /** Functions entry by entry; what is missing has no short form. */
  readonly functions: { readonly [Name in FunctionName]?: string }
  readonly squareRoot: string
  /** Operators between numbers and between arrays; without them the templates of `binary`. */
  readonly operators: Operators | undefined
  readonly constants: {
    readonly pi: string
    readonly e: string
    readonly tau: string
    readonly infinity: string
    readonly nan: string
  }
  readonly where: string
  readonly and: string
  readonly or: string
  readonly not: string
  /** Matrix products with transposed vectors as they stand in the formula. */
  readonly rowsAreNative: boolean
  readonly eye: string
  readonly ones: (sizes: readonly string[]) => string
  /** The size of an argument along an axis, counted from 0. */
  readonly size: (name: string, axis: number) => string
  readonly head: string
  readonly begin: (name: string, parameters: readonly string[]) => string
  readonly assign: (name: string, value: string) => string
  readonly result: (value: string) => string
  readonly end: string
  /** Gives what is made of numbers the type of an argument; without it types mix. */
  readonly typedLike?: (code: string, argument: string) => string
  /** Makes an array of a number that comes as an argument. */
  readonly scalarArgument?: (name: string) => string
}

interface Operators {
  readonly matmul: string
  readonly times: readonly [scalar: string, array: string]
  readonly over: readonly [scalar: string, array: string]
  readonly plus: readonly [scalar: string, array: string]
  readonly minus: readonly [scalar: string, array: string]
  readonly power: readonly [scalar: string, array: string]
  readonly relation: readonly [scalar: string, array: string]
}

const same = (operator: string): readonly [string, string] => [operator, operator]

const pythonOperators: Operators = /* @__PURE__ */ (() => ({
  matmul: ' @ ',
  times: same(' * '),
  over: same(' / '),
  plus: same(' + '),
  minus: same(' - '),
  power: same(' ** '),
  relation: same(''),
}))()

/** The elementary functions of a module that calls them by their plain names. */
const plain = (prefix: string, suffix: string, names: string): Record<string, string> =>
  Object.fromEntries(names.split(' ').map((name) => [name, `${prefix}${name}${suffix}(#1)`]))

const ELEMENTARY = 'exp log log2 log10 log1p expm1 abs sign floor ceil trunc sin cos tan sinh cosh tanh'

const reciprocals = (call: (name: string) => string, over: (bottom: string) => string): Record<string, string> => ({
  sec: over(call('cos')),
  csc: over(call('sin')),
  cot: over(call('tan')),
  sech: over(call('cosh')),
  csch: over(call('sinh')),
  coth: over(call('tanh')),
})

const pythonBegin = (name: string, parameters: readonly string[]): string => `def ${name}(${parameters.join(', ')}):`

export const arrayLanguages: { readonly [Name in ArrayLanguage]: ArrayRow } = /* @__PURE__ */ (() => ({
  numpy: {
    calls: {
      inv: 'np.linalg.inv(#1)',
      det: 'np.linalg.det(#1)',
      logdet: 'np.linalg.slogdet(#1)[1]',
      trace: 'np.trace(#1)',
      sum: 'np.sum(#1)',
      mean: 'np.mean(#1)',
      norm: 'np.linalg.norm(#1)',
      norm1: 'np.sum(np.abs(#1))',
      diag: 'np.diag(#1)',
      diagonal: 'np.diagonal(#1)',
      kron: 'np.kron(#1, #2)',
      softmax: 'np.exp((#1) - np.logaddexp.reduce(#1))',
      logsumexp: 'np.logaddexp.reduce(np.ravel(#1))',
      solve: 'np.linalg.solve(#1, #2)',
      outer: 'np.outer(#1, #2)',
      transpose: 'np.transpose(#1)',
      row: 'np.reshape(#1, (1, -1))',
      onlyRow: 'np.ravel(#1)',
      onlyEntry: 'np.sum(#1)',
    },
    functions: {
      ...plain('np.', '', ELEMENTARY),
      ...reciprocals(
        (name) => `np.${name}(#1)`,
        (bottom) => `1 / ${bottom}`,
      ),
      asin: 'np.arcsin(#1)',
      acos: 'np.arccos(#1)',
      atan: 'np.arctan(#1)',
      asinh: 'np.arcsinh(#1)',
      acosh: 'np.arccosh(#1)',
      atanh: 'np.arctanh(#1)',
      atan2: 'np.arctan2(#1, #2)',
      cbrt: 'np.cbrt(#1)',
      sigmoid: 'np.exp(-np.logaddexp(0, -(#1)))',
      softplus: 'np.logaddexp(0, #1)',
      relu: 'np.maximum(#1, 0)',
      heaviside: 'np.heaviside(#1, 0.5)',
      mod: 'np.mod(#1, #2)',
      max: 'np.maximum(#1, #2)',
      min: 'np.minimum(#1, #2)',
      hypot: 'np.hypot(#1, #2)',
    },
    squareRoot: 'np.sqrt(#1)',
    operators: pythonOperators,
    constants: { pi: 'np.pi', e: 'np.e', tau: '(2 * np.pi)', infinity: 'np.inf', nan: 'np.nan' },
    where: 'np.where(#1, #2, #3)',
    and: '(#1) & (#2)',
    or: '(#1) | (#2)',
    not: '~(#1)',
    rowsAreNative: false,
    eye: 'np.eye(#1)',
    ones: (sizes) => (sizes.length === 1 ? `np.ones(${sizes[0]})` : `np.ones((${sizes.join(', ')}))`),
    size: (name, axis) => `${name}.shape[${axis}]`,
    head: 'import numpy as np\n\n',
    begin: pythonBegin,
    assign: (name, value) => `    ${name} = ${value}`,
    result: (value) => `    return ${value}`,
    end: '',
  },
  torch: {
    calls: {
      inv: 'torch.linalg.inv(#1)',
      det: 'torch.linalg.det(#1)',
      logdet: 'torch.logdet(#1)',
      trace: 'torch.trace(#1)',
      sum: 'torch.sum(#1)',
      mean: 'torch.mean(#1)',
      norm: 'torch.linalg.norm(#1)',
      norm1: 'torch.sum(torch.abs(#1))',
      diag: 'torch.diag(#1)',
      diagonal: 'torch.diagonal(#1)',
      kron: 'torch.kron(#1, #2)',
      softmax: 'torch.softmax(#1, 0)',
      logsumexp: 'torch.logsumexp(torch.flatten(#1), 0)',
      solve: 'torch.linalg.solve(#1, #2)',
      outer: 'torch.outer(#1, #2)',
      transpose: 'torch.t(#1)',
      row: 'torch.reshape(#1, (1, -1))',
      onlyRow: 'torch.flatten(#1)',
      onlyEntry: 'torch.sum(#1)',
    },
    functions: {
      ...plain('torch.', '', `${ELEMENTARY} asin acos atan asinh acosh atanh sigmoid relu erf erfc lgamma digamma`),
      ...reciprocals(
        (name) => `torch.${name}(#1)`,
        (bottom) => `1 / ${bottom}`,
      ),
      atan2: 'torch.atan2(#1, #2)',
      softplus: 'torch.nn.functional.softplus(#1)',
      gelu: 'torch.nn.functional.gelu(#1)',
      heaviside: '0.5 + 0.5 * torch.sign(#1)',
      mod: 'torch.remainder(#1, #2)',
      max: 'torch.maximum(torch.as_tensor(#1), torch.as_tensor(#2))',
      min: 'torch.minimum(torch.as_tensor(#1), torch.as_tensor(#2))',
      hypot: 'torch.hypot(torch.as_tensor(#1), torch.as_tensor(#2))',
    },
    squareRoot: 'torch.sqrt(#1)',
    operators: pythonOperators,
    constants: { pi: 'torch.pi', e: 'torch.e', tau: '(2 * torch.pi)', infinity: 'torch.inf', nan: 'torch.nan' },
    where: 'torch.where(#1, #2, #3)',
    and: '(#1) & (#2)',
    or: '(#1) | (#2)',
    not: '~(#1)',
    rowsAreNative: false,
    eye: 'torch.eye(#1)',
    ones: (sizes) => `torch.ones(${sizes.join(', ')})`,
    size: (name, axis) => `${name}.shape[${axis}]`,
    head: 'import torch\n\n',
    begin: pythonBegin,
    assign: (name, value) => `    ${name} = ${value}`,
    result: (value) => `    return ${value}`,
    end: '',
    typedLike: (code, argument) => `${code}.to(${argument}.dtype)`,
    scalarArgument: (name) => `torch.as_tensor(${name})`,
  },
  julia: {
    calls: {
      inv: 'inv(#1)',
      det: 'det(#1)',
      logdet: 'logdet(#1)',
      trace: 'tr(#1)',
      sum: 'sum(#1)',
      mean: 'sum(#1) / length(#1)',
      norm: 'norm(#1)',
      norm1: 'norm(#1, 1)',
      diag: 'Diagonal(#1)',
      diagonal: 'diag(#1)',
      kron: 'kron(#1, #2)',
      softmax: 'exp.((#1) .- maximum(#1)) ./ sum(exp.((#1) .- maximum(#1)))',
      logsumexp: 'maximum(#1) + log(sum(exp.((#1) .- maximum(#1))))',
      solve: '(#1) \\ (#2)',
      outer: "(#1) * (#2)'",
      transpose: 'transpose(#1)',
      row: 'transpose(#1)',
      onlyRow: 'vec(#1)',
      onlyEntry: 'only(#1)',
    },
    functions: {
      ...plain('', '.', `${ELEMENTARY} asin acos atan asinh acosh atanh sec csc cot sech csch coth cbrt`),
      atan2: 'atan.(#1, #2)',
      sigmoid: '1 ./ (1 .+ exp.(.-(#1)))',
      softplus: 'max.(#1, 0) .+ log1p.(exp.(.-abs.(#1)))',
      relu: 'max.(#1, 0)',
      heaviside: '0.5 .+ 0.5 .* sign.(#1)',
      mod: 'mod.(#1, #2)',
      max: 'max.(#1, #2)',
      min: 'min.(#1, #2)',
      hypot: 'hypot.(#1, #2)',
    },
    squareRoot: 'sqrt.(#1)',
    operators: {
      matmul: ' * ',
      times: [' * ', ' .* '],
      over: [' / ', ' ./ '],
      plus: [' + ', ' .+ '],
      minus: [' - ', ' .- '],
      power: ['^', ' .^ '],
      relation: ['', '.'],
    },
    constants: { pi: 'pi', e: 'exp(1.0)', tau: '(2 * pi)', infinity: 'Inf', nan: 'NaN' },
    where: 'ifelse.(#1, #2, #3)',
    and: '(#1) .& (#2)',
    or: '(#1) .| (#2)',
    not: '.!(#1)',
    rowsAreNative: true,
    eye: 'Matrix(1.0I, #1, #1)',
    ones: (sizes) => `ones(${sizes.join(', ')})`,
    size: (name, axis) => `size(${name}, ${axis + 1})`,
    head: 'using LinearAlgebra\n\n',
    begin: (name, parameters) => `function ${name}(${parameters.join(', ')})`,
    assign: (name, value) => `    ${name} = ${value}`,
    result: (value) => `    return ${value}`,
    end: 'end\n',
  },
  javascript: {
    calls: {
      inv: 'T.linalg.inv(#1)',
      det: 'T.linalg.det(#1)',
      logdet: 'T.linalg.slogdet(#1).logabsdet',
      trace: 'T.trace(#1)',
      sum: 'T.sum(#1)',
      mean: 'T.mean(#1)',
      norm: 'T.linalg.norm(#1)',
      norm1: 'T.sum(T.abs(#1))',
      diag: 'T.diag(#1)',
      diagonal: 'T.diag(#1)',
      kron: 'T.kron(#1, #2)',
      softmax: 'T.softmax(#1, { dim: 0 })',
      logsumexp: 'T.logsumexp(T.flatten(#1), { dim: 0 })',
      solve: 'T.linalg.solve(#1, #2)',
      outer: 'T.outer(#1, #2)',
      transpose: 'T.transpose(#1, 0, 1)',
      row: 'T.reshape(#1, [1, -1])',
      onlyRow: 'T.flatten(#1)',
      onlyEntry: 'T.sum(#1)',
    },
    functions: {
      ...plain(
        'T.',
        '',
        `${ELEMENTARY} asin acos atan asinh acosh atanh sigmoid relu softplus gelu erf erfc lgamma digamma`,
      ),
      ...reciprocals(
        (name) => `T.${name}(#1)`,
        (bottom) => `T.pow(${bottom}, -1)`,
      ),
      atan2: 'T.atan2(#1, #2)',
      heaviside: 'T.add(T.mul(T.sign(#1), 0.5), 0.5)',
      mod: 'T.remainder(#1, #2)',
      max: 'T.maximum(#1, #2)',
      min: 'T.minimum(#1, #2)',
      hypot: 'T.hypot(#1, #2)',
    },
    squareRoot: 'T.sqrt(#1)',
    operators: undefined,
    constants: { pi: 'Math.PI', e: 'Math.E', tau: '(2 * Math.PI)', infinity: 'Infinity', nan: 'NaN' },
    where: 'T.where(#1, #2, #3)',
    and: 'T.logicalAnd(#1, #2)',
    or: 'T.logicalOr(#1, #2)',
    not: 'T.logicalNot(#1)',
    rowsAreNative: false,
    eye: 'T.eye(#1)',
    ones: (sizes) => `T.ones([${sizes.join(', ')}])`,
    size: (name, axis) => `${name}.shape[${axis}]`,
    head: "import * as T from '@fluxion/tensor'\n\n",
    begin: (name, parameters) => `export function ${name}(${parameters.join(', ')}) {`,
    assign: (name, value) => `  const ${name} = ${value}`,
    result: (value) => `  return ${value}`,
    end: '}\n',
    scalarArgument: (name) => `T.tensor(${name})`,
  },
}))()
