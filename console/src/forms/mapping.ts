/**
 * Between what a form holds (text as typed) and what the API takes (money in 分, whole numbers, files by digest).
 * Only the shape of a value is judged here; whether the act is lawful is the server's to say.
 */
import type { Field, FileRef, ReviewItem } from "../api/types";
import { fenFromYuan, yuanFromFen } from "../words/money";
import { isFile } from "../words/shown";

/** Money and whole numbers stay text while they are typed. */
export type FormValue = string | boolean | string[] | string[][] | FileRef | FileRef[] | ReviewItem[] | null;
export type FormValues = Record<string, FormValue>;

export interface Fault {
  field: string;
  message: string;
}

export interface Wire {
  fields: Record<string, unknown>;
  /** Values whose shape is wrong; they are left out of `fields`. */
  faults: Fault[];
  /** Required fields that are still empty. */
  missing: Field[];
}

/** What the server proposes, as the form holds it. */
export function valuesFrom(fields: Field[], defaults: Record<string, unknown>): FormValues {
  return Object.fromEntries(fields.map((field) => [field.id, valueFrom(field, defaults[field.id])]));
}

function valueFrom(field: Field, value: unknown): FormValue {
  switch (field.type) {
    case "bool":
      return typeof value === "boolean" ? value : null;
    case "money":
      return typeof value === "number" ? yuanFromFen(value) : "";
    case "choices":
    case "officers":
      return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
    case "file":
    case "signature":
      return isFile(value) ? value : null;
    case "files":
      return Array.isArray(value) ? value.filter(isFile) : [];
    case "table":
      return isTable(value) ? value : [];
    case "review_items":
      return Array.isArray(value) ? (value as ReviewItem[]) : [];
    case "moment":
      return typeof value === "string" ? value.slice(0, 16) : "";
    default:
      return typeof value === "string" || typeof value === "number" ? String(value) : "";
  }
}

/** What is sent. Empty fields are left out, so that the server speaks of them as missing rather than as wrong. */
export function toWire(fields: Field[], values: FormValues): Wire {
  const wire: Wire = { fields: {}, faults: [], missing: [] };
  for (const field of fields) {
    const value = field.type === "table" ? written(values[field.id]) : values[field.id];
    if (isEmpty(value)) {
      if (field.required) wire.missing.push(field);
      continue;
    }
    const outcome = wireValue(field, value as NonNullable<FormValue>);
    if ("fault" in outcome) wire.faults.push({ field: field.id, message: outcome.fault });
    else wire.fields[field.id] = outcome.value;
  }
  return wire;
}

/** Rows of a table in which something stands; a row left blank is no row. */
function written(value: FormValue | undefined): string[][] {
  return isTable(value)
    ? value.map((row) => row.map((cell) => cell.trim())).filter((row) => row.some((cell) => cell !== ""))
    : [];
}

export function isTable(value: unknown): value is string[][] {
  return (
    Array.isArray(value) &&
    value.every((row) => Array.isArray(row) && row.every((cell) => typeof cell === "string"))
  );
}

function isEmpty(value: FormValue | undefined): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return value.trim() === "";
  return Array.isArray(value) && value.length === 0;
}

function wireValue(field: Field, value: NonNullable<FormValue>): { value: unknown } | { fault: string } {
  const text = typeof value === "string" ? value.trim() : "";
  switch (field.type) {
    case "money": {
      const fen = fenFromYuan(text);
      return fen === null
        ? { fault: `“${text}”不是金额。请按元填写，最多两位小数，例如 20000 或 1,250.50。` }
        : { value: fen };
    }
    case "integer":
      return /^-?\d{1,12}$/.test(text)
        ? { value: Number(text) }
        : { fault: `“${text}”不是整数。请只填数字。` };
    case "date":
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? { value: text } : { fault: "日期请写成 2026-03-01 的样子。" };
    case "moment":
      return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)
        ? { value: text }
        : { fault: "时间请写成 2026-03-01 09:30 的样子。" };
    case "table": {
      const rows = written(value);
      return field.max > 0 && rows.length > field.max
        ? { fault: `最多 ${field.max} 行，现有 ${rows.length} 行。请分次登记，或者作为附件上传。` }
        : { value: rows };
    }
    case "text":
    case "long":
      return field.max > 0 && [...text].length > field.max
        ? { fault: `最多 ${field.max} 字，现有 ${[...text].length} 字。请精简后再交。` }
        : { value: text };
    default:
      return { value: typeof value === "string" ? text : value };
  }
}
