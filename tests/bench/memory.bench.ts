// Makes 20,000 tensors of 10,000 elements in one synchronous loop and prints the peak of the process: nothing is disposed, nothing must pile up.
import { ones, randn } from '@fluxion/tensor'

const tensors = 20_000
const elements = 10_000
const limit = 600

const x = randn(elements)
let peak = 0
let sum = 0
const start = performance.now()
for (let i = 0; i < tensors; i++) {
  sum += x
    .mul(2)
    .add(ones(elements))
    .at(i % elements)
    .item()
  if (i % 100 === 0) peak = Math.max(peak, process.memoryUsage().rss)
}
const megabytes = Math.max(peak, process.memoryUsage().rss) / 2 ** 20
console.log(
  `${tensors} tensors of ${elements} elements (and twice as many on the way): peak ${megabytes.toFixed(0)} MB`,
)
console.log(`${((performance.now() - start) / 1000).toFixed(1)} s, sum ${sum.toFixed(3)}; wanted: below ${limit} MB`)
if (megabytes > limit) process.exitCode = 1
