/** Scans read back and numbered blank forms, from memory: requests below /api/blanks and /api/matters/…/scans. */
import type { Blank, Blanks, MatterPage, Me, ScannedPage, ScanReport } from "../src/api/types";
import { json, problem } from "./replies";

const KINDS: Blanks["kinds"] = [
  {
    procedure: "penalty.ordinary",
    procedure_title: "行政处罚·普通程序",
    act: "question",
    act_title: "询问",
    paper: "question_record",
    title: "询问笔录",
  },
  {
    procedure: "penalty.summary",
    procedure_title: "行政处罚·简易程序",
    act: "decide",
    act_title: "当场作出处罚决定",
    paper: "spot_decision",
    title: "当场行政处罚决定书",
  },
];

const BLANKS: Blank[] = [];

/** Begins again with the forms that were taken last week. */
export function seedBlanks(): void {
  BLANKS.length = 0;
  const old = { by: "u-li", by_name: "李建军", day: "2026-11-16" };
  BLANKS.push(
    blank(1, KINDS[1], { ...old, state: "used", matter: "m-penalty-b" }),
    blank(2, KINDS[1], { ...old, state: "void", reason: "雨中写坏，已收回。" }),
    blank(3, KINDS[1], old),
    blank(1, KINDS[0], old),
  );
}

seedBlanks();

function blank(n: number, kind: Blanks["kinds"][number] | undefined, part: Partial<Blank>): Blank {
  const { procedure = "", act = "", paper = "", title = "" } = kind ?? {};
  const code = paper === "spot_decision" ? "简罚" : "询";
  return {
    id: `b-${code}-${n}`,
    number: `长信${code}〔2026〕${n}号`,
    kind: code,
    year: 2026,
    n,
    procedure,
    act,
    paper,
    title,
    day: "2026-11-23",
    by: "",
    state: "reserved",
    ...part,
  };
}

/** Forms on which an act may have been done. */
export const openBlanks = (procedure: string, act: string): Blank[] =>
  BLANKS.filter((each) => each.state === "reserved" && each.procedure === procedure && each.act === act);

/** None where the address is of another part. */
export function readPaper(parts: string[]): Response | null {
  if (parts[0] !== "blanks") return null;
  if (parts.at(-1) === "pdf")
    return new Response("%PDF-1.4\n%mock\n", { headers: { "Content-Type": "application/pdf" } });
  return json({ kinds: KINDS, blanks: BLANKS });
}

/** None where the address is of another part. */
export function writePaper(
  parts: string[],
  body: string,
  me: Me,
  matter: MatterPage | undefined,
): Response | null {
  if (parts[0] === "matters" && parts[2] === "scans" && matter) return readBack(body, matter);
  if (parts[0] !== "blanks") return null;
  if (parts[2] === "void") {
    const { reason } = JSON.parse(body) as { reason: string };
    const held = BLANKS.find((each) => each.id === parts[1]);
    if (held?.state !== "reserved")
      return problem(422, "number.void", "现在不能作出这一行为", "这个文号已经作废，不能再用。");
    Object.assign(held, { state: "void", reason });
    return json(held);
  }
  const given = JSON.parse(body) as { procedure: string; act: string; count: number };
  const kind = KINDS.find((each) => each.procedure === given.procedure && each.act === given.act);
  const last = BLANKS.filter((each) => each.act === given.act).reduce((n, each) => Math.max(n, each.n), 0);
  const taken = Array.from({ length: given.count }, (_, index) =>
    blank(last + 1 + index, kind, { by: me.person.id, by_name: me.person.name }),
  );
  BLANKS.push(...taken);
  return json(taken, 201);
}

/** The first paper came altered and another did not come; a file called 完好 holds all of them. */
function readBack(body: string, matter: MatterPage): Response {
  const { files } = JSON.parse(body) as { files: { name: string }[] };
  const file = files[0]?.name ?? "";
  if (/\.txt$/.test(file))
    return problem(
      422,
      "scan.kind",
      "填写有误",
      `${file}：不是扫描件：可以上传 PNG、JPEG、TIFF 图像，或者由扫描图像组成的 PDF`,
    );
  const whole = file.includes("完好");
  const pages = matter.papers.map(
    (paper, index): ScannedPage => ({
      place: index + 1,
      file,
      page_of_file: index + 1,
      code: "ZH1",
      paper: paper.id,
      title: paper.title,
      page: 1,
      verdict: "matched",
      altered: [],
      added: index % 2 ? [] : [{ kind: "seal", left: 120, top: 220, right: 160, bottom: 260 }],
      agreement: 997,
      misplaced: false,
    }),
  );
  if (!whole) {
    const first = pages[0];
    if (first)
      Object.assign(first, {
        verdict: "altered",
        altered: [
          { kind: "missing", left: 62, top: 96.4, right: 88, bottom: 101.8 },
          { kind: "added", left: 62.1, top: 96, right: 93.5, bottom: 102.3 },
        ],
        pictures: [
          { page: DOT, scan: DOT },
          { page: DOT, scan: DOT },
        ],
      });
    const strange = { paper: null, title: null, page: null, added: [] };
    pages.push({
      ...(pages.at(-1) as ScannedPage),
      ...strange,
      place: pages.length + 1,
      page_of_file: pages.length + 1,
      verdict: "other_dossier",
    });
  }
  const last = whole ? undefined : matter.papers.at(-1);
  const kept = pages.filter((page) => !last || page.paper !== last.id || page.verdict !== "matched");
  const report: ScanReport = {
    whole,
    pages: kept,
    missing: last ? [{ paper: last.id, title: last.title, page: 1 }] : [],
  };
  return json(report);
}

/** A picture of one dot: there is no scanner here. */
const DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsVf2YwAAAABJRU5ErkJggg==";
