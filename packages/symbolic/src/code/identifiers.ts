import { greek } from '../print/greek.ts'

/** What is a word of its own in nearly every language, or means something in the text around a formula. */
const WORDS =
  'abstract and args arguments as assert async auto await base begin bool boolean break byte case catch char class const constructor continue debugger def default del delete do double elif else elseif end enum eval except export extends extern false final finally float for from function global goto half if implements import in infinity inline input instanceof int interface is isa lambda let local long macro math module mutable namespace nan native new none nonlocal not nothing null number object operator or out outer output package pass primitive print private protected public quote raise register restrict return sample self short signed sizeof smooth static struct super switch symbol template this throw throws transient true try type typedef typeof undefined union unix unsigned use using var varying vec2 vec3 vec4 void volatile when where while with xor yield linux active asm attribute buffer cast centroid coherent common filter fixed flat hvec2 image2D invariant layout lowp mediump highp noise noperspective partition patch precise precision readonly resource row_major sampler shared subroutine superp texture uniform writeonly main NaN Infinity Inf Math None True False NAN INFINITY M_PI M_E DOMAIN SING OVERFLOW UNDERFLOW PLOSS TLOSS HUGE im missing ccall errno'

/** Words no generated name may be: keywords, and the functions that generated code calls. */
export const reservedWords = (natives: Iterable<string>): ReadonlySet<string> =>
  new Set([...WORDS.split(' '), ...natives])

const PLAIN = /^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*$/
/** Names the generator makes itself: shared parts. */
const OWN = /^v\d+$/

const letterNames: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Array.from(greek, ([name, letter]) => [letter, name]),
)

/** The name in letters every language takes: Greek letters spelled out, others by their code. */
function transliterated(name: string): string {
  const letters = Array.from(name, (letter) => {
    if (/[A-Za-z0-9]/.test(letter)) return letter
    if (letter === '_' || letter === '$') return '_'
    return letterNames.get(letter) ?? `u${letter.codePointAt(0)!.toString(16)}`
  })
  return letters.join('').replace(/_+/g, '_').replace(/^_|_$/g, '')
}

/** Gives every name of a formula an identifier of its own that is safe to write into code. */
export class Identifiers {
  private readonly reserved: ReadonlySet<string>
  private readonly known = new Map<string, string>()
  private readonly taken = new Set<string>()

  constructor(reserved: ReadonlySet<string>) {
    this.reserved = reserved
  }

  /** Is this usable as it is? */
  isFree(name: string): boolean {
    return PLAIN.test(name) && !OWN.test(name) && !this.reserved.has(name) && !this.taken.has(name)
  }

  /** Keeps a name from being given to anything else. */
  take(name: string): void {
    this.taken.add(name)
  }

  of(name: string): string {
    const before = this.known.get(name)
    if (before !== undefined) return before
    const plain = transliterated(name)
    const stem = PLAIN.test(plain) ? plain : `x_${plain}`
    let identifier = this.isFree(stem) ? stem : `${stem}_`
    for (let i = 2; this.taken.has(identifier) || !this.isFree(identifier.replace(/_$/, '_x')); i++)
      identifier = `${stem}_${i}`
    this.known.set(name, identifier)
    this.taken.add(identifier)
    return identifier
  }
}
