/** Pairs of functions f, g of one argument with g² = a + b·f². */
export const squarePairs: readonly {
  readonly f: string
  readonly g: string
  readonly a: bigint
  readonly b: bigint
}[] = [
  { f: 'sin', g: 'cos', a: 1n, b: -1n },
  { f: 'sinh', g: 'cosh', a: 1n, b: 1n },
  { f: 'tan', g: 'sec', a: 1n, b: 1n },
  { f: 'cot', g: 'csc', a: 1n, b: 1n },
  { f: 'tanh', g: 'sech', a: 1n, b: -1n },
  { f: 'csch', g: 'coth', a: 1n, b: 1n },
]

const members: ReadonlySet<string> = /* @__PURE__ */ new Set(/* @__PURE__ */ squarePairs.flatMap(({ f, g }) => [f, g]))

/** Whether the square of the function is a polynomial in another's. */
export const hasSquareRelation = (op: string): boolean => members.has(op)
