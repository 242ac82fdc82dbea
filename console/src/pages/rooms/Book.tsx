/** Booking a room: when, what for, and for which matter. */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { post } from "../../api/client";
import { client, matterQuery, mattersQuery } from "../../api/queries";
import { type Booked, bookingAddress, PURPOSES, type RoomLine } from "../../api/rooms";
import { Ask } from "../../parts/Ask";

interface Props {
  room: RoomLine;
  day: string;
  /** Known where somebody came from a matter. */
  matter?: string;
  onDone: (said: string) => void;
  onClose: () => void;
}

const USUAL: Record<string, string> = { 询问室: "询问", 听证室: "听证", 接谈室: "接谈" };

export function Book({ room, day, matter = "", onDone, onClose }: Props) {
  const [on, setOn] = useState(day);
  const [from, setFrom] = useState("09:00");
  const [to, setTo] = useState("10:00");
  const [purpose, setPurpose] = useState<string>(USUAL[room.kind] ?? "询问");
  const [chosen, setChosen] = useState(matter);
  const send = async () => {
    const done = await post<Booked>(bookingAddress(room.id), {
      from: `${on}T${from}`,
      to: `${on}T${to}`,
      purpose,
      ...(chosen ? { matter: chosen } : {}),
    });
    await client.invalidateQueries({ queryKey: ["rooms"] });
    onDone(done.said);
  };
  return (
    <Ask
      title={`预约：${room.name}`}
      lead={[
        room.place,
        room.cameras.length > 0 ? "有固定摄像机，全程录像" : "没有固定摄像机，请带执法记录仪",
      ].join("；")}
      button="预约"
      onDo={send}
      onClose={onClose}
    >
      <label className="ask-field">
        哪一天
        <input className="input" type="date" value={on} onChange={(event) => setOn(event.target.value)} />
      </label>
      <div className="room-times">
        <label className="ask-field">
          从
          <input
            className="input"
            type="time"
            step={300}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        </label>
        <label className="ask-field">
          到
          <input
            className="input"
            type="time"
            step={300}
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        </label>
      </div>
      <label className="ask-field">
        做什么
        <select className="input" value={purpose} onChange={(event) => setPurpose(event.target.value)}>
          {PURPOSES.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      {matter ? <Known matter={matter} /> : <WhichMatter value={chosen} onChange={setChosen} />}
    </Ask>
  );
}

function Known({ matter }: { matter: string }) {
  const held = useQuery(matterQuery(matter));
  return (
    <p>
      <b>哪一件</b>　{held.data ? `${held.data.number ?? "未编号"} ${held.data.title}` : "……"}
    </p>
  );
}

function WhichMatter({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const [text, setText] = useState("");
  const words = useDeferredValue(text.trim());
  const found = useQuery(
    mattersQuery(new URLSearchParams({ q: words, status: "open", limit: "20" }).toString()),
  );
  return (
    <>
      <label className="ask-field">
        找哪一件 <span className="small soft">编号或者名称里的字；与案件无关的，做什么选“其他”</span>
        <input
          className="input"
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <label className="ask-field">
        哪一件
        <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">请选择</option>
          {found.data?.items.map((each) => (
            <option key={each.id} value={each.id}>
              {each.number ?? "未编号"} {each.title}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
