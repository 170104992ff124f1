// Characters people paste that mean another one, each followed by its plain spelling.

const SPELLINGS =
  /* @__PURE__ */ "×* ·* ⋅* ∗* ✕* ÷/ ∕/ −- –- —- ²^2 ³^3 √sqrt(…) ≤<= ≥>= ≠!= ∧and ∨or ¬not ∞Infinity ’' ′' （( ）) ，,".split(
    ' ',
  )

const LOOK_ALIKES = /* @__PURE__ */ 'аa сc еe һh іi јj оo рp ѕs уy хx ոn νv οo'.split(' ')

const spelledIn = (list: readonly string[], character: string): string | undefined =>
  list.find((entry) => entry.startsWith(character))?.slice(character.length)

/** The plain spelling of a pasted character, when it has one. */
export const plainSpelling = (character: string): string | undefined => spelledIn(SPELLINGS, character)

/** The Latin letters that a name seems to be written with; the name itself when nothing in it looks alike. */
export const inLatin = (name: string): string =>
  Array.from(name, (letter) => spelledIn(LOOK_ALIKES, letter) ?? letter).join('')
