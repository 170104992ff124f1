import { expect, test } from 'vitest'
import { gradient } from '../gradient.ts'
import { parse } from '../parse.ts'
import { explainGradient } from './graph.ts'

test('the table of reverse mode', () =>
  expect(
    explainGradient('log(x) + x * y - sin(y)', ['x', 'y'], { at: { x: 2, y: 5 } }).toText(),
  ).toMatchInlineSnapshot(`
    "node  computed as   local derivatives                      adjoint     value      adjoint value
    x                                                          y + 1 / x   2          5.5
    y                                                          x - cos(y)  5          1.71634
    v1    x * y         dv1/dx = y, dv1/dy = x                 1           10         1
    v2    log(x)        dv2/dx = 1 / x                         1           0.693147   1
    v3    sin(y)        dv3/dy = cos(y)                        -1          -0.958924  -1
    v4    -v3           dv4/dv3 = -1                           1           0.958924   1
    v5    v1 + v2 + v4  dv5/dv1 = 1, dv5/dv2 = 1, dv5/dv4 = 1  1           11.6521    1"
  `))
test('in Chinese', () =>
  expect(explainGradient('x * exp(y)', ['x', 'y'], { language: 'zh' }).toText()).toMatchInlineSnapshot(`
    "节点  计算式  局部导数                  伴随
    x                                       exp(y)
    y                                       x * exp(y)
    v1    exp(y)  dv1/dy = exp(y)           x
    v2    v1 * x  dv2/dx = v1, dv2/dv1 = x  1"
  `))
test('in Markdown', () =>
  expect(explainGradient('sin(x * y)').toMarkdown()).toMatchInlineSnapshot(`
    "| node | computed as | local derivatives | adjoint |
    | --- | --- | --- | --- |
    | $x$ |  |  | $y \\cos\\left(x y\\right)$ |
    | $y$ |  |  | $x \\cos\\left(x y\\right)$ |
    | $v_{1}$ | $x y$ | $\\frac{\\partial v_{1}}{\\partial x} = y$, $\\frac{\\partial v_{1}}{\\partial y} = x$ | $\\cos\\left(x y\\right)$ |
    | $v_{2}$ | $\\sin\\left(v_{1}\\right)$ | $\\frac{\\partial v_{2}}{\\partial v_{1}} = \\cos\\left(v_{1}\\right)$ | $1$ |"
  `))
test('in LaTeX', () =>
  expect(explainGradient('sin(x * y)').toLatex()).toMatchInlineSnapshot(
    `"\\begin{array}{llll} \\text{node} & \\text{computed as} & \\text{local derivatives} & \\text{adjoint} \\\\ x &  &  & y \\cos\\left(x y\\right) \\\\ y &  &  & x \\cos\\left(x y\\right) \\\\ v_{1} & x y & \\frac{\\partial v_{1}}{\\partial x} = y, \\frac{\\partial v_{1}}{\\partial y} = x & \\cos\\left(x y\\right) \\\\ v_{2} & \\sin\\left(v_{1}\\right) & \\frac{\\partial v_{2}}{\\partial v_{1}} = \\cos\\left(v_{1}\\right) & 1 \\end{array}"`,
  ))
test('as data', () =>
  expect(explainGradient('x^2', ['x'], { at: { x: 3 } }).toJSON()).toMatchInlineSnapshot(`
  {
    "formula": "x ^ 2",
    "gradient": {
      "x": "2 * x",
    },
    "rows": [
      {
        "adjoint": "2 * x",
        "adjointValue": 6,
        "formula": "x",
        "local": {},
        "name": "x",
        "value": 3,
      },
      {
        "adjoint": "1",
        "adjointValue": 1,
        "formula": "x ^ 2",
        "local": {
          "x": "2 * x",
        },
        "name": "v1",
        "value": 9,
      },
    ],
  }
`))

test('the adjoints of the variables are the gradient', () => {
  const f = parse('exp(x * y) / (1 + z^2) + x')
  const graph = explainGradient(f)
  expect(Object.values(graph.gradient)).toEqual(gradient(f))
  for (const { name, adjoint } of graph.rows) if (name in graph.gradient) expect(graph.gradient[name]).toBe(adjoint)
})

test('a matrix formula: the pullback of each node', () => {
  const graph = explainGradient(parse('norm(A * x - b)^2', { shapes: { A: ['m', 'n'], x: ['n'], b: ['m'] } }), ['x'])
  expect(graph.toText()).toMatchInlineSnapshot(`
    "node  computed as  local derivatives                 adjoint
    x                                                    2 * A' * (A * x - b)
    v1    A * x        x_bar += A' * v1_bar              2 * (A * x - b)
    v2    v1 - b       v1_bar += v2_bar                  2 * (A * x - b)
    v3    norm(v2)     v2_bar += v3_bar * v2 / norm(v2)  2 * norm(A * x - b)
    v4    v3 ^ 2       dv4/dv3 = 2 * v3                  1"
  `)
})

test('a function of a square matrix has its pullback', () => {
  const graph = explainGradient(parse("logdet(Z) + x' * inv(Z) * x", { shapes: { Z: ['n', 'n'], x: ['n'] } }), ['Z'])
  expect(graph.toText()).toMatch(/logdet\(Z\) +Z_bar \+= v\d_bar \* inv\(Z\)'/)
  expect(String(graph.gradient['Z'])).toBe("inv(Z)' - inv(Z)' * x * x' * inv(Z)'")
})
