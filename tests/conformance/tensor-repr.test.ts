import { type DType, setDefaultDtype, tensor } from '@fluxion/tensor'
import { expect } from 'vitest'
import { corpusTest, type Fault, Score } from './corpus.ts'

interface Row {
  readonly id: string
  readonly shape: readonly number[]
  readonly dtype: 'float64' | 'float32' | 'int32' | 'int64' | 'bool'
  readonly default_dtype: 'float64' | 'float32'
  readonly data: readonly (number | boolean | string)[]
  readonly repr: string
}

corpusTest<Row>('tensor-repr.jsonl', 'tensors print as in PyTorch, to the character', (rows) => {
  const score = new Score('tensor-repr.jsonl', ['different'])
  const readable = rows.filter((row) => !lacksNegativeZero(row))
  for (const row of readable) score.add(`${row.id} ${row.dtype} [${row.shape}]`, judge(row))
  score.print()
  expect(score.right).toBe(readable.length)
})

/** True when a negative zero is printed that the row's JSON holds as 0. */
function lacksNegativeZero({ repr, data }: Row): boolean {
  return /-0\.[\],]/.test(repr) && !data.some((value) => Object.is(value, -0))
}

/** What is to be printed: int32, the only integer dtype here, prints its suffix only when the tensor is empty. */
function wantedText({ dtype, data, repr }: Row): string {
  if (data.length === 0) return repr.replace('torch.int64', 'torch.int32')
  return dtype === 'int32' ? repr.replace(/,\s+dtype=torch\.int32\)$/, ')') : repr
}

function judge(row: Row): Fault | undefined {
  setDefaultDtype(row.default_dtype)
  try {
    const dtype = (row.dtype === 'int64' ? 'int32' : row.dtype) as DType
    const text = String(tensor(row.data.map(Number), { dtype }).reshape([...row.shape]))
    const wanted = wantedText(row)
    if (text === wanted) return undefined
    return { kind: 'different', reason: `${JSON.stringify(text)} for ${JSON.stringify(wanted)}` }
  } finally {
    setDefaultDtype('float64')
  }
}
