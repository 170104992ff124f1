import { describe, expect, test } from 'vitest'
import { display, type Outcome, runSnippet } from './snippet.ts'

const load = async (): Promise<Record<string, unknown>> => ({ twice: (x: number) => 2 * x })
const run = (code: string): Promise<Outcome[]> => runSnippet(code, { half: (x: number) => x / 2 }, load)
const fail = { kind: 'throws', wanted: 'a/b', found: 'nothing was thrown' }

describe('a snippet', () => {
  test('checks an expression', async () =>
    expect(await run('half(3) // => 1.5')).toEqual([{ kind: '=>', wanted: '1.5', found: '1.5' }]))
  test('reports a false claim', async () => expect((await run('half(3) // => 2'))[0]?.found).toBe('1.5'))
  test('checks a declaration', async () =>
    expect((await run('const half2: number = half(8) // => 4'))[0]?.found).toBe('4'))
  test('loads imports', async () =>
    expect((await run("import { twice } from 'm'\ntwice(4)\n// => 8"))[0]?.found).toBe('8'))
  test('joins continued lines', async () =>
    expect((await run("'a\\nb' // => a\n//    b"))[0]).toMatchObject({ wanted: 'a\nb', found: 'a\nb' }))
  test('rounds to the digits written', async () => expect((await run('2 / 3 // ≈ 0.667'))[0]?.found).toBe('0.667'))
  test('wants an error', async () => expect(await run('half(3) // throws a/b')).toEqual([fail]))
  test('ignores other comments', async () => expect(await run('half(3) // a number')).toEqual([]))
})

test('values are shown as the documentation writes them', () => {
  expect(display({ value: 1, gradient: { x: [1, 2] }, name: 'f' })).toBe(
    "{ value: 1, gradient: { x: [1, 2] }, name: 'f' }",
  )
  expect(display('plain')).toBe('plain')
  expect(display(new Float64Array([1, 2.5]))).toBe('[1, 2.5]')
})
