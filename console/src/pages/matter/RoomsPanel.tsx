/** 办案场所: which rooms are booked for this matter, and the way to book one. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type BookingLine, matterRoomsQuery } from "../../api/rooms";
import type { MatterPage } from "../../api/types";
import { useMe } from "../../session/session";
import "../rooms/rooms.css";

/** Bookings that are shown at once. */
const SHOWN = 4;

export function RoomsPanel({ matter }: { matter: MatterPage }) {
  const me = useMe();
  const rooms = useQuery(matterRoomsQuery(matter.id));
  const lines = rooms.data ?? [];
  const books =
    matter.status !== "archived" && (me.powers.includes("handle") || me.powers.includes("approve"));
  if (lines.length === 0 && !books) return null;
  return (
    <section className="panel" aria-labelledby="rooms">
      <h2 id="rooms">办案场所</h2>
      <div className="panel-body">
        {lines.length === 0 ? <p className="soft">没有预约询问室、听证室。</p> : null}
        <Lines lines={lines.slice(0, SHOWN)} />
        {lines.length > SHOWN ? (
          <details>
            <summary>以前的 {lines.length - SHOWN} 次</summary>
            <Lines lines={lines.slice(SHOWN)} />
          </details>
        ) : null}
        {books ? (
          <p className="small">
            <Link className="button button-small" to="/rooms" search={{ matter: matter.id }}>
              预约询问室、听证室
            </Link>
          </p>
        ) : null}
      </div>
    </section>
  );
}

function Lines({ lines }: { lines: BookingLine[] }) {
  return (
    <ul className="room-lines">
      {lines.map((line) => (
        <li key={line.id}>
          <b>{line.room.name}</b> {line.purpose}
          <span className="small soft room-under tabular">
            {line.from.replace("T", " ")} 至 {line.to.slice(11)} · {line.by.name} · {line.state_title}
          </span>
          {line.held.map((act) => (
            <span key={act.version} className="small room-under tabular">
              在这里{act.title} {act.from.slice(11)}–{act.to.slice(11)}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
