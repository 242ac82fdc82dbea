/** Answers of the law section and the registers: requests below /api/law and /api/registers, papers as PDF. */
import type { EntryFields, Me } from "../src/api/types";
import {
  articleOf,
  COMPARISON,
  EXAMPLES,
  OFF,
  parametersFor,
  proposalsFor,
  propose,
  stepProposal,
  touchedBy,
} from "./law";
import { fillRegisters, REGISTERS, registerOf } from "./registerData";
import { addEntry, infoOf, linesOf, pageOf, stepEntries } from "./registers";
import { json, problem } from "./replies";

/** None where the address is of another part. */
export function readLaw(parts: string[], query: URLSearchParams, me: Me): Response | null {
  const [what, id = "", more, which = "", last] = parts;
  if (what === "law") {
    if (id === "articles") {
      const article = articleOf(query.get("cite") ?? "");
      return article
        ? json(article)
        : problem(404, "law.no_article", "没有找到这一条", "平台上没有这部法律的全文。");
    }
    if (id === "procedures" && last === undefined) return json(EXAMPLES[more ?? ""] ?? []);
    if (id === "compare")
      return json(query.get("left") === query.get("right") ? { changes: [] } : COMPARISON);
    if (id === "touched") return json(touchedBy(query.get("procedure") ?? ""));
    if (id === "parameters") return json(parametersFor());
    if (id === "proposals") return json(proposalsFor(me));
  }
  if (what === "papers" && id === "samples") return pdf();
  if (what === "matters" && parts.at(-1) === "pdf") return pdf();
  if (what === "registers") {
    fillRegisters();
    if (!id) return json(REGISTERS.map((register) => infoOf(register, me)));
    if (id === "owed") return json({ waiting: [], lacking: [], basis: "政府信息公开条例26" });
    const register = registerOf(id);
    if (!register) return problem(404, "register.missing", "没有这个名录", "请从“清单与基准”重新进入。");
    if (more === "template.xlsx") return new Response("", { headers: { "Content-Type": "application/zip" } });
    if (!which) {
      const items = linesOf(register, query);
      const size = Number(query.get("limit") ?? 50);
      return json({ items: items.slice(0, size), next: null, total: items.length, exact: true });
    }
    const entry = register.entries.find((each) => each.id === which);
    if (!entry) return problem(404, "register.entry_missing", "没有这一条", "请返回名录重新打开。");
    if (last === "compare") {
      const at = (name: string) =>
        entry.versions.find((version) => String(version.version) === query.get(name))?.fields ?? {};
      const [left, right] = [at("left"), at("right")];
      return json({
        left: Number(query.get("left")),
        right: Number(query.get("right")),
        changes: register.info.columns
          .filter((column) => JSON.stringify(left[column.id]) !== JSON.stringify(right[column.id]))
          .map((column) => ({
            column: column.id,
            title: column.title,
            kind:
              left[column.id] === undefined
                ? "added"
                : right[column.id] === undefined
                  ? "removed"
                  : "changed",
            left: wordsOf(left[column.id]),
            right: wordsOf(right[column.id]),
          })),
      });
    }
    return json(pageOf(register, entry, me));
  }
  return null;
}

interface Given {
  on?: boolean;
  value?: number;
  basis?: string;
  opinion?: string;
  from?: string;
  id?: string;
  ids?: string[];
  agree?: boolean;
  reason?: string;
  fields?: EntryFields;
  source?: string;
  draft?: boolean;
  group?: string;
}

/** None where the address is of another part. */
export function writeLaw(parts: string[], body: string, query: URLSearchParams, me: Me): Response | null {
  const [what, id = "", more = "", which = ""] = parts;
  if (what === "matters" && parts.at(-1) === "pdf") return pdf();
  if (what !== "law" && what !== "registers") return null;
  if (what === "registers" && more === "import") return importInto(body, query);
  const given = JSON.parse(body) as Given;
  if (what === "law") {
    if (id === "procedures") {
      if (given.on) OFF.delete(more);
      else OFF.add(more);
      return new Response(null, { status: 204 });
    }
    if (id === "parameters")
      return json(propose([more, which], { value: given.value ?? 0, basis: given.basis ?? "" }, me));
    return json(stepProposal(more, which, given, me));
  }
  fillRegisters();
  const register = registerOf(id);
  if (!register) return problem(404, "register.missing", "没有这个名录", "请从“清单与基准”重新进入。");
  const done =
    more === "propose" || more === "none"
      ? [
          addEntry(
            register,
            { ...given, fields: given.fields ?? {}, source: given.source ?? "", none: more === "none" },
            me,
          ),
        ]
      : stepEntries(register, more, { ids: [], ...given }, me);
  return json({
    entries: done.map((entry) => ({
      id: entry.id,
      state: entry.versions[0]?.state,
      state_title: entry.versions[0]?.state_title,
      seen: entry.seen,
      version: entry.versions[0]?.version,
    })),
    said: `已办 ${done.length} 条`,
  });
}

/** A file whose name says 错 is refused, so that both faces can be seen. */
function importInto(body: string, query: URLSearchParams): Response {
  const wrong = (query.get("name") ?? "").includes("错");
  return json({
    rows: 12,
    accepted: wrong ? 0 : 11,
    unchanged: wrong ? 0 : 1,
    rejected: wrong ? 2 : 0,
    report: wrong
      ? [
          {
            sheet: "",
            row: 4,
            column: "类别",
            code: "input.choice",
            reason: "“处罚”不是可选的类别，应写“行政处罚”",
          },
          { sheet: "", row: 9, column: "事项编码", code: "input.repeated", reason: "与第 3 行的编码相同" },
        ]
      : [],
    mapping: { kind: "items", columns: { code: "权力编码", name: "事项名称", category: "职权类型" } },
    size: body.length,
  });
}

function wordsOf(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

function pdf(): Response {
  return new Response("%PDF-1.4\n%mock\n", { headers: { "Content-Type": "application/pdf" } });
}
