/** Which rows owed to the credit platform can go together, and on which articles their terms rest. */
import type { CreditLine } from "../../api/credit";

/** Rows that can go together: one kind of decision, one kind of row. */
export interface Group {
  key: string;
  title: string;
  report: string;
  content: string;
  lines: CreditLine[];
}

/** The rows by what can go together, in the order in which they come. */
export function grouped(lines: CreditLine[]): Group[] {
  const groups = new Map<string, Group>();
  for (const line of lines) {
    if (!line.content) continue;
    const key = `${line.report.id}/${line.content.id}`;
    const group = groups.get(key) ?? {
      key,
      title: `${line.report.title}·${line.content.title}`,
      report: line.report.id,
      content: line.content.id,
      lines: [],
    };
    group.lines.push(line);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Each article on which a term of these rows rests, once. */
export function bases(lines: CreditLine[]): string {
  return [...new Set(lines.map((line) => line.basis))].join("、");
}

/** The rows of a delivery: those that are ready, without those that were left out, as many as one may hold. */
export function chosen(lines: CreditLine[], left: string[], most: number): string[] {
  return lines
    .filter((line) => line.ready && !left.includes(line.decision))
    .map((line) => line.decision)
    .slice(0, most);
}
