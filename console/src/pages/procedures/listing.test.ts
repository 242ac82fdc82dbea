import { expect, test } from "vitest";
import type { ProcedureRow } from "../../api/types";
import { byCategory, familyOf, openable, standing } from "./listing";

const row = (id: string, category: string, extra: Partial<ProcedureRow> = {}): ProcedureRow => ({
  id,
  title: id,
  category,
  noun: "案件",
  version: "1",
  ...extra,
});

const ROWS = [
  row("petition", "信访"),
  row("penalty.2017", "行政处罚", { family: "penalty", from: "2018-01-01", in_force: false }),
  row("penalty", "行政处罚", { family: "penalty", from: "2021-07-15" }),
  row("licence", "行政许可", { on: false }),
];

test("categories stand in the order of the law, versions of one procedure newest first", () => {
  const listed = byCategory(ROWS);
  expect(listed.map(([category]) => category)).toEqual(["行政处罚", "行政许可", "信访"]);
  expect(listed[0]?.[1].map(({ id }) => id)).toEqual(["penalty", "penalty.2017"]);
});

test("given a version that no longer holds, or one that is switched off, then no new matter is opened under it", () => {
  expect(openable(ROWS).map(({ id }) => id)).toEqual(["petition", "penalty"]);
  expect(standing(row("x", "y", { on: false }))).toContain("不办理");
});

test("versions are found from either of them", () => {
  expect(familyOf(ROWS, "penalty.2017").map(({ id }) => id)).toEqual(["penalty", "penalty.2017"]);
  expect(familyOf(ROWS, "petition").map(({ id }) => id)).toEqual(["petition"]);
});
