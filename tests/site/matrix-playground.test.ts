import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessFaults } from './access.ts'
import { openSite, type Site } from './site.ts'

let site: Site
beforeAll(async () => {
  site = await openSite('/matrix-playground')
  await site.shown('typeset')
}, 120_000)
afterAll(() => site?.close())

const write = async (formula: string, declared: string): Promise<void> => {
  await site.part('declared').fill(declared)
  await site.part('formula').fill(formula)
}
const answer = (name: string): Promise<string | null> => site.part(name).getAttribute('title')

describe('the matrix playground', () => {
  test('shows the gradient by every name and the Hessian by every vector', async () => {
    await write('norm(A*x - b)^2', 'A: m × n, x: n, b: m')
    expect(await answer('by-x')).toBe("2 * A' * (A * x - b)")
    expect(await answer('hessian-x')).toBe("2 * A' * A")
    expect(await answer('by-A')).toBe("2 * (A * x - b) * x'")
  })

  test('checks them at sizes of choice', async () => {
    await site.page.getByLabel('size m').fill('5')
    await site.part('report').getByText('5 × 3').or(site.part('report').getByText('A[4, 2]')).first().waitFor()
    expect(await site.part('verdict').textContent()).toBe('agree')
  })

  test('writes them as code', async () => {
    await site.page.getByLabel('derivative by').selectOption('x')
    await site.page.getByRole('radio', { name: 'PyTorch' }).check()
    await site.part('code').getByText('torch').first().waitFor()
    expect(await site.part('code').textContent()).toContain('def derivative_by_x(A, b, x)')
  })

  test('knows what symmetric means', async () => {
    await write("x' * S * x", 'x: n, S: n × n symmetric')
    expect(await answer('by-x')).toBe('2 * S * x')
  })

  test('gives a matrix by a matrix as an operator and entry by entry', async () => {
    await write('A * X * B', 'A: p × m, X: m × n, B: n × q')
    expect(await answer('by-X')).toBe('A * dX * B')
    expect(await site.part('entries-X').textContent()).toBe('∂f[i, j]/∂X[k, l] = A[i, k] * B[l, j]')
  })

  test('says which shapes do not fit, and how a declaration is written', async () => {
    await write('A * x', 'A: m × n, x: m')
    await site.part('failure').getByText('^').waitFor()
    await site.part('declared').fill('A m by n')
    await site.part('failure').getByText('Write x: n for a vector').waitFor()
  })

  test('can be used without a mouse and without sight', async () => {
    await write('A * X * B', 'A: p × m, X: m × n, B: n × q')
    await site.shown('entries-X')
    expect(await accessFaults(site.page)).toEqual([])
  })

  test('throws nothing at the page', () => expect(site.complaints).toEqual([]))
})
