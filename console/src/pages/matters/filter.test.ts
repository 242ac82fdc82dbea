import { expect, test } from "vitest";
import { changed, queryOf, readFilter, sheetPath } from "./filter";

test("unknown names and empty values in the address are left alone", () => {
  expect(readFilter({ q: "路", light: "", foo: "1", limit: "9999" })).toEqual({ q: "路" });
});

test("when the filter changes, then the list begins again at its first page", () => {
  expect(changed({ q: "路", cursor: "abc" }, { light: "today" })).toEqual({ q: "路", light: "today" });
});

test("when another procedure is chosen, then the stage of the old one goes", () => {
  expect(changed({ procedure: "petition", stage: "look" }, { procedure: "penalty.ordinary" })).toEqual({
    procedure: "penalty.ordinary",
  });
});

test("the spreadsheet has the filter and order of the screen and no page", () => {
  const filter = { q: "路", sort: "-opened", cursor: "abc" };
  expect(sheetPath(filter)).toBe(`/api/matters.xlsx?q=${encodeURIComponent("路")}&sort=-opened`);
  expect(queryOf(filter, 50)).toContain("cursor=abc");
});
