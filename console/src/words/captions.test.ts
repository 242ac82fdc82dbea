import { describe, expect, it } from "vitest";
import { captionType, likeness, secondOf, sentences } from "./captions";
import { clock, placeOn, stretchWords } from "./recordings";

const cues = [
  { start: 3, end: 6, text: "我们是示例县市场监管局执法人员 这是证件" },
  { start: 12, end: 18, text: "台账为什么没有登记" },
  { start: 19, end: 25, text: "经办人请假漏记了" },
];

describe("a sentence of a record of questioning", () => {
  it("leads to the second at which it was spoken", () => {
    expect(secondOf("问：台账为什么没有登记？", cues)).toBe(12);
    expect(secondOf("答：经办人请假，漏记。", cues)).toBe(19);
  });

  it("leads nowhere where nobody said it", () => {
    expect(secondOf("以上笔录看过，与我说的相符。", cues)).toBeNull();
    expect(likeness("", "台账")).toBe(0);
  });

  it("ends at a full stop, and where question and answer begin", () => {
    expect(sentences("问：为什么？答：忘了。\n以上属实。")).toEqual([
      "问：为什么？",
      "答：忘了。",
      "以上属实。",
    ]);
  });
});

describe("captions", () => {
  it("are told apart by their first word", () => {
    expect(captionType("\uFEFFWEBVTT\n\n")).toBe("vtt");
    expect(captionType("1\n00:00:01,000 --> 00:00:02,000\n好")).toBe("srt");
  });
});

describe("a stretch of time", () => {
  it("is read as a day with its hours", () => {
    const stretch = { from: "2026-03-02T09:05:00+08:00", to: "2026-03-02T09:40:00+08:00" };
    expect(stretchWords(stretch)).toBe("2026-03-02 09:05—09:40");
    expect(stretchWords(stretch, false)).toBe("2026-03-02");
    expect(stretchWords({ ...stretch, to: "2026-03-03T00:10:00+08:00" })).toBe(
      "2026-03-02 09:05—2026-03-03 00:10",
    );
  });

  it("lies on its bar by its share", () => {
    const span = { from: "2026-03-02T09:00:00+08:00", to: "2026-03-02T10:00:00+08:00" };
    const piece = { from: "2026-03-02T09:15:00+08:00", to: "2026-03-02T09:45:00+08:00" };
    expect(placeOn(span, piece)).toEqual({ left: 25, width: 50 });
    expect(placeOn({ from: span.from, to: span.from }, piece)).toEqual({ left: 0, width: 100 });
  });

  it("is counted in minutes and seconds", () => {
    expect(clock(75.9)).toBe("1:15");
    expect(clock(3661)).toBe("1:01:01");
  });
});
