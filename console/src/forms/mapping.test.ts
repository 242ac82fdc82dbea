import { expect, test } from "vitest";
import { field } from "../../mock/procedure-parts";
import { toWire, valuesFrom } from "./mapping";

test("each type goes out as the contract writes it", () => {
  const fields = [
    field("fine", "罚款", "money"),
    field("headcount", "人数", "integer"),
    field("on", "日期", "date"),
    field("at", "时间", "moment"),
    field("officers", "人员", "officers"),
    field("agreed", "同意", "bool"),
    field("text", "内容", "long"),
  ];
  const {
    fields: sent,
    faults,
    missing,
  } = toWire(fields, {
    fine: "1,250.50",
    headcount: " 5 ",
    on: "2026-03-01",
    at: "2026-03-01T09:30",
    officers: ["a", "b"],
    agreed: false,
    text: " 正文 ",
  });
  expect(sent).toEqual({
    fine: 125_050,
    headcount: 5,
    on: "2026-03-01",
    at: "2026-03-01T09:30",
    officers: ["a", "b"],
    agreed: false,
    text: "正文",
  });
  expect(faults).toEqual([]);
  expect(missing).toEqual([]);
});

test("given an empty required field, then it is missing, not sent, and not called wrong", () => {
  const fields = [field("request", "诉求", "long"), field("note", "备注", "text", { required: false })];
  const wire = toWire(fields, { request: "  ", note: "" });
  expect(wire.missing.map(({ id }) => id)).toEqual(["request"]);
  expect(wire.fields).toEqual({});
  expect(wire.faults).toEqual([]);
});

test("'no' is an answer: an unticked yes-or-no question is missing, a refused one is sent", () => {
  const fields = [field("hearing", "告知听证权", "bool")];
  expect(toWire(fields, { hearing: null }).missing).toHaveLength(1);
  expect(toWire(fields, { hearing: false }).fields).toEqual({ hearing: false });
});

test.each([
  ["money", "两万"],
  ["integer", "3.5"],
  ["date", "2026/3/1"],
  ["moment", "明天"],
] as const)(
  "given a %s written as %s, then the fault says how to write it and nothing is sent",
  (type, text) => {
    const wire = toWire([field("x", "某项", type)], { x: text });
    expect(wire.faults).toHaveLength(1);
    expect(wire.faults[0]?.message).toMatch(/例如|只填数字|的样子/);
    expect(wire.fields).toEqual({});
  },
);

test("length is counted in characters, also for rare ones outside the basic plane", () => {
  const fields = [field("name", "姓名", "text", { max: 2 })];
  expect(toWire(fields, { name: "𠮷野" }).faults).toEqual([]);
  expect(toWire(fields, { name: "𠮷野家" }).faults).toHaveLength(1);
});

test("given defaults of the server, then the form holds them as typed text and sends them back unchanged", () => {
  const fields = [
    field("fine", "罚款", "money"),
    field("at", "时间", "moment"),
    field("kinds", "种类", "choices"),
  ];
  const defaults = { fine: 1_500_000, at: "2026-03-01T09:30:00+08:00", kinds: ["罚款"] };
  const values = valuesFrom(fields, defaults);
  expect(values).toEqual({ fine: "15,000", at: "2026-03-01T09:30", kinds: ["罚款"] });
  expect(toWire(fields, values).fields).toEqual({ fine: 1_500_000, at: "2026-03-01T09:30", kinds: ["罚款"] });
});
