/** A room as it stands at the edge of the calendar: name, what for, where, which cameras, and what may be done with it. */
import { Link } from "@tanstack/react-router";
import type { CanStep } from "../../api/officers";
import type { RoomLine } from "../../api/rooms";

interface Props {
  room: RoomLine;
  onStep: (room: RoomLine, step: CanStep) => void;
}

export function RoomName({ room, onStep }: Props) {
  const steps = room.can.filter((each) => each.id !== "book");
  return (
    <>
      <strong>{room.name}</strong>
      {room.closed ? <span className="light light-today"> ▲ 停用</span> : null}
      <span className="small soft room-under">
        {[room.name.includes(room.kind) ? "" : room.kind, room.place].filter(Boolean).join(" · ")}
      </span>
      <span className="small soft room-under">
        {room.cameras.length === 0
          ? "没有固定摄像机"
          : room.cameras.map((camera, index) => (
              <span key={camera.id}>
                {index > 0 ? "、" : ""}
                <Link to="/devices/$device" params={{ device: camera.id }}>
                  {camera.name}
                </Link>
              </span>
            ))}
      </span>
      {steps.map((each) => (
        <button key={each.id} type="button" className="room-quiet small" onClick={() => onStep(room, each)}>
          {each.title}
          <span className="unseen">：{room.name}</span>
        </button>
      ))}
    </>
  );
}
