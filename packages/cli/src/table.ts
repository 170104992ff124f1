import Table from 'cli-table3'

const none = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
}
const plain = { ...none, left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' }

/** Rows in aligned columns, without rules: the same on a terminal and in a pipe. */
export function table(rows: readonly (readonly string[])[]): string {
  const made = new Table({ chars: plain, style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] } })
  made.push(...rows.map((row) => [...row]))
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
