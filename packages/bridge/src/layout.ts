import { Expr, type Formula, num, parse } from '@fluxion/symbolic'
import { describe } from './describe.ts'
import { errors } from './errors.ts'
import { isRecord } from './run/arguments.ts'

/** One formula, or lists and objects of formulas, nested as the results shall be. */
export type Formulas = Formula | readonly Formulas[] | { readonly [name: string]: Formulas }

/** Where in the caller's nesting each formula stands: `at` counts the formulas in order. */
export type Layout =
  | { readonly kind: 'leaf'; readonly at: number }
  | { readonly kind: 'list'; readonly items: readonly Layout[] }
  | { readonly kind: 'record'; readonly entries: readonly (readonly [string, Layout])[] }

/** The expression of a formula given as an expression, a text or a number. */
export function toExpr(formula: unknown, where = 'the formula'): Expr {
  if (formula instanceof Expr) return formula
  if (typeof formula === 'string') return parse(formula)
  if (typeof formula === 'number') return num(formula)
  throw errors.badFormula(where, describe(formula))
}

/** Takes the nesting apart: the formulas in order, and the layout that puts their results back. */
export function flatten(formulas: Formulas): { readonly exprs: Expr[]; readonly layout: Layout } {
  const exprs: Expr[] = []
  const visit = (it: unknown, where: string): Layout => {
    if (Array.isArray(it)) return { kind: 'list', items: it.map((item, i) => visit(item, `${where}[${i}]`)) }
    if (typeof it === 'object' && it !== null && !(it instanceof Expr))
      return {
        kind: 'record',
        entries: Object.entries(it).map(([name, item]) => [name, visit(item, `${where}.${name}`)] as const),
      }
    exprs.push(toExpr(it, where))
    return { kind: 'leaf', at: exprs.length - 1 }
  }
  return { layout: visit(formulas, 'the formula'), exprs }
}

/**
 * Collects, from an object nested like the results, what stands at each formula's place; a missing place stays undefined.
 * Throws `bridge/bad-output` where the nesting is another.
 */
export function collect(layout: Layout, nested: unknown, where = '', into: unknown[] = []): unknown[] {
  if (nested === undefined || nested === null) return into
  if (layout.kind === 'leaf') into[layout.at] = nested
  else if (layout.kind === 'list') {
    const { length } = layout.items
    if (!Array.isArray(nested) || nested.length > length)
      throw errors.badOutput(where, `a list of ${length} buffers`, describe(nested))
    layout.items.forEach((item, i) => {
      collect(item, nested[i], `${where}[${i}]`, into)
    })
  } else {
    const names = layout.entries.map(([name]) => name)
    const wanted = `an object of buffers with the names ${names.join(', ')}`
    if (!isRecord(nested)) throw errors.badOutput(where, wanted, describe(nested))
    const strange = Object.keys(nested).find((name) => !names.includes(name))
    if (strange !== undefined) throw errors.badOutput(`${where}.${strange}`, wanted, 'not one of the results')
    for (const [name, item] of layout.entries)
      collect(item, Object.hasOwn(nested, name) ? nested[name] : undefined, `${where}.${name}`, into)
  }
  return into
}
