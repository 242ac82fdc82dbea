/** Between a register's columns and what people type and read. The kinds of column are the API's; the widgets are the forms'. */
import type { Column, EntryFields, Field, FieldType } from "../../api/types";
import type { FormValues } from "../../forms/mapping";
import { toWire, valuesFrom } from "../../forms/mapping";
import { yuanFromFen } from "../../words/money";

const TYPES: Record<Column["type"], FieldType> = {
  text: "text",
  long: "long",
  day: "date",
  money: "money",
  yesno: "bool",
  // One entry on a line.
  list: "long",
  code: "text",
  choice: "choice",
  integer: "integer",
  decimal: "text",
  agency: "text",
  procedure: "text",
  item: "item",
};

/** A column as a field of a form. */
export function fieldOf(column: Column): Field {
  return {
    id: column.id,
    label: column.title,
    type: TYPES[column.type] ?? "text",
    required: column.required,
    options: column.options,
    max: 0,
    help: [column.help, column.type === "list" ? "一行一条。" : ""].filter((part) => part !== "").join(" "),
    basis: "",
    personal: false,
    public: column.public,
  };
}

export function formValues(columns: Column[], fields: EntryFields): FormValues {
  const flat = Object.fromEntries(
    columns.map((column) => {
      const value = fields[column.id];
      return [column.id, Array.isArray(value) ? value.join("\n") : value];
    }),
  );
  return valuesFrom(columns.map(fieldOf), flat);
}

/** What is sent: lists by line, the rest as a form sends it. */
export function entryWire(columns: Column[], values: FormValues): ReturnType<typeof toWire> {
  const wire = toWire(columns.map(fieldOf), values);
  for (const column of columns) {
    const value = wire.fields[column.id];
    if (column.type === "list" && typeof value === "string")
      wire.fields[column.id] = value
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "");
    if (column.type === "decimal" && typeof value === "string" && !/^\d+(\.\d+)?$/.test(value)) {
      delete wire.fields[column.id];
      wire.faults.push({ field: column.id, message: `“${value}”不是数。请填 1.5 这样的数字。` });
    }
  }
  return wire;
}

/** A value as one reads it; `names` gives agencies and procedures by id. */
export function shownIn(column: Column, value: unknown, names?: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined || value === "") return "";
  if (column.type === "money" && typeof value === "number") return `${yuanFromFen(value)} 元`;
  if (typeof value === "boolean") return value ? "是" : "否";
  if (Array.isArray(value)) return value.map(String).join("；");
  if (column.type === "agency" || column.type === "procedure")
    return names?.get(String(value)) ?? String(value);
  return String(value);
}
