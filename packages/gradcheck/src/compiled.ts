import { type Argument, valueAndGradient } from '@fluxion/bridge'
import { FluxionError } from '@fluxion/symbolic'
import type { ClaimedMap } from './bench.ts'
import { flattenGradient } from './given.ts'
import type { FormulaSubject } from './subject.ts'

/** The backends whose gradients are compared. */
const BACKENDS = ['js', 'wasm'] as const

/**
 * The gradient by the compiled kernels. Where those of the backends differ, the entry shows the one farther from
 * the symbolic gradient, so that no backend hides behind another. A note, instead, where the formula has no
 * compiled form.
 */
export function compiledClaim(
  subject: FormulaSubject,
  symbolic: ClaimedMap,
  dtype: 'float64' | 'float32',
): { readonly claim?: ClaimedMap; readonly note?: string } {
  const { point, wrt } = subject
  const [formula] = subject.formulas
  if (formula === undefined || wrt.length === 0) return {}
  try {
    const kernels = BACKENDS.map((backend) => valueAndGradient(formula, { wrt: [...wrt], dtype, backend }))
    const at = (x: Float64Array): Float64Array => {
      const record = asColumns(subject.record(x))
      const all = kernels.map((kernel) => flattenGradient((kernel(record) as { gradient: unknown }).gradient, point))
      const expected = symbolic.at(x)
      return expected.map((value, i) =>
        farthest(
          value,
          all.map((values) => values[i]!),
        ),
      )
    }
    return { claim: { name: 'compiled', values: at(point.flat), at } }
  } catch (error) {
    if (error instanceof FluxionError && error.code === 'bridge/not-computable') {
      return { note: `not compiled: ${error.message}` }
    }
    throw error
  }
}

/**
 * A record of numbers as columns of length one: numbers alone would never reach the array code that is to be
 * checked.
 */
function asColumns(record: Readonly<Record<string, Argument>>): Record<string, Argument> {
  const isScalar = Object.values(record).every((value) => typeof value === 'number')
  if (!isScalar) return { ...record }
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, Float64Array.of(value as number)]))
}

function farthest(expected: number, values: readonly number[]): number {
  const distance = (value: number): number => {
    const away = Math.abs(value - expected)
    return Number.isNaN(away) ? Infinity : away
  }
  return values.reduce((worst, value) => (distance(value) > distance(worst) ? value : worst))
}
