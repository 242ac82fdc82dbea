/** Entering a device that was bought: what it is, its serial number, and for a fixed camera the room. */
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { DEVICE_KINDS, type DeviceStep, deviceStepAddress } from "../../api/devices";
import { client } from "../../api/queries";
import { Ask } from "../../parts/Ask";
import { useMe } from "../../session/session";
import { RoomChoice } from "./RoomChoice";

export function Purchase({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const navigate = useNavigate();
  const [id, setId] = useState("");
  const [form, setForm] = useState<Record<string, string>>({ kind: "执法记录仪" });
  const put = (name: string, value: string) => setForm({ ...form, [name]: value });
  const send = async (reason: string) => {
    const { price = "", room = "", ...rest } = form;
    const fields = {
      ...rest,
      ...(price ? { price: Math.round(Number(price) * 100) } : {}),
      ...(room && form.kind === "视频监控" ? { room } : {}),
    };
    if (!id.trim()) throw new Error("请写设备编号");
    await post<DeviceStep>(deviceStepAddress(id.trim(), "purchase"), { fields, reason });
    await client.invalidateQueries({ queryKey: ["devices"] });
    await client.invalidateQueries({ queryKey: ["rooms"] });
    await navigate({ to: "/devices/$device", params: { device: id.trim() } });
  };
  return (
    <Ask
      title="设备入账"
      lead="一台一账，序列号不能重复；入账的人以后不能办这台设备的领用和报废。"
      label="备注"
      optional
      button="入账"
      onDo={send}
      onClose={onClose}
    >
      <label className="ask-field">
        设备编号 <span className="small soft">字母、数字、- 和 _，例如 CZ-JLY-012</span>
        <input className="input" value={id} onChange={(event) => setId(event.target.value)} />
      </label>
      <label className="ask-field">
        名称
        <input className="input" onChange={(event) => put("name", event.target.value)} />
      </label>
      <label className="ask-field">
        类型
        <select className="input" value={form.kind} onChange={(event) => put("kind", event.target.value)}>
          {DEVICE_KINDS.map((kind) => (
            <option key={kind}>{kind}</option>
          ))}
        </select>
      </label>
      {form.kind === "视频监控" ? (
        <RoomChoice agency={me.agency.id} value={form.room ?? ""} onChange={(room) => put("room", room)} />
      ) : null}
      <label className="ask-field">
        型号
        <input className="input" onChange={(event) => put("model", event.target.value)} />
      </label>
      <label className="ask-field">
        序列号 <span className="small soft">机身或者包装上的出厂编号</span>
        <input className="input" onChange={(event) => put("serial", event.target.value)} />
      </label>
      <label className="ask-field">
        购置日期
        <input className="input" type="date" onChange={(event) => put("bought", event.target.value)} />
      </label>
      <label className="ask-field">
        价格（元） <span className="small soft">选填</span>
        <input
          className="input"
          inputMode="decimal"
          onChange={(event) => put("price", event.target.value.replace(/[^\d.]/g, ""))}
        />
      </label>
    </Ask>
  );
}
