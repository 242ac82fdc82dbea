/** How procedures are listed: the ten categories in the order of the law, versions of one family beside each other, newest first. */
import type { ProcedureRow } from "../../api/types";

const ORDER = [
  "行政处罚",
  "行政强制",
  "行政检查",
  "行政许可",
  "行政征收",
  "行政确认",
  "行政给付",
  "行政奖励",
  "行政裁决",
  "其他行政执法",
  "信访",
];

export function byCategory(rows: ProcedureRow[]): [category: string, rows: ProcedureRow[]][] {
  const groups = new Map<string, ProcedureRow[]>();
  for (const row of rows) groups.set(row.category, [...(groups.get(row.category) ?? []), row]);
  const place = (category: string) => {
    const at = ORDER.indexOf(category);
    return at < 0 ? ORDER.length : at;
  };
  return [...groups.entries()]
    .sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b, "zh"))
    .map(([category, members]) => [
      category,
      members.sort(
        (a, b) =>
          (a.family ?? a.id).localeCompare(b.family ?? b.id) || (b.from ?? "").localeCompare(a.from ?? ""),
      ),
    ]);
}

/** What this agency does with it, in words. */
export function standing(row: Pick<ProcedureRow, "on" | "in_force">): string {
  if (row.on === false) return "○ 不办理，报表为零";
  return row.in_force === false ? "只办未结的" : "● 办理";
}

/** Procedures that a new matter can be opened under. */
export function openable(rows: ProcedureRow[]): ProcedureRow[] {
  return rows.filter((row) => row.on !== false && row.in_force !== false);
}

/** Versions of the same procedure, newest first; the procedure itself among them. */
export function familyOf(rows: ProcedureRow[], id: string): ProcedureRow[] {
  const family = rows.find((row) => row.id === id)?.family ?? id;
  return rows
    .filter((row) => (row.family ?? row.id) === family)
    .sort((a, b) => (b.from ?? "").localeCompare(a.from ?? ""));
}
