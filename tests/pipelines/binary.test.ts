import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { read, root } from '../repository/packages.ts'

const main = join(root, 'packages/cli/src/main.ts')

/** Starts `fluxion` as a process of its own. */
async function start(args: readonly string[], stdin = ''): Promise<{ out: string; err: string; code: number | null }> {
  const child = spawn(process.execPath, ['--conditions=@fluxion/source', '--import', 'tsx', main, ...args], {
    cwd: root,
  })
  child.stdin.end(stdin)
  const code = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { out, err, code: await code }
}

describe('fluxion as a process', () => {
  test('prints a derivative and nothing else', async () =>
    expect(await start(['diff', 'x^2'])).toEqual({ out: '2 * x\n', err: '', code: 0 }))
  test('reads a pipe', async () => expect((await start(['simplify'], 'x + x\n')).out).toBe('2 * x\n'))
  test('ends with 2 on a formula it cannot read, and says so on standard error', async () => {
    const { out, err, code } = await start(['diff', 'x +'])
    expect([out, code]).toEqual(['', 2])
    expect(err).toContain('error:')
  })
  test('ends by itself after work in a worker', async () =>
    expect((await start(['integrate', 'cos(2 * x)'])).out).toBe('sin(2 * x) / 2\n'))
})

test('packages that only some commands need are loaded by those commands', () => {
  const folder = 'packages/cli/src'
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'))
  const heavy = /^import (?!type).* from '(@fluxion\/(?!symbolic')[\w/]+|mathjs|cli-progress)'/m
  expect(files.filter((file) => heavy.test(read(join(folder, file))))).toEqual([])
})
