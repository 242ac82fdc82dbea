/** 鉴定: one of three answers for the chosen dossiers, with what the answer asks for. */
import { useState } from "react";
import { post } from "../../api/client";
import { client } from "../../api/queries";
import type { Sheet } from "../../api/retention";
import { Ask } from "../../parts/Ask";

const ANSWERS = [
  ["destroy", "销毁", "没有继续保存的价值；要另一人批准，再由两人执行、监销。"],
  ["keep", "续存", "仍需保存；重新划定更长的保管期限，立即生效。"],
  ["transfer", "移交", "移交国家档案馆；登记回执以后办结。"],
] as const;

interface Props {
  matters: string[];
  onDone: (sheet: string) => void;
  onClose: () => void;
}

export function AppraiseAsk({ matters, onDone, onClose }: Props) {
  const [answer, setAnswer] = useState<string>("destroy");
  const [period, setPeriod] = useState("30年");
  const [archive, setArchive] = useState("");
  const send = async (reason: string) => {
    const sheet = await post<Sheet>("/api/retention/appraise", {
      matters,
      answer,
      reason,
      ...(answer === "keep" ? { period } : {}),
      ...(answer === "transfer" ? { archive } : {}),
    });
    await client.invalidateQueries({ queryKey: ["retention"] });
    onDone(sheet.id);
  };
  return (
    <Ask
      title={`鉴定 ${matters.length} 卷`}
      lead="鉴定人不能是承办、经手的人。意见永久留下，不写当事人的姓名。"
      label="鉴定意见"
      button="写入清册"
      onDo={send}
      onClose={onClose}
    >
      <fieldset>
        <legend>结论</legend>
        {ANSWERS.map(([id, words, help]) => (
          <label key={id} className="option">
            <input type="radio" name="answer" checked={answer === id} onChange={() => setAnswer(id)} />{" "}
            {words}
            <span className="small soft due-line">{help}</span>
          </label>
        ))}
      </fieldset>
      {answer === "keep" ? (
        <label className="ask-field">
          续存的期限
          <select className="input" value={period} onChange={(event) => setPeriod(event.target.value)}>
            {["10年", "30年", "永久"].map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      ) : null}
      {answer === "transfer" ? (
        <label className="ask-field">
          接收的档案馆
          <input className="input" value={archive} onChange={(event) => setArchive(event.target.value)} />
        </label>
      ) : null}
    </Ask>
  );
}
