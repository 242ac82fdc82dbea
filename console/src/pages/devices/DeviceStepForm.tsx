/** One step in the life of a device, with just what it asks for. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { post } from "../../api/client";
import { type DevicePage, type DeviceStep, deviceStepAddress } from "../../api/devices";
import type { CanStep } from "../../api/officers";
import { client, peopleQuery } from "../../api/queries";
import { Ask } from "../../parts/Ask";
import { useMe } from "../../session/session";
import { RoomChoice } from "./RoomChoice";

interface Props {
  page: DevicePage;
  step: CanStep;
  onDone: (said: string) => void;
  onClose: () => void;
}

const REASONS: Record<string, string> = {
  repair: "坏在哪里",
  repaired: "怎样修好的",
  scrap: "报废的原因",
};

export function DeviceStepForm({ page, step, onDone, onClose }: Props) {
  const [form, setForm] = useState<Record<string, string>>({});
  const [sound, setSound] = useState(true);
  const [wiped, setWiped] = useState(false);
  const put = (name: string, value: string) => setForm({ ...form, [name]: value });
  const looks = step.id === "loan" || step.id === "return" || step.id === "check";
  const send = async (reason: string) => {
    const fields: Record<string, unknown> = {};
    if (looks)
      for (const name of ["battery", "storage", "offset"])
        if (form[name]?.trim()) fields[name] = Number(form[name]);
    if (step.id === "loan") fields.officer = form.officer ?? "";
    if (step.id === "return" || step.id === "check") fields.sound = sound;
    if (step.id === "install") fields.room = form.room ?? "";
    if (step.id === "scrap") fields.wiped = wiped;
    const done = await post<DeviceStep>(deviceStepAddress(page.line.id, step.id), {
      fields,
      reason,
      seen: page.seen,
    });
    await client.invalidateQueries({ queryKey: ["devices"] });
    await client.invalidateQueries({ queryKey: ["rooms"] });
    onDone(done.said);
  };
  return (
    <Ask
      title={`${step.title}：${page.line.name}`}
      lead={step.help}
      label={REASONS[step.id] ?? (step.reason ? "原因" : "备注")}
      optional={!step.reason}
      button={step.title}
      onDo={send}
      onClose={onClose}
    >
      {step.id === "loan" ? (
        <Borrower agency={page.line.agency.id} onChange={(id) => put("officer", id)} />
      ) : null}
      {looks ? <Checks page={page} lends={step.id === "loan"} put={put} /> : null}
      {step.id === "return" || step.id === "check" ? (
        <fieldset>
          <legend>设备完好吗</legend>
          {[true, false].map((each) => (
            <label key={String(each)} className="option">
              <input type="radio" name="sound" checked={sound === each} onChange={() => setSound(each)} />{" "}
              {each ? "完好" : "有损坏"}
            </label>
          ))}
        </fieldset>
      ) : null}
      {step.id === "install" ? (
        <RoomChoice
          agency={page.line.agency.id}
          value={form.room ?? ""}
          onChange={(room) => put("room", room)}
        />
      ) : null}
      {step.id === "scrap" ? (
        <label className="option">
          <input type="checkbox" checked={wiped} onChange={(event) => setWiped(event.target.checked)} />{" "}
          存储的内容已经转存、清除
        </label>
      ) : null}
    </Ask>
  );
}

interface ChecksProps {
  page: DevicePage;
  lends: boolean;
  put: (name: string, value: string) => void;
}

function Checks({ page, lends, put }: ChecksProps) {
  const { limits } = page;
  const optional = lends ? "" : "，选填";
  return (
    <>
      <Line label="电量（%）" help={lends ? `不低于 ${limits.battery}` : "选填"}>
        <input
          className="input"
          type="number"
          min={0}
          max={100}
          onChange={(event) => put("battery", event.target.value)}
        />
      </Line>
      <Line label="剩余存储（GB）" help={lends ? `不少于 ${limits.storage}` : "选填"}>
        <input
          className="input"
          type="number"
          min={0}
          onChange={(event) => put("storage", event.target.value)}
        />
      </Line>
      <Line
        label="系统时间误差（秒）"
        help={`比标准时间快几秒写正数，慢的写负数，准确写 0${lends ? `；误差不超过 ${limits.clock}` : optional}`}
      >
        <input className="input" type="number" onChange={(event) => put("offset", event.target.value)} />
      </Line>
    </>
  );
}

function Borrower({ agency, onChange }: { agency: string; onChange: (id: string) => void }) {
  const me = useMe();
  const people = useQuery(peopleQuery(agency));
  return (
    <Line label="领用人" help="本机关证件有效的执法人员">
      <select className="input" defaultValue="" onChange={(event) => onChange(event.target.value)}>
        <option value="">请选择</option>
        {people.data
          ?.filter((each) => each.valid && each.id !== me.person.id)
          .map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
      </select>
    </Line>
  );
}

function Line({ label, help, children }: { label: string; help?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="ask-field">
      {label} {help ? <span className="small soft">{help}</span> : null}
      {children}
    </label>
  );
}
