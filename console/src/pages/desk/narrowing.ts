/** Which of my duties are on the table: all, those of one count, or those of one day. */
import type { DutyRow } from "../../api/types";
import { addDays, monthDay, weekdayOf } from "../../words/dates";

export type Narrowing =
  | { by: "all" }
  | { by: "overdue" }
  | { by: "today" }
  | { by: "week" }
  | { by: "day"; day: string };

export const ALL: Narrowing = { by: "all" };

export function narrowed(rows: DutyRow[], today: string, narrowing: Narrowing): DutyRow[] {
  switch (narrowing.by) {
    case "all":
      return rows;
    case "overdue":
    case "today":
      return rows.filter((row) => row.light.state === narrowing.by);
    case "week": {
      const sunday = addDays(today, 6 - weekdayOf(today));
      return rows.filter((row) => row.due !== null && row.due >= today && row.due <= sunday);
    }
    case "day":
      return rows.filter((row) => row.due === narrowing.day);
  }
}

export function narrowingWords(narrowing: Narrowing): string {
  switch (narrowing.by) {
    case "all":
      return "按期限先后";
    case "overdue":
      return "只看逾期";
    case "today":
      return "只看今日到期";
    case "week":
      return "只看本周到期";
    case "day":
      return `只看${monthDay(narrowing.day)}到期`;
  }
}
