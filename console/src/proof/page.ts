/** What the page shows beside what the public copy holds: the two must say the same, and nothing of the copy may be missing. */
import type { CopyField } from "./leaf.ts";

/** One thing that the page shows: `data-copy` says which, the text is what a reader sees. */
export interface Shown {
  name: string;
  text: string;
}

export interface Compared {
  /** What is the same, what differs or is missing, what the copy does not hold, in words of the page. */
  same: string[];
  different: string[];
  beside: string[];
}

/** How many characters of one part, and of the title, the page shows at most. */
export interface Limits {
  part: number;
  title: number;
}

const WORDS: Record<string, string> = {
  title: "标题",
  party: "当事人",
  facts: "事实",
  basis: "依据",
  result: "决定内容",
  number: "文号",
  agency_name: "机关",
  decided: "作出日期",
  published: "公开日期",
  until: "公示到",
  kinds: "处理种类",
  fine: "罚款",
  region: "地区",
};
/** Without these a page would hide what the record holds. */
const OWED = ["title", "party", "facts", "basis", "result"];
const DAYS = ["decided", "published", "until"];

/** Where the copy of our own acts keeps it; an imported decision keeps all under `public.`. */
function held(fields: CopyField[], { name, text }: Shown): unknown {
  const imported = fields.some((field) => field.name === "public.title");
  const own = { published: "day", number: "number" }[name] ?? `fields.public_${name}`;
  const place = imported ? `public.${name}` : own;
  const value = fields.find((field) => field.name === place && "value" in field)?.value;
  // Our own copies hold the matter's number; the paper of the decision may have one of its own, which they do not hold.
  return !imported && name === "number" && value !== text ? undefined : value;
}

export function compared(shown: Shown[], fields: CopyField[], limits: Limits): Compared {
  const found: Compared = { same: [], different: [], beside: [] };
  for (const one of shown) {
    const { name, text } = one;
    const word = WORDS[name] ?? name;
    const value = held(fields, one);
    if (value === undefined) found.beside.push(word);
    else (lines(text) === lines(written(name, value, limits)) ? found.same : found.different).push(word);
  }
  for (const name of OWED) {
    const value = held(fields, { name, text: "" });
    const missing =
      typeof value === "string" && lines(value) !== "" && !shown.some((one) => one.name === name);
    if (missing) found.different.push(`${WORDS[name]}（页面上没有）`);
  }
  return found;
}

/** As the page writes it. */
function written(name: string, value: unknown, limits: Limits): string {
  if (name === "fine" && typeof value === "number") return money(value);
  if (Array.isArray(value)) return value.join("、");
  if (typeof value !== "string") return JSON.stringify(value);
  const day = DAYS.includes(name) ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) : null;
  if (day !== null) return `${Number(day[1])}年${Number(day[2])}月${Number(day[3])}日`;
  return Array.from(value)
    .slice(0, name === "title" ? limits.title : limits.part)
    .join("");
}

function money(cents: number): string {
  const rest = cents % 100;
  const whole = String(Math.floor(cents / 100)).replace(/\B(?=(?:\d{3})+$)/g, ",");
  return `${whole}${rest === 0 ? "" : `.${String(rest).padStart(2, "0")}`} 元`;
}

/** White space around lines and empty lines are layout, not content. */
function lines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}
