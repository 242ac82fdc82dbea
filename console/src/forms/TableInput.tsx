/** A table filled in by hand or pasted from Excel. Enter goes down, at the end it begins a new row. */
import { type ClipboardEvent, type KeyboardEvent, useState } from "react";
import { isTable } from "./mapping";
import { pastedInto, rowsPasted } from "./pasted";
import type { WidgetProps } from "./Widget";

export function TableInput({ id, field, value, invalid, described, onChange }: WidgetProps) {
  const columns = field.columns ?? [];
  const blank = () => columns.map(() => "");
  const rows = isTable(value) && value.length > 0 ? value : [blank()];
  const [said, setSaid] = useState("");
  const cellId = (row: number, column: number) => (row + column === 0 ? id : `${id}-${row}-${column}`);
  // The cell may not be drawn yet when its row has just been added.
  const focus = (row: number, column: number) =>
    requestAnimationFrame(() => document.getElementById(cellId(row, column))?.focus());

  const write = (row: number, column: number, text: string) =>
    onChange(
      rows.map((each, at) =>
        at === row ? columns.map((_, c) => (c === column ? text : (each[c] ?? ""))) : each,
      ),
    );

  const add = () => {
    onChange([...rows, blank()]);
    focus(rows.length, 0);
  };

  const drop = (row: number) => {
    onChange(rows.filter((_, at) => at !== row));
    setSaid(`已删去第 ${row + 1} 行`);
    focus(Math.max(0, Math.min(row, rows.length - 2)), 0);
  };

  const onKey = (event: KeyboardEvent, row: number, column: number) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" || event.key === "ArrowDown") {
      // Enter would send the whole form; in a table it means the next line.
      event.preventDefault();
      if (row + 1 < rows.length) focus(row + 1, column);
      else if (event.key === "Enter") {
        onChange([...rows, blank()]);
        focus(row + 1, column);
      }
    } else if (event.key === "ArrowUp" && row > 0) {
      event.preventDefault();
      focus(row - 1, column);
    }
  };

  const onPaste = (event: ClipboardEvent, row: number, column: number) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const pasted = rowsPasted(text);
    const { table, dropped } = pastedInto(rows, columns, { row, column }, pasted);
    onChange(table);
    setSaid(
      `已粘贴 ${pasted.length} 行${dropped > 0 ? `；有 ${dropped} 格超出本表的列，没有粘贴，请核对列的次序` : ""}`,
    );
  };

  return (
    <div className="table-input">
      <div className="scroll-x">
        <table aria-label={field.label} aria-describedby={described || undefined}>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">行</span>
              </th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              <th scope="col">
                <span className="unseen">删去</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place
              <tr key={at}>
                <th scope="row">{at + 1}</th>
                {columns.map((column, c) => (
                  <td key={column} data-label={column}>
                    <input
                      id={cellId(at, c)}
                      className="input"
                      autoComplete="off"
                      aria-label={`第 ${at + 1} 行 ${column}`}
                      aria-invalid={invalid}
                      value={row[c] ?? ""}
                      onChange={(event) => write(at, c, event.target.value)}
                      onKeyDown={(event) => onKey(event, at, c)}
                      onPaste={(event) => onPaste(event, at, c)}
                    />
                  </td>
                ))}
                <td>
                  <button
                    type="button"
                    className="button button-small"
                    aria-label={`删去第 ${at + 1} 行`}
                    disabled={rows.length === 1}
                    onClick={() => drop(at)}
                  >
                    删
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="table-input-foot">
        <button type="button" className="button button-small" onClick={add}>
          加一行
        </button>
        <span className="small soft">可以从 Excel 复制几行，点进一格直接粘贴。回车到下一行。</span>
      </div>
      <p className="small" aria-live="polite">
        {said}
      </p>
    </div>
  );
}
