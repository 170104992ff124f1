/**
 * A plain-text table, two spaces in from the margin: the first column to the left, columns of numbers to the
 * right, the last to the left.
 */
export function textTable(header: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = header.map((title, k) => Math.max(title.length, ...body.map((row) => row[k]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `  ${row
      .map((cell, k) => (k === 0 || k === row.length - 1 ? cell.padEnd(widths[k] ?? 0) : cell.padStart(widths[k] ?? 0)))
      .join('  ')
      .trimEnd()}`
  return [line(header), `  ${widths.map((width) => '─'.repeat(width)).join('  ')}`, ...body.map(line)].join('\n')
}
