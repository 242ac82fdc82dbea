/** Requests to look, each with its state and what can be done with it. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import type { LookRequest } from "../../api/looking";
import { client, path } from "../../api/queries";
import { Ask } from "../../parts/Ask";
import { momentWords } from "../../words/dates";
import "./looks.css";

type Step = LookRequest["can"][number];

const STEPS: Record<Step, { button: string; label: string; optional: boolean; lead: string }> = {
  approve: {
    button: "批准",
    label: "说明",
    optional: true,
    lead: "到期自动失效；每次查看都有记录，可以随时终止。",
  },
  refuse: {
    button: "不批准",
    label: "理由",
    optional: false,
    lead: "上级机关、司法行政部门因工作需要调阅的，原则上不得拒绝。",
  },
  withdraw: { button: "撤回", label: "说明", optional: true, lead: "撤回以后立即不能再看。" },
};

const MARKS: Record<string, string> = {
  asked: "●",
  approved: "✓",
  refused: "✕",
  withdrawn: "○",
  expired: "○",
};

export function RequestList({ title, rows, empty }: { title: string; rows: LookRequest[]; empty: string }) {
  const [asking, setAsking] = useState<{ row: LookRequest; step: Step } | null>(null);
  return (
    <section className="panel looks-block" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        {rows.length > 0 ? <p className="small soft">{rows.length} 份</p> : null}
      </div>
      <div className="panel-body">
        {rows.length === 0 ? <p className="soft">{empty}</p> : null}
        <ul className="looks-requests">
          {rows.map((row) => (
            <Row key={row.id} row={row} onStep={(step) => setAsking({ row, step })} />
          ))}
        </ul>
      </div>
      {asking ? <Answer {...asking} onClose={() => setAsking(null)} /> : null}
    </section>
  );
}

function Row({ row, onStep }: { row: LookRequest; onStep: (step: Step) => void }) {
  return (
    <li>
      <p>
        <span className={`tag looks-${row.standing.id}`}>
          {MARKS[row.standing.id] ?? "○"} {row.standing.title}
        </span>{" "}
        <strong>{row.by.name}</strong>
        {row.agency.name ? <span className="soft">（{row.agency.name}）</span> : null} 要看{" "}
        <Link to="/matters/$matter" params={{ matter: row.matter.id }}>
          {row.matter.name || "尚未编号的一件"}
        </Link>
        ，{row.files.length > 0 ? `${row.files.length} 个文件` : "整卷"}，到 {row.until}
      </p>
      <p>
        <span className="tag">{row.purpose.title}</span> {row.reason}
        {row.superior ? <span className="small soft">　上级机关</span> : null}
      </p>
      {row.files.length > 0 ? (
        <ul className="looks-files small" aria-label="要看的文件">
          {row.files.map((file) => (
            <li key={file.id}>{file.name || `摘要 ${file.id.slice(0, 12)}`}</li>
          ))}
        </ul>
      ) : null}
      <p className="small soft">
        {momentWords(row.asked)} 申请
        {row.answered && row.answered_at
          ? `；${row.answered.name} ${momentWords(row.answered_at)} 答复${row.said ? `：${row.said}` : ""}`
          : ""}
      </p>
      {row.can.length > 0 ? (
        <p className="looks-can">
          {row.can.map((step) => (
            <button
              key={step}
              type="button"
              className={step === "approve" ? "button button-small button-main" : "button button-small"}
              onClick={() => onStep(step)}
            >
              {step === "withdraw" && row.answered ? "终止" : STEPS[step].button}
            </button>
          ))}
        </p>
      ) : null}
    </li>
  );
}

function Answer({ row, step, onClose }: { row: LookRequest; step: Step; onClose: () => void }) {
  const words = STEPS[step];
  const send = async (reason: string) => {
    await post<LookRequest>(`${path("access", row.id)}/${step}`, { reason });
    await client.invalidateQueries({ queryKey: ["access"] });
    await client.invalidateQueries({ queryKey: ["matter", row.matter.id, "access"] });
  };
  return (
    <Ask
      title={`${words.button}：${row.by.name}调阅 ${row.matter.name || "一件"}`}
      lead={words.lead}
      label={words.label}
      optional={words.optional}
      button={words.button}
      onDo={send}
      onClose={onClose}
    />
  );
}
