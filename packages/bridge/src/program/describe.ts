import type { IrOp, LoopIR } from '@fluxion/kernel'

const infix: { readonly [Op in IrOp]?: string } = {
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  eq: '==',
  ne: '!=',
  and: '&&',
  or: '||',
}

/** The body of a loop for people, one value a line; constants and inputs stand where they are read. */
export function describeLoop({ inputs, body, outputs }: LoopIR): string[] {
  const texts: string[] = []
  const lines: string[] = []
  body.forEach(({ op, args, value, input }) => {
    const given = args.map((arg) => texts[arg]!)
    if (op === 'load') texts.push(inputs[input!]!.name + (inputs[input!]!.kind === 'array' ? '[i]' : ''))
    else if (op === 'const') texts.push(String(value))
    else {
      const name = `v${lines.length}`
      const sign = infix[op]
      lines.push(`${name} = ${sign === undefined ? `${op}(${given.join(', ')})` : given.join(` ${sign} `)}`)
      texts.push(name)
    }
  })
  const results = outputs.map(({ value, reduce }) =>
    reduce === undefined ? texts[value]! : `${reduce}(${texts[value]})`,
  )
  return [...lines, `yield ${results.join(', ')}`]
}
