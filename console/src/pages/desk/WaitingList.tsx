/** Open duties of others in matters I acted on: what, in which matter, who owes it, and until when. */
import { Link } from "@tanstack/react-router";
import type { DutyRow } from "../../api/types";
import { LightMark } from "../../parts/LightMark";
import { ownerWord } from "../../words/powers";

export function WaitingList({ rows }: { rows: DutyRow[] }) {
  return (
    <ul className="waiting">
      {rows.map((row) => (
        <li key={row.id}>
          <div>
            <p>{row.title}</p>
            <p className="small soft">
              <Link to="/matters/$matter" params={{ matter: row.matter.id }}>
                {row.matter.title}
              </Link>
            </p>
            <p className="small soft">
              {row.agency.name} · {ownerWord(row.owner)}
            </p>
          </div>
          <p className="waiting-when">
            <LightMark light={row.light} />
            <span className="small soft">{row.due ?? "及时"}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
