/** The operations of `torch.linalg` under one name. Not every bundler leaves out those unused: `@fluxion/tensor/linalg` has them one by one. */
import * as linalg from './index.ts'

export { linalg }
