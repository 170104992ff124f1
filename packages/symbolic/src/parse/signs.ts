/** A table by sign from rows for several signs, separated by spaces. */
export const bySign = <Row>(rows: Readonly<Record<string, Row>>): ReadonlyMap<string, Row> =>
  new Map(Object.entries(rows).flatMap(([signs, row]) => signs.split(' ').map((sign) => [sign, row] as const)))
