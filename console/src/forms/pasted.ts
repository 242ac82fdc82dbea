/** What Excel and other tables put on the clipboard: rows by line, cells by tab, cells with breaks in quotation marks. */

/** `"a\tb\nc\td"` → `[["a","b"],["c","d"]]`; a last empty line is no row. */
export function rowsPasted(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const chars = text.replace(/\r\n?/g, "\n");
  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (chars[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && cell === "") quoted = true;
    else if (char === "\t") {
      row.push(cell);
      cell = "";
    } else if (char === "\n") {
      rows.push([...row, cell]);
      row = [];
      cell = "";
    } else cell += char;
  }
  if (cell !== "" || row.length > 0) rows.push([...row, cell]);
  return rows;
}

/**
 * Puts pasted rows into a table, beginning at a cell. Rows that are the heads themselves are left out; cells beyond
 * the last column are dropped and counted, so that the person can be told.
 */
export function pastedInto(
  table: string[][],
  columns: string[],
  from: { row: number; column: number },
  pasted: string[][],
): { table: string[][]; dropped: number } {
  const isHead = (row: string[]) => row.length > 1 && row.every((cell) => columns.includes(cell.trim()));
  const rows = pasted.filter((row) => !isHead(row));
  const next = table.map((row) => [...row]);
  let dropped = 0;
  rows.forEach((cells, down) => {
    const place = from.row + down;
    while (next.length <= place) next.push(columns.map(() => ""));
    const target = next[place] ?? [];
    cells.forEach((cell, right) => {
      const column = from.column + right;
      if (column < columns.length) target[column] = cell.trim();
      else if (cell.trim() !== "") dropped += 1;
    });
  });
  return { table: next, dropped };
}
