/** One step in the life of a card, with just what it asks for. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { post } from "../../api/client";
import { type CanStep, type CardStep, type OfficerPage, stepAddress } from "../../api/officers";
import { agenciesQuery, client } from "../../api/queries";
import type { Agency } from "../../api/types";
import { Ask } from "../../parts/Ask";

interface Props {
  page: OfficerPage;
  step: CanStep;
  onDone: (said: string) => void;
  onClose: () => void;
}

type Value = string | boolean;

export function StepForm({ page, step, onDone, onClose }: Props) {
  const [form, setForm] = useState<Record<string, Value>>(
    step.id === "train" ? { before_post: !page.line.trained, passed: true } : {},
  );
  const put = (name: string, value: Value) => setForm({ ...form, [name]: value });
  const send = async (reason: string) => {
    const fields = step.id === "train" ? { ...form, hours: Number(form.hours) || 0 } : form;
    const done = await post<CardStep>(stepAddress(page.line.id, step.id), {
      fields,
      reason,
      seen: page.seen,
    });
    await client.invalidateQueries({ queryKey: ["officers"] });
    onDone(done.said);
  };
  return (
    <Ask
      title={`${step.title}：${page.line.name}`}
      lead={step.help}
      label={step.reason ? "原因" : "备注"}
      optional={!step.reason}
      button={step.title}
      onDo={send}
      onClose={onClose}
    >
      {step.id === "issue" ? (
        <>
          <Line label="执法证号" help="字母、数字，机关内不重复">
            <input className="input" onChange={(event) => put("card", event.target.value)} />
          </Line>
          <Line label="有效期自">
            <input
              className="input"
              type="date"
              onChange={(event) => put("valid_from", event.target.value)}
            />
          </Line>
          <Line label="有效期至">
            <input
              className="input"
              type="date"
              onChange={(event) => put("valid_until", event.target.value)}
            />
          </Line>
        </>
      ) : null}
      {step.id === "train" ? (
        <>
          <fieldset>
            <legend>哪一种培训</legend>
            {[true, false].map((before) => (
              <label key={String(before)} className="option">
                <input
                  type="radio"
                  name="before"
                  checked={form.before_post === before}
                  onChange={() => put("before_post", before)}
                />{" "}
                {before ? "岗前培训" : "年度培训"}
              </label>
            ))}
          </fieldset>
          <Line label="培训日期">
            <input className="input" type="date" onChange={(event) => put("day", event.target.value)} />
          </Line>
          <Line label="学时">
            <input
              className="input"
              type="number"
              min={1}
              max={400}
              onChange={(event) => put("hours", event.target.value)}
            />
          </Line>
          <Line label="内容">
            <input className="input" onChange={(event) => put("subject", event.target.value)} />
          </Line>
          <label className="option">
            <input
              type="checkbox"
              checked={form.passed === true}
              onChange={(event) => put("passed", event.target.checked)}
            />{" "}
            考核合格
          </label>
        </>
      ) : null}
      {step.id === "transfer" ? (
        <Line label="调到哪个机关">
          <Agencies own={page.line.agency.id} onChange={(to) => put("to", to)} />
        </Line>
      ) : null}
    </Ask>
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

function Agencies({ own, onChange }: { own: string; onChange: (id: string) => void }) {
  const tree = useQuery(agenciesQuery);
  const flat = (agencies: Agency[]): Agency[] => agencies.flatMap((each) => [each, ...flat(each.children)]);
  return (
    <select className="input" defaultValue="" onChange={(event) => onChange(event.target.value)}>
      <option value="">请选择</option>
      {flat(tree.data ?? [])
        .filter((agency) => agency.id !== own)
        .map((agency) => (
          <option key={agency.id} value={agency.id}>
            {agency.name}
          </option>
        ))}
    </select>
  );
}
