/** Where a moment of the day lies between the hours that a calendar shows. */

/** First and last hour shown. */
export const FIRST = 7;
export const LAST = 21;

/** Share of the day shown, 0 to 1, at which `2026-03-02T09:30` lies; what lies outside is put at its edge. */
export function shareOf(moment: string): number {
  const hours = Number(moment.slice(11, 13)) + Number(moment.slice(14, 16)) / 60;
  return Math.min(1, Math.max(0, (hours - FIRST) / (LAST - FIRST)));
}

/** `2026-03-02T09:30` → `09:30`. */
export function clock(moment: string): string {
  return moment.slice(11, 16);
}

/** The Monday of a day's week is found by the caller; this says whether a text is a day at all. */
export function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
