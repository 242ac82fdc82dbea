import { describe, expect, test } from "vitest";
import type { CreditLine } from "../../api/credit";
import { bases, chosen, grouped } from "./grouping";

const line = (decision: string, more: Partial<CreditLine> = {}): CreditLine => ({
  decision,
  number: decision,
  title: "",
  matter: { id: "", name: "" },
  report: { id: "penalty", title: "行政处罚" },
  operation: { id: "new", title: "新报" },
  content: { id: "rows", title: "数据行" },
  change: "",
  decided: "2026-03-01",
  due: null,
  light: { state: "ok", days: 0, text: "" },
  basis: "处罚法48",
  standing: { id: "unsent", title: "待报送" },
  rejected: "",
  faults: [],
  ready: true,
  ...more,
});

describe("what goes to the credit platform together", () => {
  test("one kind of decision and one kind of row make a group; what is owed nothing is in none", () => {
    const states = { id: "states", title: "状态行" };
    const groups = grouped([
      line("a"),
      line("b", { content: states }),
      line("c"),
      line("d", { content: null }),
    ]);
    expect(groups.map((group) => group.title)).toEqual(["行政处罚·数据行", "行政处罚·状态行"]);
    expect(groups[0]?.lines.map((each) => each.decision)).toEqual(["a", "c"]);
  });

  test("a row that is not ready or was left out is not chosen, and never more than one delivery holds", () => {
    const lines = [line("a"), line("b", { ready: false }), line("c"), line("d")];
    expect(chosen(lines, ["a"], 9)).toEqual(["c", "d"]);
    expect(chosen(lines, [], 1)).toEqual(["a"]);
  });

  test("an article is named once", () => {
    expect(bases([line("a"), line("b"), line("c", { basis: "信用修复办法" })])).toBe(
      "处罚法48、信用修复办法",
    );
  });
});
