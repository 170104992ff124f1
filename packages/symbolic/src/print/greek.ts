// Names that mean one letter in mathematical writing.

const lower =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega'

/** Lower-case Greek letters, and the capitals that differ from Latin ones: all LaTeX has commands for. */
export const greek: ReadonlyMap<string, string> = /* @__PURE__ */ (() =>
  new Map([
    ...lower.split(' ').map((name, i) => [name, String.fromCharCode(0x3b1 + (i >= 17 ? i + 1 : i))] as const),
    ['Gamma', 'Γ'],
    ['Delta', 'Δ'],
    ['Theta', 'Θ'],
    ['Lambda', 'Λ'],
    ['Xi', 'Ξ'],
    ['Pi', 'Π'],
    ['Sigma', 'Σ'],
    ['Upsilon', 'Υ'],
    ['Phi', 'Φ'],
    ['Psi', 'Ψ'],
    ['Omega', 'Ω'],
  ]))()

/** A name as letter and index: `x_1`, `x1` and `alpha_max` have one, `rate` has none. */
export function splitName(name: string): { readonly stem: string; readonly index: string } {
  const under = name.indexOf('_', 1)
  if (under > 0 && under < name.length - 1) return { stem: name.slice(0, under), index: name.slice(under + 1) }
  const digits = /^(.*?\D)(\d+)$/u.exec(name)
  return digits === null ? { stem: name, index: '' } : { stem: digits[1]!, index: digits[2]! }
}
