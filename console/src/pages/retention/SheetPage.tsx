/** One 鉴定清册: what was appraised, the hands it has gone through, and the step that is next. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { Refused } from "../../api/problem";
import { client, path } from "../../api/queries";
import { type Sheet, type SheetStep, sheetPdfPath, sheetQuery } from "../../api/retention";
import { Article } from "../../parts/Article";
import { Ask } from "../../parts/Ask";
import { Icon } from "../../parts/Icon";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { momentWords } from "../../words/dates";
import { SHEET_MARKS } from "./Sheets";
import "./retention.css";

const STEPS: Record<SheetStep, { button: string; title: string; lead: string; label?: string }> = {
  approve: {
    button: "批准销毁",
    title: "批准销毁",
    lead: "批准以后由执行人封存，再由另一人监销；监销以前随时可以退回。",
  },
  prepare: {
    button: "执行：封存待销",
    title: "封存待销",
    lead: "您是执行人。核对清册以后封存：从这时起不再提供调阅，也不再补充归档。",
  },
  destroy: {
    button: "监销：确认销毁",
    title: "确认销毁",
    lead: "您是监销人。确认以后立即销毁：内容、文件、检索词和当事人的信息都不能恢复，只留下销毁证明和记录里的叶。",
  },
  reject: {
    button: "退回",
    title: "退回重新鉴定",
    lead: "退回以后案卷照旧保管，可以重新鉴定。",
    label: "原因",
  },
};

export function SheetPage() {
  const { sheet: id } = useParams({ from: "/inside/retention/sheets/$sheet" });
  const sheet = useQuery(sheetQuery(id));
  return (
    <Waiting query={sheet} rows={8}>
      {(data) => <Body sheet={data} />}
    </Waiting>
  );
}

function Body({ sheet }: { sheet: Sheet }) {
  const [step, setStep] = useState<SheetStep | null>(null);
  const destroys = sheet.answer.id === "destroy";
  const hands = [
    ["鉴定", sheet.by],
    ["批准", sheet.approved],
    ["执行", sheet.prepared],
    ["监销", sheet.witnessed],
  ] as const;
  return (
    <>
      <PageHead
        title={destroys ? "档案鉴定销毁清册" : "档案鉴定清册"}
        lead={
          <span className="due-under">
            <strong className="due-number">{sheet.number}</strong>
            <span>{sheet.agency.name}</span>
            <span className={`tag due-${sheet.state.id}`}>
              {SHEET_MARKS[sheet.state.id] ?? "○"} {sheet.state.title}
            </span>
          </span>
        }
      >
        <a className="button" href={sheetPdfPath(sheet.id)} target="_blank" rel="noopener">
          <Icon name="print" size={18} />
          打印清册
        </a>
      </PageHead>
      <section className="panel due-panel" aria-labelledby="way">
        <h2 id="way">办到哪里</h2>
        <div className="panel-body">
          {destroys ? (
            <ol className="due-hands">
              {hands.map(([words, hand]) => (
                <li key={words} className={hand ? "done" : undefined}>
                  <span className="due-hand">
                    <span aria-hidden="true">{hand ? "✓" : "○"}</span> {words}
                  </span>
                  <span>{hand ? hand.name : <span className="soft">还没有</span>}</span>
                </li>
              ))}
            </ol>
          ) : null}
          <p>
            <strong>{sheet.answer.title}</strong>
            {sheet.period ? `，续存 ${sheet.period}` : ""}
            {sheet.archive ? `，移交 ${sheet.archive}` : ""}：{sheet.reason}
          </p>
          <p className="small soft">
            {sheet.by.name} {momentWords(sheet.at)} 鉴定 <Article cite="档案法实施条例24" />
          </p>
          {sheet.blocked.length > 0 ? (
            <div className="note note-refusal">
              {sheet.blocked.map((why) => (
                <p key={why}>‖ {why}</p>
              ))}
            </div>
          ) : null}
          {sheet.can.length > 0 ? (
            <p className="due-do">
              {sheet.can.map((one) => (
                <button
                  key={one}
                  type="button"
                  className={one === "reject" ? "button" : "button button-main"}
                  onClick={() => setStep(one)}
                >
                  {STEPS[one].button}
                </button>
              ))}
            </p>
          ) : null}
        </div>
      </section>
      <section className="panel due-panel" aria-labelledby="lines">
        <div className="panel-head">
          <h2 id="lines">案卷</h2>
          <p className="small soft">
            {sheet.lines.length} 卷，{sheet.lines.reduce((sum, line) => sum + line.pages, 0)} 页
          </p>
        </div>
        <div className="panel-body scroll-x">
          <table className="list-table stacks">
            <caption className="unseen">清册上的案卷</caption>
            <thead>
              <tr>
                {["案号", "案卷号", "类别", "立案", "归档", "期限", "保管到", "页数"].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sheet.lines.map((line) => (
                <tr key={line.matter}>
                  <td data-label="案号">
                    <Link to="/matters/$matter" params={{ matter: line.matter }}>
                      {line.number}
                    </Link>
                  </td>
                  <td data-label="案卷号">{line.volume}</td>
                  <td data-label="类别">{line.category}</td>
                  <td data-label="立案" className="nowrap">
                    {line.opened}
                  </td>
                  <td data-label="归档" className="nowrap">
                    {line.archived}
                  </td>
                  <td data-label="期限">{line.period}</td>
                  <td data-label="保管到" className="nowrap">
                    {line.until ?? "永久"}
                  </td>
                  <td data-label="页数">{line.pages}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {step ? <StepAsk sheet={sheet} step={step} onClose={() => setStep(null)} /> : null}
    </>
  );
}

function StepAsk({ sheet, step, onClose }: { sheet: Sheet; step: SheetStep; onClose: () => void }) {
  const words = STEPS[step];
  const [sure, setSure] = useState(false);
  const send = async (reason: string) => {
    if (step === "destroy" && !sure) throw new Refused(UNSURE);
    const next = await post<Sheet>(`${path("retention", "sheets", sheet.id)}/${step}`, { reason });
    client.setQueryData(sheetQuery(sheet.id).queryKey, next);
    await client.invalidateQueries({ queryKey: ["retention"] });
    await client.invalidateQueries({ queryKey: ["matter"] });
  };
  return (
    <Ask
      title={`${words.title}：${sheet.number}，${sheet.lines.length} 卷`}
      lead={words.lead}
      {...(words.label ? { label: words.label } : {})}
      button={words.button}
      onDo={send}
      onClose={onClose}
    >
      {step === "destroy" ? (
        <label className="option">
          <input type="checkbox" checked={sure} onChange={(event) => setSure(event.target.checked)} />{" "}
          我看着执行人核对了清册，知道销毁以后不能恢复
        </label>
      ) : null}
    </Ask>
  );
}

const UNSURE = {
  type: "about:blank",
  title: "还没有确认",
  status: 0,
  code: "console.unsure",
  detail: "请先勾选：看着执行人核对了清册，知道销毁以后不能恢复。",
  article: null,
  field: null,
  reasons: [],
};
