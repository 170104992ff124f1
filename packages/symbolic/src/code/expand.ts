import type { FunctionName } from '../functions.ts'
import type { Language } from './languages.ts'
import { type Native, templates } from './templates.ts'

/** A template in which only the slots `#1`, `#2` are left. */
interface Expanded {
  readonly text: string
  /** One call `name(…)`: needs no brackets. */
  readonly isCall: boolean
  /** The arguments (from 1) that occur more than once. */
  readonly repeated: ReadonlySet<number>
}

const SLOT = /#(\d)/g

/** The end of the bracket that opens at `open`. */
function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; ; at++) {
    if (text[at] === '(' || text[at] === '{') depth++
    else if ((text[at] === ')' || text[at] === '}') && --depth === 0) return at
  }
}

/** Pieces of a text at a separator outside brackets. */
function split(text: string, separator: string): string[] {
  const parts = ['']
  let depth = 0
  for (const character of text) {
    if (character === '(') depth++
    if (character === ')') depth--
    if (depth === 0 && character === separator) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts.map((part) => part.trim())
}

const isSimple = (text: string): boolean => /^(?:#\d|[\d.]+|[\w.]+\([^()]*\))$/.test(text)

const enclosed = (text: string): string => (isSimple(text) ? text : `(${text})`)

/** The text of a template in a language; `undefined` where a function it needs is missing. */
export function expand(template: string, language: Language): string | undefined {
  let text = template
  if (text.startsWith('?{')) {
    const parts = split(text.slice(2, -1), '|')
    text = language.choice.replace(SLOT, (_, i: string) => parts[Number(i) - 1]!)
  }
  for (let start = text.lastIndexOf('{'); start >= 0; start = text.lastIndexOf('{')) {
    const open = text.indexOf('}', start) + 1
    const end = closing(text, open)
    const native = language.natives[text.slice(start + 1, open - 1) as Native]
    if (native === undefined) return undefined
    const inside = text.slice(open + 1, end)
    const inner = native.includes('{') ? expand(native, language) : native
    if (inner === undefined) return undefined
    const whole = start === 0 && end === text.length - 1
    const filled = inner.includes('#') ? withArguments(inner, split(inside, ',')) : `${inner}(${inside})`
    const made = whole || !inner.includes('#') ? filled : enclosed(filled)
    text = text.slice(0, start) + made + text.slice(end + 1)
  }
  return text
}

const withArguments = (template: string, args: readonly string[]): string =>
  template.replace(SLOT, (_, i: string) => enclosed(args[Number(i) - 1]!))

const cache = new WeakMap<Language, Map<FunctionName, Expanded | undefined>>()

/** How a function of the table is written in a language. */
export function expansionOf(name: FunctionName, language: Language): Expanded | undefined {
  let known = cache.get(language)
  if (known === undefined) {
    known = new Map()
    cache.set(language, known)
  }
  if (!known.has(name)) known.set(name, made(templates[name], language))
  return known.get(name)
}

function made(template: string | undefined, language: Language): Expanded | undefined {
  const text = template === undefined ? undefined : expand(template, language)
  if (text === undefined) return undefined
  const slots = Array.from(text.matchAll(SLOT), ([, i]) => Number(i))
  return {
    text,
    isCall: /^[\w.]+\(/.test(text) && closing(text, text.indexOf('(')) === text.length - 1,
    repeated: new Set(slots.filter((slot, at) => slots.indexOf(slot) !== at)),
  }
}
