/** Writing an entry: new, or a new version of one. Collected here, examined and published by others. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useMemo, useRef, useState } from "react";
import { post } from "../../api/client";
import { Refused } from "../../api/problem";
import { client } from "../../api/queries";
import { entryQuery, registersQuery, stepPath } from "../../api/registerQueries";
import type { Column, EntryPage, RegisterDone, RegisterInfo } from "../../api/types";
import { FormField, focusField } from "../../forms/FormField";
import type { FormValue, FormValues } from "../../forms/mapping";
import { Look } from "../../parts/Look";
import { PageHead } from "../../parts/PageHead";
import { ProblemNote } from "../../parts/ProblemNote";
import { Waiting } from "../../parts/Waiting";
import { drafts, useMe } from "../../session/session";
import { entryWire, fieldOf, formValues } from "./columns";
import { IdField } from "./IdField";
import { Unknown } from "./RegisterListPage";
import "../../forms/forms.css";
import "./registers.css";

export function ProposePage() {
  const { register: kind } = useParams({ from: "/inside/registers/$register/propose" });
  const { id } = useSearch({ from: "/inside/registers/$register/propose" });
  const registers = useQuery(registersQuery);
  const entry = useQuery({ ...entryQuery(kind, id ?? ""), enabled: id !== undefined });
  return (
    <Waiting query={registers} rows={10}>
      {(rows) => {
        const register = rows.find((row) => row.id === kind);
        if (!register) return <Unknown />;
        if (!id) return <Form register={register} entry={null} />;
        return (
          <Waiting query={entry} rows={10}>
            {(data) => <Form key={data.seen} register={register} entry={data} />}
          </Waiting>
        );
      }}
    </Waiting>
  );
}

/** Columns of the paper around the entry itself. */
const SOURCE: Column = {
  id: "source",
  title: "来源",
  type: "text",
  required: true,
  options: [],
  help: "内容出自哪个文件、文号或者决定。",
  public: true,
  key: false,
};
const EFFECTIVE: Column = {
  ...SOURCE,
  id: "effective",
  title: "生效日期",
  type: "day",
  required: false,
  help: "不填为公布当日。",
};

function Form({ register, entry }: { register: RegisterInfo; entry: EntryPage | null }) {
  const navigate = useNavigate();
  const before = entry?.working ?? entry?.current ?? null;
  const columns = register.columns;
  const me = useMe();
  const title = entry ? `${entry.name}：写新版本` : `新增${register.noun}`;
  const key = useMemo(
    () => ({ user: me.username, matter: `register:${register.id}`, act: entry?.id ?? "new" }),
    [me.username, register.id, entry?.id],
  );
  const clean = useMemo(
    () => ({ ...formValues(columns, before?.fields ?? {}), source: entry?.working?.source ?? "" }),
    [columns, before, entry],
  );
  const [restored, setRestored] = useState(() => drafts.load(key));
  const [values, setValues] = useState<FormValues>(() => ({ ...clean, ...restored?.values }));
  const touched = useRef(false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const own = entryWire(columns, values);
  const beside = entryWire([SOURCE, EFFECTIVE], values);
  const missing = [...own.missing, ...beside.missing];
  const faults = [...own.faults, ...beside.faults];

  useEffect(() => {
    if (touched.current) drafts.save(key, columns.map(fieldOf), values, title, Date.now());
  }, [key, columns, values, title]);

  const change = (field: string, value: FormValue) => {
    touched.current = true;
    setValues((now) => ({ ...now, [field]: value }));
  };

  const discard = () => {
    drafts.clear(key);
    touched.current = false;
    setRestored(null);
    setValues(clean);
    setTried(false);
  };

  const faultsOf = (field: string): string[] => {
    const told =
      error instanceof Refused
        ? error.problem.reasons.filter((reason) => reason.field === field).map((reason) => reason.message)
        : [];
    if (!tried) return told;
    return [
      ...faults.filter((fault) => fault.field === field).map((fault) => fault.message),
      ...missing.filter((each) => each.id === field).map((each) => `请填写“${each.label}”。`),
      ...told,
    ];
  };

  const send = async (draft: boolean) => {
    if (busy) return;
    setTried(true);
    const first = [...columns, SOURCE, EFFECTIVE].find(
      ({ id }) => missing.some((each) => each.id === id) || faults.some((each) => each.field === id),
    );
    if (first) {
      focusField(first.id);
      return;
    }
    setBusy(true);
    setError(null);
    try {
      const done = await post<RegisterDone>(stepPath(register.id, "propose"), {
        ...(entry ? { id: entry.id, seen: entry.seen } : {}),
        fields: own.fields,
        ...beside.fields,
        draft,
      });
      touched.current = false;
      drafts.clear(key);
      await client.invalidateQueries({ queryKey: ["registers"] });
      const written = done.entries[0]?.id ?? entry?.id;
      await navigate(
        written
          ? {
              to: "/registers/$register/entries/$entry",
              params: { register: register.id, entry: written },
              search: {},
            }
          : { to: "/registers/$register", params: { register: register.id }, search: {} },
      );
    } catch (reason) {
      setError(reason);
      setBusy(false);
      const field = reason instanceof Refused ? reason.problem.field : null;
      if (field) focusField(field);
    }
  };

  return (
    <Look>
      <PageHead
        title={title}
        lead={
          <>
            <Link to="/registers/$register" params={{ register: register.id }} search={{}}>
              {register.title}
            </Link>
            。交出以后由另一人审核，再一人公布。
          </>
        }
      />
      <form
        className="panel propose"
        aria-label={title}
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void send(false);
        }}
      >
        {restored ? (
          <p className="propose-restored small" role="status">
            已恢复 {new Date(restored.savedAt).toLocaleString("zh-CN")} 没有交出的内容。
            <button type="button" className="button button-small" onClick={discard}>
              不要了，重新填
            </button>
          </p>
        ) : null}
        {columns.map((column) =>
          column.type === "agency" || column.type === "procedure" ? (
            <IdField
              key={column.id}
              column={column}
              value={values[column.id] ?? ""}
              faults={faultsOf(column.id)}
              onChange={(value) => change(column.id, value)}
            />
          ) : (
            <FormField
              key={column.id}
              field={fieldOf(column)}
              value={values[column.id] ?? null}
              people={[]}
              faults={faultsOf(column.id)}
              onChange={(value) => change(column.id, value)}
            />
          ),
        )}
        {[SOURCE, EFFECTIVE].map((column) => (
          <FormField
            key={column.id}
            field={{ ...fieldOf(column), public: false }}
            value={values[column.id] ?? null}
            people={[]}
            faults={faultsOf(column.id)}
            onChange={(value) => change(column.id, value)}
          />
        ))}
        <footer className="propose-foot">
          {error ? <ProblemNote error={error} /> : null}
          <div className="page-actions">
            <button type="submit" className="button button-main" disabled={busy}>
              {busy ? "正在写入" : "报审"}
            </button>
            <button type="button" className="button" disabled={busy} onClick={() => void send(true)}>
              先存草稿
            </button>
          </div>
        </footer>
      </form>
    </Look>
  );
}
