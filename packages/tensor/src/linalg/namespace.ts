/** The operations of `torch.linalg` under one name; bundlers keep those that are used. */
import * as linalg from './index.ts'

export { linalg }
