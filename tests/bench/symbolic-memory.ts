import { setImmediate } from 'node:timers/promises'
import { derivative, type Expr, parse } from '@fluxion/symbolic'

// A million different formulas are parsed, differentiated and dropped, in batches with the event loop turning in between.
// With a second argument one formula in so many is held for good, as a cache in a server would. Memory must stay flat.
const FORMULAS = Number(process.argv[2] ?? 1_000_000)
const BATCH = 1000
const KEEP_EVERY = Number(process.argv[3] ?? Number.POSITIVE_INFINITY)

const kept: Expr[] = []
let peak = 0
const start = performance.now()
for (let done = 0; done < FORMULAS; done += BATCH) {
  for (let i = done; i < done + BATCH; i++) {
    const slope = derivative(parse(`${i} * x^2 * sin(a${i % 997} * x + ${i + 1}) / (x + ${i + 2})`), 'x')
    if (i % KEEP_EVERY === KEEP_EVERY - 1) kept.push(slope)
  }
  await setImmediate()
  peak = Math.max(peak, process.memoryUsage().rss)
  if (done % 100_000 === 0)
    console.log(`${String(done + BATCH).padStart(9)} formulas  ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`)
}
const perFormula = ((performance.now() - start) * 1000) / FORMULAS
console.log(`peak ${(peak / 1e6).toFixed(0)} MB, ${perFormula.toFixed(1)} µs a formula, ${kept.length} kept`)
if (peak > 400e6) process.exitCode = 1
