/** The fields of one decision: what the dossier says, what is missing, and what can be typed here. Numbers of persons are never shown again. */
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import {
  type CreditField,
  type CreditLine,
  type CreditPage,
  creditDecisionQuery,
  fillCredit,
} from "../../api/credit";
import { ProblemNote } from "../../parts/ProblemNote";
import { Waiting } from "../../parts/Waiting";
import "../../forms/forms.css";

export function Fill({ line, onClose }: { line: CreditLine; onClose: () => void }) {
  const box = useRef<HTMLDialogElement>(null);
  const page = useQuery(creditDecisionQuery(line.decision));
  useEffect(() => {
    const dialog = box.current;
    if (dialog && !dialog.open) dialog.showModal();
  }, []);
  return (
    <dialog ref={box} className="ask credit-fill" aria-labelledby="credit-fill" onClose={onClose}>
      <header className="credit-fill-head">
        <h2 id="credit-fill">{line.number} 的各个字段</h2>
        <p className="soft">
          案卷里有的在案件里更正；案卷里没有的在这里填写。证件号码填了不再显示，只在报送的文件里。
        </p>
      </header>
      <Waiting query={page}>{(data) => <Fields page={data} onClose={() => box.current?.close()} />}</Waiting>
    </dialog>
  );
}

function Fields({ page, onClose }: { page: CreditPage; onClose: () => void }) {
  const [values, setValues] = useState<Record<string, string>>({});
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const wrong = new Map(page.line.faults.map((fault) => [fault.field, fault]));
  const open = page.fields.filter((field) => !field.from_dossier);
  const first = open.filter((field) => wrong.has(field.code) || field.held);
  const rest = open.filter((field) => !first.includes(field));
  const told = page.fields.filter((field) => field.from_dossier);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (Object.keys(values).length === 0) return onClose();
    setBusy(true);
    setError(null);
    try {
      const next = await fillCredit(page.line.decision, values);
      setValues({});
      if (next.line.ready) onClose();
    } catch (reason) {
      setError(reason);
    }
    setBusy(false);
  };

  const input = (field: CreditField) => (
    <Input
      key={field.code}
      field={field}
      fault={wrong.get(field.code)?.message}
      value={values[field.code]}
      onChange={(value) => setValues({ ...values, [field.code]: value })}
    />
  );
  return (
    <form onSubmit={(event) => void send(event)} noValidate>
      {first.length > 0 ? <div className="credit-inputs">{first.map(input)}</div> : null}
      {rest.length > 0 ? (
        <details className="credit-more">
          <summary>选填的 {rest.length} 项</summary>
          <div className="credit-inputs">{rest.map(input)}</div>
        </details>
      ) : null}
      <details className="credit-more" open={told.some((field) => wrong.has(field.code))}>
        <summary>由案卷和机关登记得来的 {told.length} 项</summary>
        <dl className="pairs">
          {told.map((field) => (
            <div key={field.code}>
              <dt>{field.title}</dt>
              <dd>
                {field.personal ? "（不显示）" : field.value || "（空）"}
                {wrong.has(field.code) ? (
                  <span className="field-fault">
                    {wrong.get(field.code)?.message}；{wrong.get(field.code)?.advice}
                  </span>
                ) : null}
              </dd>
            </div>
          ))}
        </dl>
      </details>
      {error ? <ProblemNote error={error} /> : null}
      <div className="ask-foot">
        <button type="submit" className="button button-main" disabled={busy}>
          {busy ? "正在写入" : "保存"}
        </button>
        <button type="button" className="button" onClick={onClose}>
          关闭
        </button>
      </div>
    </form>
  );
}

interface InputProps {
  field: CreditField;
  fault: string | undefined;
  value: string | undefined;
  onChange: (value: string) => void;
}

function Input({ field, fault, value, onChange }: InputProps) {
  const id = `credit-${field.code}`;
  const shared = {
    id,
    className: "input",
    value: value ?? field.value,
    "aria-invalid": fault !== undefined,
    "aria-describedby": fault ? `${id}-fault` : undefined,
  };
  return (
    <div>
      <label htmlFor={id}>
        {field.title}
        {field.certainty === "unverified" ? <span className="small soft">（口径未核实）</span> : null}
      </label>
      {field.kind === "choice" ? (
        <select {...shared} onChange={(event) => onChange(event.target.value)}>
          <option value="">请选择</option>
          {field.options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : (
        <input
          {...shared}
          type={field.kind === "date" ? "date" : "text"}
          autoComplete="off"
          placeholder={field.personal && field.held ? "已填，不显示；重填会替换" : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {fault ? (
        <p className="field-fault" id={`${id}-fault`}>
          {fault}
        </p>
      ) : null}
    </div>
  );
}
