import { expect, test } from "vitest";
import type { Column } from "../../api/types";
import { entryWire, formValues, shownIn } from "./columns";

const column = (id: string, type: Column["type"], extra: Partial<Column> = {}): Column => ({
  id,
  title: id,
  type,
  required: false,
  options: [],
  help: "",
  public: true,
  key: false,
  ...extra,
});

const COLUMNS = [
  column("name", "text", { required: true }),
  column("fee", "money"),
  column("limit", "integer"),
  column("major", "yesno"),
  column("kinds", "list"),
  column("multiple", "decimal"),
];

test("given an entry, when it is shown in the form and sent back unchanged, then it is the same entry", () => {
  const fields = {
    name: "占道经营",
    fee: 12_050,
    limit: 2,
    major: false,
    kinds: ["警告", "罚款"],
    multiple: "1.5",
  };
  expect(entryWire(COLUMNS, formValues(COLUMNS, fields)).fields).toEqual(fields);
});

test("given a multiple that is no number, then the fault says how to write it and nothing is sent for it", () => {
  const wire = entryWire(COLUMNS, { name: "x", multiple: "一倍半" });
  expect(wire.faults.map((fault) => fault.field)).toEqual(["multiple"]);
  expect(wire.fields).not.toHaveProperty("multiple");
});

test("a required column that is empty is missing", () => {
  expect(entryWire(COLUMNS, {}).missing.map((field) => field.id)).toEqual(["name"]);
});

test("values are read as people say them", () => {
  expect(shownIn(column("fee", "money"), 12_050)).toBe("120.50 元");
  expect(shownIn(column("major", "yesno"), true)).toBe("是");
  expect(shownIn(column("who", "agency"), "a1", new Map([["a1", "市城管局"]]))).toBe("市城管局");
  expect(shownIn(column("note", "text"), null)).toBe("");
});
