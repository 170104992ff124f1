import { describe, expect, test } from 'vitest'
import { read } from '../repository/packages.ts'
import { fluxion, wordsOf } from './command.ts'

const outputOf = async (line: string): Promise<string> => (await fluxion(wordsOf(line))).out
const jsonOf = async (line: string): Promise<unknown> => JSON.parse(await outputOf(line))

describe.each(['README.md', 'packages/cli/README.md', 'docs/command-line.md'])(
  'the commands shown in %s print what it says',
  (page) => {
    const shown = [...read(page).matchAll(/^```console\n([\s\S]*?)^```/gm)]
      .flatMap((block) => (block[1] as string).split(/^\$ /m).slice(1))
      .map((entry) => [entry.slice(0, entry.indexOf('\n')), entry.slice(entry.indexOf('\n') + 1).trimEnd()] as const)

    test('there are ten or more', () => expect(shown.length).toBeGreaterThanOrEqual(10))
    test.each(shown)('%s', async (line, printed) => {
      expect((await outputOf(line.replace(/^fluxion /, ''))).trimEnd()).toBe(printed)
    })
  },
)

describe('--json', () => {
  test('diff', async () =>
    expect(await jsonOf("diff 'x^3 * y' --wrt x --order 2 --json")).toEqual({
      formula: 'x ^ 3 * y',
      wrt: 'x',
      order: 2,
      derivative: '6 * x * y',
      latex: '6 x y',
    }))
  test('grad', async () =>
    expect(await jsonOf("grad 'x^2 * y' --json")).toEqual({
      formula: 'x ^ 2 * y',
      gradient: { x: '2 * x * y', y: 'x ^ 2' },
    }))
  test('eval', async () =>
    expect(await jsonOf("eval 'x^2 + y' --at x=2,y=1 --json")).toEqual({ formula: 'x ^ 2 + y', value: 5 }))
  test('check', async () =>
    expect(await jsonOf("check 'x^2' --at x=1.5 --json")).toMatchObject({ ok: true, verdict: 'agree' }))
  test('hess', async () =>
    expect(await jsonOf("hess 'x^2 * y' --json")).toMatchObject({
      wrt: ['x', 'y'],
      hessian: [
        ['2 * y', '2 * x'],
        ['2 * x', '0'],
      ],
    }))
  test('jac', async () =>
    expect(await jsonOf("jac 'x * y' 'x + y' --json")).toEqual({
      formulas: ['x * y', 'x + y'],
      wrt: ['x', 'y'],
      jacobian: [
        ['y', 'x'],
        ['1', '1'],
      ],
    }))
})

describe('where formulas come from', () => {
  test('several arguments', async () => expect(await outputOf("diff 'x^2' 'x^3'")).toBe('2 * x\n3 * x ^ 2'))
  test('standard input, comments skipped', async () =>
    expect((await fluxion(['diff', '-'], { stdin: '# squares\nx^2\n\ny^2\n' })).out).toBe('2 * x\n2 * y'))
  test('a file', async () =>
    expect((await fluxion(['diff', '--file', 'f.txt'], { files: { 'f.txt': 'sin(x)\n' } })).out).toBe('cos(x)'))
})

test('a model is fitted to the columns of a file', async () => {
  const rows = Array.from({ length: 20 }, (_, i) => `${i / 10},${2 * Math.exp((0.5 * i) / 10)}`)
  const files = { 'points.csv': `x,y\n${rows.join('\n')}\n` }
  const call = await fluxion(wordsOf("fit 'a * exp(b * x)' --data points.csv --response y --start a=1,b=0.1 --json"), {
    files,
  })
  const { parameters } = JSON.parse(call.out) as { parameters: { a: number; b: number } }
  expect(parameters.a).toBeCloseTo(2, 8)
  expect(parameters.b).toBeCloseTo(0.5, 8)
})

describe('exit codes', () => {
  test.each([
    ['a check that agrees', "check 'x^2' --at x=1", 0],
    ['a check that finds your derivative wrong', "check 'sin(x)^2' --at x=1 --gradient '2 * cos(x)'", 1],
    ['a check of your gradient', "check 'x^2 * y' --at x=1,y=2 --gradient 'x=2*x*y' --gradient 'y = x^2'", 0],
    ['help', '--help', 0],
    ['a formula that cannot be read', "diff 'x +'", 2],
    ['an unknown command', 'frobnicate', 2],
    ['an unknown option', "diff 'x' --frob", 2],
    ['a variable that is not said', "diff 'x * y'", 2],
    ['a point that cannot be read', "eval 'x' --at x", 2],
    ['a value that is missing', "eval 'x'", 2],
    ['a file that does not exist', 'diff --file none.txt', 2],
    ['a check without a point', "check 'x^2'", 2],
    ['a derivative by nothing', "check 'x*y' --at x=1,y=2 --gradient x=y --gradient y", 2],
  ])('%s', async (_, line, code) => expect((await fluxion(wordsOf(line))).code).toBe(code))

  test('an error points at the character and gives a hint', async () => {
    const { err } = await fluxion(['diff', 'sun(x)'])
    expect(err).toContain('^^^')
    expect(err).toContain('did you mean')
  })
})

test.each(['bash', 'zsh', 'fish'])('the %s completion knows every command', async (shell) => {
  const script = await outputOf(`completion ${shell}`)
  for (const name of [
    'diff',
    'grad',
    'hess',
    'jac',
    'explain',
    'eval',
    'simplify',
    'integrate',
    'solve',
    'check',
    'fit',
    'compile',
    'bench',
  ]) {
    expect(script).toContain(name)
  }
})

test.each(['js', 'loop', 'wat', 'c', 'python', 'julia', 'glsl', 'latex'])(
  'compile --to %s gives code',
  async (target) => {
    expect((await outputOf(`compile 'x^2 * sin(x)' --to ${target} --gradient`)).length).toBeGreaterThan(20)
  },
)

test('compile gives a function of JavaScript that can be called', async () => {
  const code = await outputOf("compile 'x^2 * y'")
  expect(new Function(`${code}; return f(3, 2)`)()).toBe(18)
})
