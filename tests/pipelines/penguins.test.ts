import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('four losses in matrix notation are differentiated, checked, compiled and trained on real data', () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--conditions=@fluxion/source', '--import', 'tsx', 'examples/penguins.ts', '60'],
    { cwd: root, encoding: 'utf8', timeout: 50_000 },
  )
  expect(status, stderr).toBe(0)
  expect(stdout).toContain("gradient by w = 2 * X' * (X * w - y) / n")
  expect(stdout).toContain("gradient by w = -X' * (y .* sigmoid(-y .* (X * w))) / n")
  expect(stdout.match(/gradients agree in all/g)).toHaveLength(4)
  const accuracies = [...stdout.matchAll(/accuracy ([\d.]+) %/g)].map((match) => Number(match[1]))
  expect(accuracies).toHaveLength(3)
  expect(Math.min(...accuracies)).toBeGreaterThan(90)
  for (const [, before, after] of stdout.matchAll(/loss ([\d.]+) → ([\d.]+)/g))
    expect(Number(after)).toBeLessThan(Number(before) / 4)
}, 60_000)
