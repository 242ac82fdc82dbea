/**
 * Which lines of a paper stand where: the salutation at the margin, the agency and the date at the foot.
 * The text is the law pack's and is complete; nothing is said here that it does not say, except a foot where it has none.
 */

export interface Layout {
  /** `张某：`; null where the paper addresses nobody. */
  salutation: string | null;
  body: string[];
  foot: { agency: string; date: string } | null;
}

const SALUTATION = /^[^，。；！？]{1,60}：$/;
const DAY = /^\d{4}年\d{1,2}月\d{1,2}日$/;

/** `day` is the day of issue, `YYYY-MM-DD`, where the paper is issued. */
export function laidOut(paragraphs: string[], agency?: string, day?: string): Layout {
  const body = [...paragraphs];
  const salutation = SALUTATION.test(body[0] ?? "") ? (body.shift() ?? null) : null;
  const written = DAY.test(body.at(-1) ?? "") ? body.pop() : undefined;
  if (written && agency && body.at(-1) === agency) body.pop();
  const date = written ?? (day ? dateOnPaper(day) : undefined);
  return { salutation, body, foot: agency && date ? { agency, date } : null };
}

/** GB/T 9704: the date in Arabic digits, without leading zeros. */
function dateOnPaper(day: string): string {
  return `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
}
