/** Matters as rows; headings that can order the list say in which order it stands. */
import type { MatterRow } from "../../api/types";
import { LightMark } from "../../parts/LightMark";
import { MatterName } from "../../parts/MatterName";
import type { Filter } from "./filter";

interface Props {
  rows: MatterRow[];
  filter: Filter;
  onSort: (sort: string) => void;
}

const STATUS_WORDS = { open: "在办", closed: "已办结", archived: "已归档", destroyed: "已依法销毁" } as const;

export function MatterTable({ rows, filter, onSort }: Props) {
  const sort = filter.sort ?? "due";
  return (
    <div className="scroll-x">
      <table className="list-table stacks">
        <caption className="unseen">事项与案件</caption>
        <thead>
          <tr>
            <Sortable name="due" title="期限" sort={sort} onSort={onSort} />
            <Sortable name="number" title="事项" sort={sort} onSort={onSort} oneWay />
            <th scope="col">阶段</th>
            <th scope="col">机关</th>
            <th scope="col">承办</th>
            <Sortable name="opened" title="登记" sort={sort} onSort={onSort} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="nowrap">
                {row.status === "open" ? <LightMark light={row.light} /> : STATUS_WORDS[row.status]}
                <span className="small soft" style={{ display: "block" }}>
                  {row.due ?? ""}
                </span>
              </td>
              <td>
                <MatterName matter={row} />
                {row.major ? <span className="tag tag-major">重大</span> : null}
              </td>
              <td data-label="阶段">
                <span className="nowrap">
                  {row.stage.title} · {row.step}
                </span>
                <span className="small soft matter-category">{row.category}</span>
              </td>
              <td data-label="机关">{row.agency.name}</td>
              <td data-label="承办">{row.handlers.join("、") || "未指派"}</td>
              <td data-label="登记" className="nowrap">
                {row.opened}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SortableProps {
  name: string;
  title: string;
  sort: string;
  onSort: (sort: string) => void;
  oneWay?: boolean;
}

function Sortable({ name, title, sort, onSort, oneWay = false }: SortableProps) {
  const direction = sort === name ? "ascending" : sort === `-${name}` ? "descending" : "none";
  const next = direction === "ascending" && !oneWay ? `-${name}` : name;
  return (
    <th scope="col" aria-sort={direction}>
      <button type="button" className="sort" onClick={() => onSort(next)}>
        {title}
        <span aria-hidden="true">
          {direction === "ascending" ? "↑" : direction === "descending" ? "↓" : "↕"}
        </span>
      </button>
    </th>
  );
}
