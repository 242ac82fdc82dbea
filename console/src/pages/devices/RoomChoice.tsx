/** The rooms of an agency to choose from. */
import { useQuery } from "@tanstack/react-query";
import { get } from "../../api/client";
import type { RoomLine } from "../../api/rooms";

interface Props {
  agency: string;
  value: string;
  onChange: (room: string) => void;
}

export function RoomChoice({ agency, value, onChange }: Props) {
  const rooms = useQuery({
    queryKey: ["rooms", "of", agency],
    queryFn: ({ signal }) =>
      get<{ items: RoomLine[] }>(`/api/rooms?agency=${encodeURIComponent(agency)}`, { signal }),
  });
  return (
    <label className="ask-field">
      装在哪一间
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">还没有安装</option>
        {rooms.data?.items
          .filter((room) => !room.closed)
          .map((room) => (
            <option key={room.id} value={room.id}>
              {room.name}（{room.place}）
            </option>
          ))}
      </select>
    </label>
  );
}
