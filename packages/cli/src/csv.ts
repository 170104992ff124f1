import { UsageError } from './io.ts'

/** The numeric columns of a CSV text with a header line, by name. Rows with a missing value are refused, not guessed. */
export function readColumns(text: string, source: string): Record<string, Float64Array> {
  const [header, ...rows] = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (header === undefined || rows.length === 0)
    throw new UsageError(`${source} has no data: a header line and rows are wanted`)
  const names = header.split(',').map(unquoted)
  const cells = rows.map((row) => row.split(',').map(unquoted))
  const ragged = cells.findIndex((row) => row.length !== names.length)
  if (ragged >= 0)
    throw new UsageError(`${source}, line ${ragged + 2}: ${cells[ragged]?.length} cells, ${names.length} are wanted`)
  const columns = names.map((name, column) => [name, cells.map((row) => row[column] as string)] as const)
  const numeric = columns.filter(([, values]) => values.every((value) => value !== '' && !Number.isNaN(Number(value))))
  return Object.fromEntries(numeric.map(([name, values]) => [name, Float64Array.from(values, Number)]))
}

const unquoted = (cell: string): string => cell.trim().replace(/^"(.*)"$/, '$1')
