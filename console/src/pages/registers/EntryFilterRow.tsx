/** What a register can be narrowed by. Choices act at once; the words when typing rests. */
import { useEffect, useRef, useState } from "react";
import type { RegisterInfo } from "../../api/types";
import { useMe } from "../../session/session";
import { type EntryFilter, isNarrowed } from "./filter";

const REST = 300;
const STATES: [string, string][] = [
  ["draft", "草稿"],
  ["pending", "待审"],
  ["published", "已公布"],
  ["repealed", "已废止"],
];

interface Props {
  register: RegisterInfo;
  filter: EntryFilter;
  onChange: (part: Partial<EntryFilter>) => void;
}

export function EntryFilterRow({ register, filter, onChange }: Props) {
  const me = useMe();
  const group = register.columns.find((column) => column.id === register.group);
  return (
    <search className="filter">
      <Words value={filter.words ?? ""} onChange={(words) => onChange({ words })} />
      {register.groups.length > 0 ? (
        <Choice
          label={group?.title ?? "类别"}
          value={filter.group}
          options={register.groups.map((each) => [each, each])}
          onChange={(value) => onChange({ group: value })}
        />
      ) : null}
      <Choice label="状态" value={filter.state} options={STATES} onChange={(state) => onChange({ state })} />
      {me.scope.length > 1 ? (
        <Choice
          label="机关"
          value={filter.agency}
          options={me.scope.map(({ id, name }) => [id, name])}
          onChange={(agency) => onChange({ agency })}
        />
      ) : null}
      <Tick label="只看今天有效的" value={filter.in_force} onChange={(in_force) => onChange({ in_force })} />
      <Tick label="只看等待公布的" value={filter.waiting} onChange={(waiting) => onChange({ waiting })} />
      {isNarrowed(filter) ? (
        <button
          type="button"
          className="button"
          onClick={() => onChange({ words: "", state: "", agency: "", group: "", in_force: "", waiting: "" })}
        >
          清除
        </button>
      ) : null}
    </search>
  );
}

function Words({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const change = useRef(onChange);
  change.current = onChange;
  // Cleared from outside, or another address: the box follows.
  useEffect(() => {
    if (value !== told.current) {
      told.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (text.trim() === told.current) return;
    const timer = setTimeout(() => {
      told.current = text.trim();
      change.current(text.trim());
    }, REST);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label className="filter-keyword">
      <span>关键词</span>
      <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
    </label>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  options: [value: string, words: string][];
  onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label>
      <span>{label}</span>
      <select value={value ?? ""} onChange={(event) => onChange(event.target.value)}>
        <option value="">全部</option>
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A tick box whose answer stands in the address: "true", or nothing. */
function Tick({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (value: string) => void;
}) {
  return (
    <label className="filter-tick">
      <input
        type="checkbox"
        checked={value === "true"}
        onChange={(event) => onChange(event.target.checked ? "true" : "")}
      />{" "}
      {label}
    </label>
  );
}
