/** What the list can be narrowed by. Choices act at once; the keyword when typing rests. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { procedureQuery, proceduresQuery } from "../../api/queries";
import type { Named } from "../../api/types";
import { FILTERABLE, meaningOf } from "../../words/lights";
import { type Filter, isNarrowed } from "./filter";

interface Props {
  filter: Filter;
  scope: Named[];
  onChange: (part: Partial<Filter>) => void;
}

const STATUS: [string, string][] = [
  ["open", "在办"],
  ["closed", "已办结"],
  ["archived", "已归档"],
  ["destroyed", "已依法销毁"],
];

export function FilterRow({ filter, scope, onChange }: Props) {
  const procedures = useQuery(proceduresQuery);
  const procedure = useQuery({
    ...procedureQuery(filter.procedure ?? ""),
    enabled: filter.procedure !== undefined,
  });
  return (
    <search className="filter">
      <Keyword value={filter.q ?? ""} onChange={(q) => onChange({ q })} />
      <Choice
        label="程序"
        value={filter.procedure}
        options={(procedures.data ?? []).map(({ id, title }) => [id, title])}
        onChange={(value) => onChange({ procedure: value })}
      />
      <Choice
        label="阶段"
        value={filter.stage}
        disabled={!filter.procedure}
        options={(procedure.data?.stages ?? []).map(({ id, title }) => [id, title])}
        onChange={(stage) => onChange({ stage })}
      />
      <Choice
        label="灯"
        value={filter.light}
        options={FILTERABLE.map((state) => [state, meaningOf(state).word])}
        onChange={(light) => onChange({ light })}
      />
      {scope.length > 1 ? (
        <Choice
          label="机关"
          value={filter.agency}
          options={scope.map(({ id, name }) => [id, name])}
          onChange={(agency) => onChange({ agency })}
        />
      ) : null}
      <Choice
        label="状态"
        value={filter.status}
        options={STATUS}
        onChange={(status) => onChange({ status })}
      />
      {isNarrowed(filter) ? (
        <button
          type="button"
          className="button"
          onClick={() => onChange({ q: "", procedure: "", light: "", agency: "", status: "" })}
        >
          清除条件
        </button>
      ) : null}
    </search>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  options: [string, string][];
  disabled?: boolean;
  onChange: (value: string) => void;
}

function Choice({ label, value, options, disabled = false, onChange }: ChoiceProps) {
  return (
    <label title={disabled ? "先选程序，再选阶段" : undefined}>
      <span>{label}</span>
      <select value={value ?? ""} disabled={disabled} onChange={(event) => onChange(event.target.value)}>
        <option value="">全部</option>
        {options.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Keyword({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const [text, setText] = useState(value);
  const composing = useRef(false);
  const sent = useRef(value);

  // The address can change without typing: by 后退, or 清除条件.
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);

  useEffect(() => {
    if (composing.current || text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      onChange(text);
    }, 350);
    return () => clearTimeout(timer);
  }, [text, onChange]);

  return (
    <label className="filter-keyword">
      <span>关键词</span>
      <input
        type="search"
        placeholder="编号、标题、承办人"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={(event) => {
          composing.current = false;
          setText(event.currentTarget.value);
        }}
      />
    </label>
  );
}
