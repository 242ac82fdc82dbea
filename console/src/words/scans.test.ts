import { expect, test } from "vitest";
import type { ScannedPage, ScanReport } from "../api/types";
import { markWords, pageWords, reportWords, unclear, verdictSaid } from "./scans";

const page = (part: Partial<ScannedPage>): ScannedPage => ({
  place: 1,
  file: "案卷.pdf",
  page_of_file: 3,
  code: null,
  paper: "p1",
  title: "立案审批表",
  page: 1,
  verdict: "matched",
  altered: [],
  added: [],
  agreement: 1000,
  misplaced: false,
  ...part,
});

const report = (pages: ScannedPage[], missing: ScanReport["missing"] = []): ScanReport => ({
  whole: missing.length === 0 && pages.every((each) => each.verdict === "matched"),
  pages,
  missing,
});

test("a dossier that came whole is told in one sentence", () => {
  expect(reportWords(report([page({}), page({})]))).toBe("扫描 2 页，全部与电子文书一致，没有缺页。");
});

test("what needs a look is counted, and what does not is not named", () => {
  const faulty = report(
    [page({}), page({ verdict: "altered" }), page({ misplaced: true })],
    [{ paper: "p2", title: "送达回证", page: 1 }],
  );
  expect(reportWords(faulty)).toBe("扫描 3 页，一致 2 页，要看 1 页，顺序不对 1 页，缺 1 页。");
  expect(unclear(faulty)).toHaveLength(2);
});

test("a place is told as one measures it with a ruler", () => {
  expect(markWords({ kind: "added", left: 30.4, top: 80, right: 62.3, bottom: 86.2 })).toBe(
    "多出笔迹或者字：距左边 30 至 62 毫米，距上边 80 至 86 毫米",
  );
});

test("a page without a code is told by its file alone", () => {
  expect(pageWords(page({}))).toBe("案卷.pdf 第 3 页：《立案审批表》第 1 页");
  expect(pageWords(page({ title: null, page: null }))).toBe("案卷.pdf 第 3 页");
});

test("every verdict but the good one says what to do next", () => {
  for (const verdict of ["altered", "replaced", "no_code", "other_dossier", "repeated"] as const)
    expect(verdictSaid(verdict).next).not.toBe("");
});
