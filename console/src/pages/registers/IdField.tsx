/** A column that holds an agency or a procedure: chosen by name, kept by id. */
import { useQuery } from "@tanstack/react-query";
import { agenciesQuery, proceduresQuery } from "../../api/queries";
import type { Column } from "../../api/types";
import { fieldId } from "../../forms/FormField";
import type { FormValue } from "../../forms/mapping";
import { openable } from "../procedures/listing";
import { flat } from "./names";

interface Props {
  column: Column;
  value: FormValue;
  faults: string[];
  onChange: (value: string) => void;
}

export function IdField({ column, value, faults, onChange }: Props) {
  const id = fieldId(column.id);
  const options = useOptions(column.type);
  const now = typeof value === "string" ? value : "";
  const known = now === "" || options.some((option) => option.id === now);
  return (
    <div className="field" id={`${id}-box`}>
      <div className="field-head">
        <label htmlFor={id}>
          {column.title}
          {column.required ? null : <span className="small soft">（选填）</span>}
        </label>
        {column.public ? <span className="tag">将公开</span> : null}
      </div>
      {column.help ? (
        <p className="small soft" id={`${id}-help`}>
          {column.help}
        </p>
      ) : null}
      <select
        id={id}
        className="input"
        value={now}
        aria-required={column.required}
        aria-invalid={faults.length > 0}
        aria-describedby={column.help ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">请选择</option>
        {known ? null : <option value={now}>{now}</option>}
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </select>
      {faults.length > 0 ? <p className="field-fault">{faults.join("；")}</p> : null}
    </div>
  );
}

function useOptions(type: Column["type"]): { id: string; name: string }[] {
  const agencies = useQuery({ ...agenciesQuery, enabled: type === "agency" });
  const procedures = useQuery({ ...proceduresQuery, enabled: type === "procedure" });
  if (type === "agency") return flat(agencies.data ?? []);
  return openable(procedures.data ?? []).map((row) => ({ id: row.id, name: row.title }));
}
