import { describe, expect, it } from "vitest";
import type { RecordingHeld, RecordingMark } from "../../api/recordings";
import { markWord, standing, withdrawn } from "./marks";

const act: RecordingMark = {
  seconds: 0,
  at: "",
  act: { id: "question", title: "询问" },
  what: "开始时间",
  hand: null,
};
const by = (version: number, file: string, gone: string | null): RecordingMark => ({
  ...act,
  seconds: version,
  what: "签字",
  hand: { version, file, note: version === 2 ? "当事人" : "", by: { id: "p", name: "甲" }, withdrawn: gone },
});
const held = { marks: [act, by(1, "a", null), by(2, "b", null), by(3, "a", "甲：标早了")] } as RecordingHeld;

describe("marks of one file", () => {
  it("given marks by hand on several files then each file has its own, and those of acts", () => {
    expect(standing(held, "a")).toEqual([act, held.marks[1]]);
    expect(standing(held, "b")).toEqual([act, held.marks[2]]);
  });

  it("given a mark that was withdrawn then it is kept apart and not lost", () => {
    expect(withdrawn(held, "a")).toEqual([held.marks[3]]);
    expect(withdrawn(held, "b")).toEqual([]);
  });

  it("given a word and a note then both are read", () => {
    expect(held.marks.map(markWord)).toEqual(["询问 开始时间", "签字", "签字：当事人", "签字"]);
  });
});
