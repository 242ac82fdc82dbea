/** A table that the platform fills in: to be read, not to be typed into. Noughts are shown. */
import type { Field } from "../api/types";
import { type FormValue, isTable } from "./mapping";

export function FilledTable({ id, field, value }: { id: string; field: Field; value: FormValue }) {
  const rows = isTable(value) ? value : [];
  return (
    <details id={id} className="filled-table">
      <summary>
        {rows.length === 0 ? "没有内容，由系统填写" : `${rows.length} 行，由系统填写，不能改；打开核对`}
      </summary>
      <div className="scroll-x">
        <table className="list-table">
          <caption className="unseen">{field.label}</caption>
          <thead>
            <tr>
              {(field.columns ?? []).map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.slice(0, 2).join("/")}>
                {row.map((cell, place) => (
                  <td key={field.columns?.[place] ?? place}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
