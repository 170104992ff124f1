import { isFunctionName } from '../apply.ts'
import { isCondition } from '../conditions.ts'
import { FluxionError } from '../errors.ts'
import { type ConstantName, type Expr, type Formula, isNumber } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { freeSymbols } from '../measure.ts'
import { layOut } from '../print/layout.ts'
import { concat, type Notation, type Piece, tightness } from '../print/notation.ts'
import { postorder } from '../traverse.ts'
import { type ArrayLanguage, arrayLanguages } from './array-languages.ts'
import { arrayCode } from './arrays.ts'
import { expand, expansionOf } from './expand.ts'
import { Identifiers, reservedWords } from './identifiers.ts'
import { type CodeLanguage, type Language, languages, type ScalarLanguage } from './languages.ts'

/** How `toCode` names things. */
export interface CodeOptions {
  /** Name of the function that is written; default `f`. */
  readonly name?: string
  /** Order of the parameters; default: the free symbols, sorted. */
  readonly args?: readonly string[]
}

/** A longer piece of code gets a line of its own. */
const LONGEST_PIECE = 300

/** Powers up to this one are products where there is no power operator. */
const LARGEST_PRODUCT = 3

const codeError = (code: string, message: string, hint: string): FluxionError =>
  new FluxionError(code, message, { hint })

const unsupported = (what: string, language: string): FluxionError =>
  codeError(
    'code/unsupported',
    `${what} cannot be written in ${language}`,
    'compile of @fluxion/bridge runs every formula',
  )

const piece = (text: string, tight: number): Piece => ({ text, tightness: tight })

const within = ({ text, tightness: tight }: Piece, wanted: number): string => (tight < wanted ? `(${text})` : text)

/** The whole number a piece of digits stands for. */
function wholeNumber({ text, digits }: Piece): number | undefined {
  const value = digits === true ? Number(text) : Number.NaN
  return Number.isInteger(value) ? value : undefined
}

/**
 * The formula as a function in a programming language, in double precision (single in GLSL). Shared parts are computed
 * once, in local constants `v0`, `v1`, …
 *
 * No name of a formula is written unchecked: what is no plain identifier of the language, is a reserved word or would
 * hide a function is changed (`class` to `class_`, `α` to `alpha`). The parameters keep the order of `args`.
 *
 * Python needs its module `math`, C needs `math.h`; both are part of the text. Where Python and Julia raise an error
 * (`log(-1)`), so does the function, save in branches that are not taken.
 *
 * Formulas of vectors and matrices are written over arrays: NumPy for `python` and `numpy`, PyTorch for `torch`, LinearAlgebra for
 * `julia`, `@fluxion/tensor` for `javascript`; vectors are arrays of one axis, and a product with an inverse solves a system.
 *
 * Throws `code/unknown-language`, `code/bad-name`, `code/missing-argument`, and `code/unsupported` for vectors and matrices in C
 * and GLSL, undefined functions and functions the language has not.
 *
 * @example
 * toCode('x^2 * sin(x^2)', 'javascript').split('\n')[1] // =>   const v0 = x * x
 * toCode('x + 1', 'python', { name: 'g' }).includes('def g(x):') // => true
 * const loss = parse('norm(A * x - b)^2', { shapes: { A: ['m', 'n'], x: ['n'], b: ['m'] } })
 * toCode(gradient(loss, 'x'), 'numpy').split('\n')[3] // =>     return 2 * (np.transpose(A) @ (A @ x - b))
 */
export function toCode(f: Formula, language: CodeLanguage, given?: CodeOptions): string {
  const options = given ?? {}
  if (!Object.hasOwn(languages, language) && !Object.hasOwn(arrayLanguages, language))
    throw codeError(
      'code/unknown-language',
      `found the language ${String(language)}`,
      `languages are ${[...Object.keys(languages), 'numpy', 'torch'].join(', ')}`,
    )
  const root = toExpr(f)
  const arrays = arrayLanguageFor(root, language)
  if (arrays !== undefined) return ofArrays(root, arrays, options)
  return ofNumbers(root, language as ScalarLanguage, options)
}

/** The array code that a formula is written in; undefined for one of numbers in a language of numbers. */
function arrayLanguageFor(root: Expr, language: CodeLanguage): ArrayLanguage | undefined {
  if (language === 'numpy' || language === 'torch') return language
  if (postorder([root]).every((e) => e.shape.length === 0)) return undefined
  if (language === 'c' || language === 'glsl') throw unsupported('a formula with vectors or matrices', language)
  return language === 'python' ? 'numpy' : language
}

function ofArrays(root: Expr, language: ArrayLanguage, options: CodeOptions): string {
  const { calls, functions } = arrayLanguages[language]
  const words = [...Object.values(calls), ...Object.values(functions)].flatMap(
    (text) => text.match(/[A-Za-z]\w*/g) ?? [],
  )
  const identifiers = new Identifiers(reservedWords([...words, 'np', 'torch', 'T', 'size', 'Matrix', 'I']))
  const name = nameOf(options, identifiers)
  const parameters = parametersOf(root, options.args).map((parameter) => identifiers.of(parameter))
  return arrayCode(root, language, { name, parameters, identifier: (symbol) => identifiers.of(symbol) })
}

function nameOf(options: CodeOptions, identifiers: Identifiers): string {
  const name = options.name ?? 'f'
  if (!identifiers.isFree(name))
    throw codeError(
      'code/bad-name',
      `found the name ${JSON.stringify(name)}`,
      'a name has letters, digits and single _, and is no reserved word',
    )
  identifiers.take(name)
  return name
}

function ofNumbers(root: Expr, language: ScalarLanguage, options: CodeOptions): string {
  const row = languages[language]
  const natives = Object.values(row.natives).flatMap((native) => native?.match(/[A-Za-z]\w*/g) ?? [])
  const identifiers = new Identifiers(reservedWords(natives))
  const name = nameOf(options, identifiers)
  const parameters = parametersOf(root, options.args).map((parameter) => identifiers.of(parameter))
  const nodes = postorder([root])
  const lines: string[] = []
  const plan = planOf(nodes, root, row)
  let guardUsed = false
  const value = layOut(root, notationOf(row, language, identifiers), (e, written) => {
    if (!plan.named.has(e) && written.text.length <= LONGEST_PIECE) return undefined
    const local = `v${lines.length}`
    const guard = plan.guarded.has(e) ? row.guarded : undefined
    guardUsed ||= guard !== undefined
    lines.push(row.assign(local, guard === undefined ? written.text : guard(written.text), isCondition(e)))
    return piece(local, tightness.atom)
  })
  const head = { python: 'import math\n\n', c: '#include <math.h>\n\n', javascript: '', glsl: '', julia: '' }[language]
  const body = [row.begin(name, parameters), ...lines, row.result(value), row.end].join('\n')
  return head + (guardUsed ? (row.guard ?? '') : '') + body
}

function parametersOf(root: Expr, args: readonly string[] | undefined): readonly string[] {
  const free = freeSymbols(root)
  if (args === undefined) return free
  const missing = free.find((name) => !args.includes(name))
  if (missing !== undefined)
    throw codeError(
      'code/missing-argument',
      `the formula has the symbol ${missing}, found args ${args.join(', ')}`,
      `add ${missing} to args`,
    )
  if (new Set(args).size < args.length)
    throw codeError('code/bad-name', `found a name twice in args ${args.join(', ')}`, 'name each parameter once')
  return args
}

const isAtom = (e: Expr): boolean => e.args.length === 0

/** -x and 2 * x: cheaper to write again than to name. */
const isCheap = (e: Expr): boolean => isAtom(e) || (e.op === 'mul' && e.args.length === 2 && e.args.every(isAtom))

/** Which nodes get a name, and which of them stand in branches alone. */
function planOf(
  nodes: readonly Expr[],
  root: Expr,
  language: Language,
): { named: ReadonlySet<Expr>; guarded: ReadonlySet<Expr> } {
  const uses = new Map<Expr, number>()
  const named = new Set<Expr>()
  const always = new Set<Expr>([root])
  for (let i = nodes.length - 1; i >= 0; i--) {
    const e = nodes[i]!
    e.args.forEach((arg, k) => {
      uses.set(arg, (uses.get(arg) ?? 0) + 1)
      if (always.has(e) && (e.op !== 'piecewise' || k === 0)) always.add(arg)
      if (!isAtom(arg) && isWrittenTwice(e, k, language)) named.add(arg)
    })
  }
  for (const [e, count] of uses) if (count > 1 && !isCheap(e)) named.add(e)
  return { named, guarded: new Set(nodes.filter((e) => !always.has(e))) }
}

/** Is the k-th argument of the node written more than once? */
function isWrittenTwice(e: Expr, k: number, language: Language): boolean {
  if (isFunctionName(e.op)) return expansionOf(e.op, language)?.repeated.has(k + 1) === true
  if (e.op !== 'pow' || k !== 0 || language.power !== undefined || !isNumber(e.args[1]!)) return false
  const exponent = Math.abs(e.args[1].value)
  return Number.isInteger(exponent) && (exponent <= LARGEST_PRODUCT || language.powerOfPositive === true)
}

function notationOf(row: Language, language: ScalarLanguage, identifiers: Identifiers): Notation {
  const call = (template: string, args: readonly Piece[]): Piece => {
    const text = expand(template, row)
    if (text === undefined) throw unsupported(`the function in ${template}`, language)
    return fill(text, args)
  }
  const nested = (template: string, args: readonly Piece[]): Piece =>
    args.slice(1).reduce((left, right) => call(template, [left, right]), args[0]!)
  const relations = { lt: '<', le: '<=', gt: '>', ge: '>=', eq: '==', ne: '!=' } as const
  const refuse = (what: string) => (): never => {
    throw unsupported(what, language)
  }
  return {
    doubles: true,
    number: (digits) => ({
      text: row.point && /^\d+$/.test(digits) ? `${digits}.0` : digits,
      tightness: tightness.atom,
      digits: true,
    }),
    symbol: (name) => piece(identifiers.of(name), tightness.atom),
    constant: (e) => piece(row.constants[e.name as ConstantName], tightness.atom),
    sized: refuse('a matrix'),
    negative: (of) => piece(`-${within(of, tightness.power)}`, tightness.sign),
    sum: (terms) =>
      piece(
        concat(
          terms.map(
            (term, i) =>
              (term.negative ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + ') +
              within(term, i === 0 && term.negative ? tightness.power : tightness.product),
          ),
        ),
        tightness.sum,
      ),
    product: (factors) =>
      piece(
        concat(
          factors.map((factor) => within(factor, tightness.power)),
          ' * ',
        ),
        tightness.product,
      ),
    quotient: (top, bottom) =>
      piece(`${within(top, tightness.product)} / ${within(bottom, tightness.power)}`, tightness.product),
    power: (base, exponent) => {
      const n = wholeNumber(exponent)
      if (n !== undefined && row.power !== undefined)
        return piece(`${within(base, tightness.atom)}${row.power}${n}`, tightness.power)
      if (n !== undefined && n <= LARGEST_PRODUCT)
        return piece(concat(new Array<string>(n).fill(within(base, tightness.atom)), ' * '), tightness.product)
      if (n !== undefined && row.powerOfPositive === true)
        return call(n % 2 === 0 ? '{pow}({abs}(#1), #2)' : '{sign}(#1) * {pow}({abs}(#1), #2)', [base, exponent])
      return call('{pow}(#1, #2)', [base, exponent])
    },
    squareRoot: (radicand) => call('{sqrt}(#1)', [radicand]),
    transpose: refuse('a transpose'),
    relation: (op, left, right) =>
      piece(`${within(left, tightness.sum)} ${relations[op]} ${within(right, tightness.sum)}`, tightness.relation),
    junction: (op, parts) =>
      piece(
        concat(
          parts.map((part) => within(part, tightness[op] + 1)),
          row[op],
        ),
        tightness[op],
      ),
    not: (condition) => piece(`${row.not}${within(condition, tightness.atom)}`, tightness.sign),
    piecewise: (parts) => {
      let text = within(parts[parts.length - 1]!, tightness.or)
      for (let i = parts.length - 3; i >= 0; i -= 2) {
        const slots = [
          within(parts[i]!, tightness.or),
          within(parts[i + 1]!, tightness.or),
          i + 3 < parts.length ? `(${text})` : text,
        ]
        text = concat(row.choice.split(/#(\d)/).map((part, at) => (at % 2 === 1 ? slots[Number(part) - 1]! : part)))
      }
      return piece(text, tightness.choice)
    },
    function: (e, args) => {
      if (e.op === 'min' || e.op === 'max' || e.op === 'hypot')
        return row.variadic ? call(`{${e.op}}(*)`, args) : nested(`{${e.op}}(#1, #2)`, args)
      const expansion = isFunctionName(e.op) ? expansionOf(e.op, row) : undefined
      if (expansion === undefined) throw unsupported(`the function ${e.op}`, language)
      return fill(expansion.text, args, expansion.isCall)
    },
    call: (name) => refuse(`the undefined function ${name}`)(),
  }
}

/** Puts arguments into the slots of an expanded template, in brackets unless they stand in brackets already. */
function fill(text: string, args: readonly Piece[], isCall: boolean = /^[\w.]+\([^()]*\)$/.test(text)): Piece {
  const parts = text.split(/(#\d|\*(?=\)))/)
  const filled = parts.map((part, i) => {
    if (part === '*' && i % 2 === 1)
      return concat(
        args.map((arg) => arg.text),
        ', ',
      )
    if (!/^#\d$/.test(part)) return part
    const arg = args[Number(part.slice(1)) - 1]!
    const bare = /[(] ?$|, $/.test(parts[i - 1]!) && /^[),]/.test(parts[i + 1]!)
    return bare ? arg.text : within(arg, tightness.atom)
  })
  return piece(concat(filled), isCall ? tightness.atom : tightness.sum)
}
