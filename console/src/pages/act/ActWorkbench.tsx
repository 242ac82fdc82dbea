/** One screen for one act: the fields, the paper live beside them, what will be fulfilled and created, and the button. */
import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Attempt } from "../../api/attempt";
import { Refused } from "../../api/problem";
import type { ActForm, MatterPage, Receipt, TimelineRow } from "../../api/types";
import { AroundContext, aroundOf } from "../../forms/around";
import { FormField, focusField } from "../../forms/FormField";
import { type FormValue, toWire, valuesFrom } from "../../forms/mapping";
import { Article } from "../../parts/Article";
import { ProblemNote } from "../../parts/ProblemNote";
import { ReasonList } from "../../parts/ReasonList";
import { Sheet } from "../../parts/Sheet";
import { drafts, useMe } from "../../session/session";
import { BlankChoice } from "./BlankChoice";
import { Conflict } from "./Conflict";
import { Consequences } from "./Consequences";
import { DraftPdf } from "./DraftPdf";
import { usePreview } from "./usePreview";
import { Warnings } from "./Warnings";
import "../../forms/forms.css";
import "./act.css";

interface Props {
  form: ActForm;
  /** Who issues the paper. */
  agency: string;
  /** Where a missing act can be supplied; none for an opening act. */
  matter?: string;
  /** What is known of the matter already. */
  facts?: MatterPage["facts"];
  draftMatter: string;
  previewPath: string;
  /** Where a paper of the act can be had as a draft. */
  draftPath: (paper: string) => string;
  previewBody: (fields: Record<string, unknown>) => Record<string, unknown>;
  /** `form` says on which numbered form the act was done, where it was. */
  send: (fields: Record<string, unknown>, idempotencyKey: string, form: OnForm) => Promise<Receipt>;
  onDone: (receipt: Receipt) => void;
  onReload?: () => Promise<{ rows: TimelineRow[]; accept: () => void }>;
  /** What stands beside the form; a function is given what the form holds, and may change it. */
  aside?: ReactNode | ((beside: Beside) => ReactNode);
}

/** The form as something beside it sees it. */
export interface Beside {
  values: Record<string, FormValue>;
  change: (field: string, value: FormValue) => void;
}

/** The number of the form that is being entered; empty for an act that takes its number now. */
export interface OnForm {
  reserved?: string;
}

export function ActWorkbench(props: Props) {
  const { form, matter, facts = [], draftMatter, aside } = props;
  const { act, people } = form;
  const me = useMe();
  const draftKey = useMemo(
    () => ({ user: me.username, matter: draftMatter, act: act.id }),
    [me.username, draftMatter, act.id],
  );
  const clean = useMemo(() => valuesFrom(act.fields, form.defaults), [act.fields, form.defaults]);
  // What a party wrote is not run over by a form that was begun without it.
  const [restored, setRestored] = useState(() =>
    form.defaults.party_item === undefined ? drafts.load(draftKey) : null,
  );
  const [values, setValues] = useState(() => ({ ...clean, ...restored?.values }));
  const [touched, setTouched] = useState<Set<string>>(new Set());
  const [tried, setTried] = useState(false);
  const [number, setNumber] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const attempt = useRef(new Attempt());
  const changedByHand = useRef(false);

  const wire = useMemo(() => toWire(act.fields, values), [act.fields, values]);
  const onForm: OnForm = number ? { reserved: number } : {};
  const body = { ...props.previewBody(wire.fields), ...onForm };
  const { preview, stale, error: previewError } = usePreview(props.previewPath, JSON.stringify(body));

  useEffect(() => {
    if (changedByHand.current) drafts.save(draftKey, act.fields, values, act.title, Date.now());
  }, [draftKey, act, values]);

  const change = (field: string, value: FormValue) => {
    changedByHand.current = true;
    setValues((before) => ({ ...before, [field]: value }));
    setTouched((before) => new Set(before).add(field));
    setError(null);
  };

  const discard = () => {
    drafts.clear(draftKey);
    changedByHand.current = false;
    setRestored(null);
    setValues(clean);
    setTouched(new Set());
    setTried(false);
  };

  const faultsOf = (field: string): string[] => {
    if (!tried && !touched.has(field)) return [];
    const own = wire.faults.filter((fault) => fault.field === field).map((fault) => fault.message);
    const missing = tried
      ? wire.missing.filter((each) => each.id === field).map((each) => `请填写“${each.label}”。`)
      : [];
    const refused = error instanceof Refused ? error.problem.reasons : [];
    const told = [...(stale ? [] : (preview?.reasons ?? [])), ...refused]
      .filter((reason) => reason.field === field && reason.code !== "input.required")
      .map((reason) => `${reason.message}${reason.article ? `（${reason.article}）` : ""}`);
    return [...new Set([...own, ...missing, ...told])];
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setTried(true);
    const first = act.fields.find(
      ({ id }) =>
        wire.missing.some((each) => each.id === id) || wire.faults.some((each) => each.field === id),
    );
    if (first) {
      focusField(first.id);
      return;
    }
    setBusy(true);
    setError(null);
    try {
      const key = attempt.current.keyFor({ ...wire.fields, ...onForm });
      const receipt = await props.send(wire.fields, key, onForm);
      attempt.current.ended();
      changedByHand.current = false;
      drafts.clear(draftKey);
      props.onDone(receipt);
    } catch (reason) {
      attempt.current.ended(reason);
      setError(reason);
      setBusy(false);
      const field = reason instanceof Refused ? reason.problem.field : null;
      if (field) focusField(field);
    }
  };

  const gates = (preview?.reasons ?? []).filter((reason) => reason.field === null);
  const papers = preview?.papers ?? [];
  const besides = papers.length > 0 || aside !== null;
  const conflict = error instanceof Refused && error.code === "conflict.version" && props.onReload;
  const unfit = wire.missing.length + wire.faults.length;
  return (
    <div className={besides ? "act act-two" : "act"}>
      <form className="panel act-form" onSubmit={submit} noValidate aria-label={act.title}>
        <p className="act-help">
          {act.help}{" "}
          {act.basis.map((article) => (
            <Article key={article} cite={article} />
          ))}
        </p>
        {gates.length > 0 ? (
          <section className="note note-refusal" id="gates">
            <h2>现在还不能办，因为</h2>
            <ReasonList reasons={gates} matter={matter} />
          </section>
        ) : null}
        {restored ? (
          <p className="act-restored small" role="status">
            已恢复 {new Date(restored.savedAt).toLocaleString("zh-CN")} 没有提交的内容。
            {act.fields.some((field) => field.personal) ? "个人信息不保存在本机，请重新填写。" : ""}
            <button type="button" className="button button-small" onClick={discard}>
              不要了，重新填
            </button>
          </p>
        ) : null}
        <BlankChoice
          blanks={form.reserved ?? []}
          number={number}
          faults={number ? faultsOf("reserved") : []}
          onChange={(chosen) => {
            setNumber(chosen);
            setTouched((before) => new Set(before).add("reserved"));
            setError(null);
          }}
        />
        <AroundContext value={aroundOf(act.fields, values, facts)}>
          {act.fields.map((field) => (
            <FormField
              key={field.id}
              field={field}
              value={values[field.id] ?? null}
              people={people}
              faults={faultsOf(field.id)}
              onChange={(value) => change(field.id, value)}
            />
          ))}
        </AroundContext>
        <footer className="act-foot">
          <Warnings warnings={preview?.warnings ?? []} />
          <Consequences preview={preview} stale={stale} error={previewError} />
          {conflict && props.onReload ? (
            <Conflict onReload={props.onReload} onAccepted={() => setError(null)} />
          ) : error ? (
            <ProblemNote error={error} matter={matter} />
          ) : null}
          <div className="act-submit">
            <button type="submit" className="button button-main" disabled={busy}>
              {busy ? "正在登记" : act.title}
            </button>
            <p className="small soft" aria-live="polite">
              {gates.length > 0
                ? `还缺 ${gates.length} 个前提，见本页上方`
                : unfit > 0
                  ? `还有 ${unfit} 项要填`
                  : "提交后写入记录，不能修改"}
            </p>
          </div>
        </footer>
      </form>
      {besides ? (
        <div className="act-beside">
          {typeof aside === "function" ? aside({ values, change }) : aside}
          {papers.map((paper) => (
            <div key={paper.id ?? paper.title} className="act-paper">
              {paper.id && preview?.allowed ? (
                <DraftPdf path={props.draftPath(paper.id)} body={body} />
              ) : null}
              <Sheet {...paper} agency={props.agency} draft />
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}
