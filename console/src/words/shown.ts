/** Any value of a field, as a person reads it. */
import type { FieldType, FileRef, ReviewItem } from "../api/types";
import { momentWords } from "./dates";
import { yuanFromFen } from "./money";

/** `type` decides how the value is written; without one it is guessed from the value alone. */
export function shown(value: unknown, type?: FieldType): string {
  if (value === null || value === undefined || value === "") return "未填";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "number") return type === "money" ? `${yuanFromFen(value)} 元` : String(value);
  if (type === "table" && Array.isArray(value))
    return value
      .map((row) => (Array.isArray(row) ? row : [row]).filter((cell) => cell).join("　"))
      .join("\n");
  if (Array.isArray(value)) return value.length === 0 ? "无" : value.map((entry) => shown(entry)).join("、");
  if (isReviewItem(value)) return `${value.item} ${value.mark}${value.reason ? `（${value.reason}）` : ""}`;
  if (isFile(value)) return value.name;
  if (typeof value === "object") {
    const name = (value as { name?: unknown }).name;
    return typeof name === "string" ? name : JSON.stringify(value);
  }
  return type === "moment" ? momentWords(String(value)) : String(value);
}

export function isFile(value: unknown): value is FileRef {
  return typeof value === "object" && value !== null && "digest" in value && "size" in value;
}

function isReviewItem(value: unknown): value is ReviewItem {
  return typeof value === "object" && value !== null && "mark" in value && "item" in value;
}

/** Bytes in the unit people use for files. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`;
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

/** A digest short enough to compare by eye. */
export function shortDigest(hex: string): string {
  return hex.length > 16 ? `${hex.slice(0, 8)}…${hex.slice(-8)}` : hex;
}
