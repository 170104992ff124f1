// The alphabet of formulas. Names are made of letters of any script, `_`, `$`, and after the first also digits; this
// includes all that mathjs takes (Latin with accents, Greek, mathematical alphanumerics).

/** Is the UTF-16 unit a decimal digit? */
export const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** Is the UTF-16 unit a space inside a line? */
export const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 0xa0 || code === 13

const LETTER = /\p{L}/u
const SUBSCRIPT_OR_DIGIT = /[\p{Nd}₀-₉]/u

/** Length in UTF-16 units of the code point that starts at `offset`. */
export const pointLength = (text: string, offset: number): 1 | 2 => (text.codePointAt(offset)! > 0xffff ? 2 : 1)

/** Length in UTF-16 units of the letter that starts at `offset`: 0 when there is none. */
export function letterLength(text: string, offset: number): 0 | 1 | 2 {
  const code = text.charCodeAt(offset)
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36) return 1
  if (!(code >= 0x80)) return 0
  const length = pointLength(text, offset)
  return LETTER.test(text.slice(offset, offset + length)) ? length : 0
}

/** The end of the name that starts at `start`; `start` itself when there is none. */
export function nameEnd(text: string, start: number): number {
  let at = start + letterLength(text, start)
  if (at === start) return start
  for (;;) {
    const letter = letterLength(text, at)
    if (letter > 0) at += letter
    else if (isDigit(text.charCodeAt(at))) at++
    else if (text.charCodeAt(at) >= 0x80 && SUBSCRIPT_OR_DIGIT.test(text.slice(at, at + pointLength(text, at))))
      at += pointLength(text, at)
    else return at
  }
}

/** Can `name` be written in a formula as one name? */
export const isName = (name: string): boolean => name !== '' && nameEnd(name, 0) === name.length

/** Characters people paste that have a plain spelling here. */
const spellings: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  [
    ['×·⋅∗✕', '*'],
    ['÷∕', '/'],
    ['−–—', '-'],
    ['²', '^2'],
    ['³', '^3'],
    ['√', 'sqrt(…)'],
    ['≤', '<='],
    ['≥', '>='],
    ['≠', '!='],
    ['∧', 'and'],
    ['∨', 'or'],
    ['¬', 'not'],
    ['∞', 'Infinity'],
    ['’′', "'"],
    ['（', '('],
    ['）', ')'],
    ['，', ','],
  ].flatMap(([characters = '', plain = '']) => Array.from(characters, (character) => [character, plain] as const)),
)

/** The plain spelling of a pasted character, when it has one. */
export const plainSpelling = (character: string): string | undefined => spellings.get(character)

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  с: 'c',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  о: 'o',
  р: 'p',
  ѕ: 's',
  у: 'y',
  х: 'x',
  ո: 'n',
  ν: 'v',
  ο: 'o',
}

/** The Latin letters that a name seems to be written with; the name itself when nothing in it looks alike. */
export const inLatin = (name: string): string =>
  Array.from(name, (letter) => (Object.hasOwn(LOOK_ALIKES, letter) ? LOOK_ALIKES[letter]! : letter)).join('')
