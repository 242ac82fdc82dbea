/** Opening a room, closing it and reopening it. */
import { useState } from "react";
import { post } from "../../api/client";
import type { CanStep } from "../../api/officers";
import { client } from "../../api/queries";
import { ROOM_KINDS, type RoomLine, roomStepAddress } from "../../api/rooms";
import { Ask } from "../../parts/Ask";

interface OpenProps {
  onDone: (said: string) => void;
  onClose: () => void;
}

export function OpenRoom({ onDone, onClose }: OpenProps) {
  const [id, setId] = useState("");
  const [form, setForm] = useState<Record<string, string>>({ kind: "询问室" });
  const put = (name: string, value: string) => setForm({ ...form, [name]: value });
  const send = async () => {
    if (!id.trim()) throw new Error("请写场所编号");
    const done = await post<{ said: string }>(roomStepAddress(id.trim(), "open"), { fields: form });
    await client.invalidateQueries({ queryKey: ["rooms"] });
    onDone(done.said);
  };
  return (
    <Ask
      title="登记场所"
      lead="一间一账；装了哪些摄像机，由“执法设备”里的视频监控带出。"
      button="登记"
      onDo={send}
      onClose={onClose}
    >
      <label className="ask-field">
        场所编号 <span className="small soft">字母、数字、- 和 _，例如 CZ-XW-1</span>
        <input className="input" value={id} onChange={(event) => setId(event.target.value)} />
      </label>
      <label className="ask-field">
        名称
        <input className="input" onChange={(event) => put("name", event.target.value)} />
      </label>
      <label className="ask-field">
        做什么用
        <select className="input" value={form.kind} onChange={(event) => put("kind", event.target.value)}>
          {ROOM_KINDS.map((kind) => (
            <option key={kind}>{kind}</option>
          ))}
        </select>
      </label>
      <label className="ask-field">
        在哪里 <span className="small soft">楼、层、房间号</span>
        <input className="input" onChange={(event) => put("place", event.target.value)} />
      </label>
    </Ask>
  );
}

interface StepProps extends OpenProps {
  room: RoomLine;
  step: CanStep;
}

export function RoomStepForm({ room, step, onDone, onClose }: StepProps) {
  const send = async (reason: string) => {
    const done = await post<{ said: string }>(roomStepAddress(room.id, step.id), {
      fields: {},
      reason,
      seen: room.seen,
    });
    await client.invalidateQueries({ queryKey: ["rooms"] });
    onDone(done.said);
  };
  return (
    <Ask
      title={`${step.title}：${room.name}`}
      lead={step.help}
      label={step.reason ? "原因" : "备注"}
      optional={!step.reason}
      button={step.title}
      onDo={send}
      onClose={onClose}
    />
  );
}
