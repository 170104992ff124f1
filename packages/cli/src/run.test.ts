import { expect, test } from 'vitest'
import { run } from './run.ts'

const printed = async (...args: readonly string[]): Promise<string> => {
  const lines: string[] = []
  const out = (text: string): void => void lines.push(text)
  const readNothing = async (): Promise<string> => ''
  await run(args, { out, err: out, readStdin: readNothing, readFile: readNothing, isTerminal: false, columns: 80 })
  return lines.join('\n')
}

test('values of a point may be formulas of constants', async () =>
  expect(await printed('eval', 'sin(x) + y', '--at', 'x=pi/2,y=1/4')).toBe('1.25'))

test.each([
  [['diff', '-x^2'], '-2 * x'],
  [['diff', '--latex', '-x^2'], '-2 x'],
  [['diff', '--', '-x^2'], '-2 * x'],
  [['eval', '-a * x', '--at', 'a=2,x=3'], '-6'],
  [['eval', '-x', '-a', 'x=-3'], '3'],
])('a formula that begins with a minus sign is no option: %j', async (args, wanted) =>
  expect(await printed(...args)).toBe(wanted),
)

test('an option that does not exist is named', async () =>
  expect(await printed('diff', 'x', '--nosuch')).toContain("unknown option '--nosuch'"))
