/** The input that fits a field's type. Plain inputs where the browser's own are good; antd for days and long lists. */
import { Select } from "antd";
import type { Field, FileRef, OfficerOption } from "../api/types";
import { capitalYuan, fenFromYuan } from "../words/money";
import { DayInput, MomentInput } from "./DayInput";
import { FileBox } from "./FileBox";
import { FilledTable } from "./FilledTable";
import { ItemPicker, MatterPicker } from "./Finder";
import { HeldPicker } from "./HeldPicker";
import type { FormValue } from "./mapping";
import { OfficerPicker } from "./OfficerPicker";
import { PublicFiles } from "./PublicFiles";
import { SignaturePad } from "./SignaturePad";
import { TableInput } from "./TableInput";
import { TierPicker } from "./TierPicker";

/** Field of every act that releases a public copy. */
const PUBLIC_FILES = "public_files";

export interface WidgetProps {
  id: string;
  field: Field;
  value: FormValue;
  people: OfficerOption[];
  invalid: boolean;
  described: string;
  onChange: (value: FormValue) => void;
}

export function Widget(props: WidgetProps) {
  switch (props.field.type) {
    case "text":
      return <TextInput {...props} />;
    case "integer":
      return <TextInput {...props} numeric />;
    case "long":
      return <LongInput {...props} />;
    case "money":
      return <MoneyInput {...props} />;
    case "date":
      return <DayInput {...props} />;
    case "moment":
      return <MomentInput {...props} />;
    case "bool":
      return <YesNo {...props} />;
    case "choice":
      return isShortChoice(props.field) ? <OneOf {...props} /> : <LongChoice {...props} />;
    case "choices":
      return <SeveralOf {...props} />;
    case "officers":
      return <OfficerPicker {...props} />;
    case "person":
      return <OnePerson {...props} />;
    case "file":
      return (
        <FileBox
          {...props}
          files={props.value && !Array.isArray(props.value) ? [props.value as FileRef] : []}
          onFiles={(files) => props.onChange(files.at(-1) ?? null)}
        />
      );
    case "files":
      if (props.field.id === PUBLIC_FILES) {
        const files = Array.isArray(props.value) ? (props.value as FileRef[]) : [];
        return <PublicFiles id={props.id} files={files} onFiles={props.onChange} />;
      }
      return (
        <FileBox
          {...props}
          several
          files={Array.isArray(props.value) ? (props.value as FileRef[]) : []}
          onFiles={props.onChange}
        />
      );
    case "table":
      return props.field.filled ? <FilledTable {...props} /> : <TableInput {...props} />;
    case "signature":
      return <SignaturePad {...props} />;
    case "item":
      return <ItemPicker {...props} />;
    case "tier":
      return <TierPicker {...props} />;
    case "matter":
      return <MatterPicker {...props} />;
    case "held":
      return <HeldPicker {...props} />;
    case "review_items":
      return <p className="soft">十二项审核项目在“法制审核”页面逐项标记。</p>;
  }
}

function TextInput({
  id,
  field,
  value,
  invalid,
  described,
  onChange,
  numeric = false,
}: WidgetProps & { numeric?: boolean }) {
  return (
    <input
      id={id}
      className={numeric ? "input input-short" : "input"}
      inputMode={numeric ? "numeric" : undefined}
      autoComplete="off"
      value={asText(value)}
      aria-required={field.required}
      aria-invalid={invalid}
      aria-describedby={described || undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function LongInput({ id, field, value, invalid, described, onChange }: WidgetProps) {
  const text = asText(value);
  const count = [...text].length;
  return (
    <>
      <textarea
        id={id}
        className="input"
        rows={Math.min(
          16,
          Math.max(field.max > 600 ? 5 : 3, text.split("\n").length + Math.ceil(count / 44)),
        )}
        value={text}
        aria-required={field.required}
        aria-invalid={invalid}
        aria-describedby={described || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {field.max > 0 && count > field.max * 0.6 ? (
        <p className="small soft input-count">
          {count} / {field.max} 字
        </p>
      ) : null}
    </>
  );
}

function MoneyInput({ id, field, value, invalid, described, onChange }: WidgetProps) {
  const text = asText(value);
  const fen = fenFromYuan(text);
  return (
    <div className="money">
      <span className="input-unit">
        <input
          id={id}
          className="input input-short"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          aria-required={field.required}
          aria-invalid={invalid}
          aria-describedby={described || undefined}
          onChange={(event) => onChange(event.target.value)}
        />
        元
      </span>
      {fen !== null ? <span className="small soft">人民币{capitalYuan(fen)}</span> : null}
    </div>
  );
}

function YesNo({ id, value, onChange }: WidgetProps) {
  return (
    <div className="options">
      {[true, false].map((answer) => (
        <label key={String(answer)} className="option">
          <input type="radio" name={id} checked={value === answer} onChange={() => onChange(answer)} />
          {answer ? "是" : "否"}
        </label>
      ))}
    </div>
  );
}

function OneOf({ id, field, value, onChange }: WidgetProps) {
  return (
    <div className="options">
      {field.options.map((option) => (
        <label key={option} className="option">
          <input type="radio" name={id} checked={value === option} onChange={() => onChange(option)} />
          {option}
        </label>
      ))}
    </div>
  );
}

function SeveralOf({ field, value, onChange }: WidgetProps) {
  const chosen = asTexts(value);
  return (
    <div className="options">
      {field.options.map((option) => (
        <label key={option} className="option">
          <input
            type="checkbox"
            checked={chosen.includes(option)}
            onChange={(event) =>
              // Kept in the order of the form, whatever the order of ticking.
              onChange(
                field.options.filter((each) =>
                  each === option ? event.target.checked : chosen.includes(each),
                ),
              )
            }
          />
          {option}
        </label>
      ))}
    </div>
  );
}

function LongChoice({ id, field, value, invalid, onChange }: WidgetProps) {
  return (
    <Select
      id={id}
      className="input-wide"
      showSearch
      allowClear
      status={invalid ? "error" : ""}
      placeholder="请选择，可以输入几个字查找"
      value={asText(value) || undefined}
      options={field.options.map((option) => ({ value: option, label: option }))}
      onChange={(next: string | undefined) => onChange(next ?? "")}
    />
  );
}

function OnePerson({ id, value, people, invalid, onChange }: WidgetProps) {
  return (
    <Select
      id={id}
      className="input-wide"
      showSearch={{ optionFilterProp: "label" }}
      allowClear
      status={invalid ? "error" : ""}
      placeholder="请选择人员"
      value={asText(value) || undefined}
      options={people.map((person) => ({ value: person.id, label: person.name }))}
      onChange={(next: string | undefined) => onChange(next ?? "")}
    />
  );
}

/** Few choices stand open; many are looked up. */
export function isShortChoice(field: Field): boolean {
  return field.type === "choice" && field.options.length <= 6;
}

export function asText(value: FormValue): string {
  return typeof value === "string" ? value : "";
}

export function asTexts(value: FormValue): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}
