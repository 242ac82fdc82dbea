/** Duties by due day, each with its light and the act that fulfils it, one click away. */
import { Link } from "@tanstack/react-router";
import type { DutyRow } from "../api/types";
import { LightMark } from "./LightMark";
import { MatterName } from "./MatterName";

interface Props {
  caption: string;
  rows: DutyRow[];
}

export function DutyTable({ caption, rows }: Props) {
  return (
    <div className="scroll-x">
      <table className="list-table stacks">
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">期限</th>
            <th scope="col">应办</th>
            <th scope="col">事项</th>
            <th scope="col">办理</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="nowrap">
                <LightMark light={row.light} />
                <span className="small soft" style={{ display: "block" }}>
                  {row.due ?? "及时"}
                </span>
              </td>
              <td>
                {row.title}
                <span className="small soft" style={{ display: "block" }}>
                  {row.basis}
                </span>
              </td>
              <td>
                <MatterName matter={row.matter} />
              </td>
              <td className="nowrap">
                <ActLink row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ActLink({ row }: { row: DutyRow }) {
  if (!row.act) {
    return (
      <Link className="button button-small" to="/matters/$matter" params={{ matter: row.matter.id }}>
        查看
      </Link>
    );
  }
  // The opinion has its own desk, where the twelve items are marked.
  if (row.kind === "review") {
    return (
      <Link className="button button-small" to="/review/$matter" params={{ matter: row.matter.id }}>
        {row.act.title}
      </Link>
    );
  }
  return (
    <Link
      className="button button-small"
      to="/matters/$matter/acts/$act"
      params={{ matter: row.matter.id, act: row.act.id }}
    >
      {row.act.title}
    </Link>
  );
}
