/** One field of an act's form: label, the article beside it, a mark where it is personal, help, the input, what is wrong. */
import type { Field, OfficerOption } from "../api/types";
import { Article } from "../parts/Article";
import type { FormValue } from "./mapping";
import { isShortChoice, Widget } from "./Widget";

interface Props {
  field: Field;
  value: FormValue;
  people: OfficerOption[];
  faults: string[];
  onChange: (value: FormValue) => void;
}

/** Inputs that are a group are named by a legend, single ones by a label. */
const GROUPS = ["bool", "choices", "officers", "file", "files", "table", "signature", "tier"];

export function FormField({ field, value, people, faults, onChange }: Props) {
  const id = fieldId(field.id);
  const asGroup = GROUPS.includes(field.type) || isShortChoice(field);
  const described = [field.help ? `${id}-help` : "", faults.length > 0 ? `${id}-fault` : ""].join(" ").trim();
  const name = (
    <>
      {field.label}
      {field.required ? null : <span className="small soft">（选填）</span>}
    </>
  );
  const inside = (
    <>
      {field.help ? (
        <p className="small soft" id={`${id}-help`}>
          {field.help}
        </p>
      ) : null}
      <Widget
        id={id}
        field={field}
        value={value}
        people={people}
        invalid={faults.length > 0}
        described={described}
        onChange={onChange}
      />
      {faults.length > 0 ? (
        <ul className="field-fault" id={`${id}-fault`}>
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
  const beside = (
    <span className="field-beside">
      {field.personal ? <span className="tag">个人信息，不公开</span> : null}
      {field.public ? <span className="tag">将公开</span> : null}
      {field.basis ? <Article cite={field.basis} /> : null}
    </span>
  );
  return asGroup ? (
    <fieldset className="field" id={`${id}-box`} tabIndex={-1} aria-describedby={described || undefined}>
      <legend>
        <span className="field-head">
          <span>{name}</span>
          {beside}
        </span>
      </legend>
      {inside}
    </fieldset>
  ) : (
    <div className="field" id={`${id}-box`}>
      <div className="field-head">
        <label htmlFor={id}>{name}</label>
        {beside}
      </div>
      {inside}
    </div>
  );
}

export function fieldId(field: string): string {
  return `field-${field}`;
}

/** Moves to the first field that needs attention. */
export function focusField(field: string): void {
  const input = document.getElementById(fieldId(field));
  const box = document.getElementById(`${fieldId(field)}-box`);
  box?.scrollIntoView({ block: "center" });
  (input ?? box?.querySelector<HTMLElement>("input, button, select, textarea") ?? box)?.focus({
    preventScroll: true,
  });
}
