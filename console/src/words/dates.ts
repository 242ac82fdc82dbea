/** Civil days and moments as people read them. Days arrive as text and stay text: no time zone can move them. */

const WEEKDAYS = ["日", "一", "二", "三", "四", "五", "六"];
const DAY = 86_400_000;

/** Days since 1970, for arithmetic on `YYYY-MM-DD`. */
function dayNumber(day: string): number {
  return Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY;
}

export function addDays(day: string, count: number): string {
  return new Date((dayNumber(day) + count) * DAY).toISOString().slice(0, 10);
}

/** 0 is Monday. */
export function weekdayOf(day: string): number {
  return (((dayNumber(day) + 3) % 7) + 7) % 7;
}

export function weekdayWord(day: string): string {
  return `星期${WEEKDAYS[(weekdayOf(day) + 1) % 7]}`;
}

/** `2026-11-23` → `11月23日`. */
export function monthDay(day: string): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
}

/** `2026-11-23T09:30:00+08:00` → `2026-11-23 09:30`. */
export function momentWords(moment: string): string {
  return moment.slice(0, 16).replace("T", " ");
}

/** The next four weeks as rows of seven days, beginning with the Monday of this week. */
export function fourWeeks(today: string): string[][] {
  const monday = addDays(today, -weekdayOf(today));
  return [0, 1, 2, 3].map((week) => [0, 1, 2, 3, 4, 5, 6].map((day) => addDays(monday, week * 7 + day)));
}
