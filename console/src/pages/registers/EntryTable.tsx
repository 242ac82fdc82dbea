/** Entries as rows: name, state, from when they hold; a tick for work with several at once. */
import { Link } from "@tanstack/react-router";
import type { EntryLine, EntryState, RegisterInfo } from "../../api/types";
import { shownIn } from "./columns";

interface Props {
  register: RegisterInfo;
  rows: EntryLine[];
  ticked: ReadonlyMap<string, EntryLine>;
  /** None where nothing can be done with entries. */
  onTick: ((ticked: ReadonlyMap<string, EntryLine>) => void) | undefined;
}

/** Columns beyond name and group that fit a row. */
const BESIDE = 2;

export function EntryTable({ register, rows, ticked, onTick }: Props) {
  const beside = register.columns
    .filter(
      (column) =>
        column.id !== register.group &&
        column.id !== "name" &&
        column.required &&
        column.type !== "long" &&
        column.type !== "agency" &&
        column.type !== "procedure",
    )
    .slice(0, BESIDE);
  const all = rows.every((row) => ticked.has(row.id));
  const tickAll = () => {
    const next = new Map(ticked);
    for (const row of rows) {
      if (all) next.delete(row.id);
      else next.set(row.id, row);
    }
    onTick?.(next);
  };
  const tick = (row: EntryLine) => {
    const next = new Map(ticked);
    if (!next.delete(row.id)) next.set(row.id, row);
    onTick?.(next);
  };
  return (
    <div className="scroll-x">
      <table className="list-table stacks entries">
        <caption className="unseen">{register.title}</caption>
        <thead>
          <tr>
            {onTick ? (
              <th scope="col">
                <input type="checkbox" aria-label="选中本页全部" checked={all} onChange={tickAll} />
              </th>
            ) : null}
            <th scope="col">{register.noun}</th>
            {beside.map((column) => (
              <th key={column.id} scope="col">
                {column.title}
              </th>
            ))}
            <th scope="col">机关</th>
            <th scope="col">生效</th>
            <th scope="col">状态</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {onTick ? (
                <td className="entry-tick">
                  <input
                    type="checkbox"
                    aria-label={`选中 ${row.name}`}
                    checked={ticked.has(row.id)}
                    onChange={() => tick(row)}
                  />
                </td>
              ) : null}
              <td>
                <Link
                  to="/registers/$register/entries/$entry"
                  params={{ register: register.id, entry: row.id }}
                  search={{}}
                >
                  {row.none ? `无此类事项：${row.group || "整个名录"}` : row.name}
                </Link>
                {row.group && !row.none ? <span className="small soft entry-group">{row.group}</span> : null}
              </td>
              {beside.map((column) => (
                <td key={column.id} data-label={column.title}>
                  {shownIn(column, row.fields[column.id])}
                </td>
              ))}
              <td data-label="机关">{row.agency.name}</td>
              <td data-label="生效" className="nowrap">
                {row.effective}
                {row.until ? <span className="small soft entry-group">{row.until} 废止</span> : null}
              </td>
              <td>
                <StateMark state={row.state} title={row.state_title} />
                {row.working ? (
                  <span className="small entry-group">
                    第 {row.working.version} 版{row.working.state_title}
                    {row.working.examined ? "，已审核" : ""}
                  </span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const SHAPES: Record<EntryState, string> = { draft: "◇", pending: "◐", published: "●", repealed: "✕" };

/** A state by shape and word. */
export function StateMark({ state, title }: { state: EntryState; title: string }) {
  return (
    <span className={`entry-state entry-state-${state}`}>
      <span aria-hidden="true">{SHAPES[state] ?? "·"}</span> {title}
    </span>
  );
}
