/** The heads of the report's tables: neighbours under one head are spanned, the others stand alone. */
import { describe, expect, it } from "vitest";
import type { ReportHead } from "../api/types";
import { grouped } from "./reports/Figures";

const head = (over: string, title: string): ReportHead => ({
  title,
  over,
  unit: "宗",
  cells: [title],
  sum: false,
});

describe("grouped", () => {
  it("given neighbours under one head, then they are one group, and a head alone is its own", () => {
    const groups = grouped([
      head("", "警告"),
      head("措施", "查封"),
      head("措施", "扣押"),
      head("执行", "划拨"),
      head("", "合计"),
    ]);
    expect(groups.map((group) => [group.over, group.heads.length])).toEqual([
      ["", 1],
      ["措施", 2],
      ["执行", 1],
      ["", 1],
    ]);
  });

  it("given the same head again after another, then it is a second group with a key of its own", () => {
    const groups = grouped([head("甲", "一"), head("乙", "二"), head("甲", "三")]);
    expect(new Set(groups.map((group) => group.key)).size).toBe(3);
  });
});
