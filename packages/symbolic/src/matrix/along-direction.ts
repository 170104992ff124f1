import { differentiate } from '../differentiate.ts'
import * as errors from '../errors.ts'
import type { Expr, Formula, Shape } from '../expression.ts'
import { toExpr } from '../formula.ts'
import { parse } from '../parse.ts'
import { shapesEqual } from '../shapes.ts'
import { symbol } from '../symbols.ts'
import { postorder } from '../traverse.ts'
import { recognise } from './recognise.ts'
import { tidy } from './tidy.ts'

/** The derivative of a formula of any shape along a direction of a variable: linear in the direction, of the shape of the formula. */
export function alongDirection(root: Expr, x: Expr, direction: Expr): Expr {
  const along = differentiate(recognise(root), x.name, direction)
  return x.shape.length === 0 && root.shape.length === 0 ? along : tidy(along)
}

/** A direction of a variable: a formula of its shape, as text over the symbols of `root`, or a name for a new symbol. */
export function directionOf(root: Expr, x: Expr, given: Formula): Expr {
  const direction = typeof given === 'string' ? parsedDirection(root, x, given) : toExpr(given)
  if (!shapesEqual(direction.shape, x.shape)) throw errors.shapeMismatch('directional', x.shape, direction.shape)
  return direction
}

function parsedDirection(root: Expr, x: Expr, text: string): Expr {
  const known = postorder([root]).filter((node) => node.op === 'sym')
  const same = known.find((node) => node.name === text.trim())
  if (same !== undefined) return same
  const isName = /^\s*[A-Za-z_]\w*\s*$/.test(text)
  if (isName && x.shape.length > 0) return symbol(text.trim(), { shape: x.shape })
  const shapes: Record<string, Shape> = Object.fromEntries(known.map((node) => [node.name, node.shape]))
  return parse(text, { shapes })
}
