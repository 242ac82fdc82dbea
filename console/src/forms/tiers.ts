/** What a tier of discretion allows, in words: amounts in 元, multiples of what was gained, percentages. */
import type { EntryFields } from "../api/types";
import { yuanFromFen } from "../words/money";

/** `fine_min`, `fine_max` are 分; multiples and percentages are decimal text. Both bounds, one, or the words of the paper. */
export function amountWords(fields: EntryFields): string {
  const parts = [
    range(fields.fine_min, fields.fine_max, (value) => `${yuanFromFen(Number(value))} 元`, "罚款 "),
    range(fields.multiple_min, fields.multiple_max, (value) => `${value} 倍`),
    range(fields.percent_min, fields.percent_max, (value) => `${value}%`),
  ].filter((part) => part !== "");
  if (parts.length > 0) return parts.join("；");
  return typeof fields.fine === "string" ? fields.fine : "";
}

function range(from: unknown, to: unknown, say: (value: unknown) => string, before = ""): string {
  const low = present(from);
  const high = present(to);
  if (low && high) return from === to ? `${before}${say(from)}` : `${before}${say(from)} 至 ${say(to)}`;
  if (high) return `${before}${say(to)} 以下`;
  if (low) return `${before}${say(from)} 以上`;
  return "";
}

function present(value: unknown): boolean {
  return value !== null && value !== undefined && value !== "";
}
