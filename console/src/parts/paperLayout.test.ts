import { describe, expect, test } from "vitest";
import { laidOut } from "./paperLayout";

describe("a paper's lines", () => {
  test("given a text that greets and signs, then nobody is greeted twice and nothing is signed twice", () => {
    const text = ["张某：", "现答复如下。", "某某局", "2026年11月3日"];
    expect(laidOut(text, "某某局", "2026-11-03")).toEqual({
      salutation: "张某：",
      body: ["现答复如下。"],
      foot: { agency: "某某局", date: "2026年11月3日" },
    });
  });

  test("given a text that only dates itself, then the agency stands above the date", () => {
    expect(laidOut(["维持原意见。", "2026年11月3日"], "某某局")).toEqual({
      salutation: null,
      body: ["维持原意见。"],
      foot: { agency: "某某局", date: "2026年11月3日" },
    });
  });

  test("given a text without date, then an issued paper takes its day and a draft has no foot", () => {
    expect(laidOut(["准予立案。"], "某某局", "2026-01-09").foot).toEqual({
      agency: "某某局",
      date: "2026年1月9日",
    });
    expect(laidOut(["准予立案。"], "某某局").foot).toBeNull();
  });

  test("given a sentence that merely ends with a colon, then it is no salutation", () => {
    expect(laidOut(["经查，当事人有下列行为：", "一、占道。"]).salutation).toBeNull();
  });
});
