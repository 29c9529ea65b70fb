type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/**
 * A column's value in a row that is known to be there. Throws RangeError. Beside `at`, which sees every kind of list: a
 * function that sees these four is compiled into the loops over a million votes, which are seven times as fast.
 */
export function cell(column: Column, row: number): number {
  const value = column[row];
  if (value === undefined) throw new RangeError(`There is no row ${row} of ${column.length}.`);
  return value;
}
