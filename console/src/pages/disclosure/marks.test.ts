import { expect, test } from "vitest";
import type { Marked } from "../../api/types";
import { isKept, keeping, masked, pieces, rebuilt, without } from "./marks";

const find = (from: number, text: string, shown: string, certain = true): Marked => ({
  from,
  to: from + Array.from(text).length,
  kind: "phone",
  title: "电话",
  certain,
  why: "手机号码",
  text,
  shown,
});

test("given a text with characters outside the basic plane, when it is cut, then places count characters", () => {
  const text = "𠮷店电话13800138000。";
  const held = find(4, "13800138000", "（已隐去）");
  expect(pieces(text, [held]).map((piece) => piece.text)).toEqual(["𠮷店电话", "13800138000", "。"]);
  expect(masked(text, held)).toBe("𠮷店电话（已隐去）。");
});

test("given a find of an older text, when the text was changed since, then nothing is cut or masked", () => {
  const held = find(2, "13800138000", "（已隐去）");
  expect(pieces("改过的文字", [held])).toEqual([{ text: "改过的文字", find: null }]);
  expect(masked("改过的文字", held)).toBe("改过的文字");
});

test("given certain and likely finds, when the text is built, then only the certain ones are masked, unless they are kept", () => {
  const finds = [find(0, "甲", "某"), find(1, "乙", "某", false), find(2, "丙", "某")];
  expect(rebuilt("甲乙丙丁", finds, [])).toBe("某乙某丁");
  expect(rebuilt("甲乙丙丁", finds, [["电话", "丙", "机关的电话"]])).toBe("某乙丙丁");
});

test("given a row without a reason, then nothing is kept by it; given one, it can be taken back", () => {
  const held = find(0, "甲", "某");
  expect(isKept([["电话", "甲", " "]], held)).toBe(false);
  const kept = keeping([["", "", ""]], held, "机关的电话");
  expect(kept).toEqual([["电话", "甲", "机关的电话"]]);
  expect(isKept(kept, held)).toBe(true);
  expect(without(kept, held)).toEqual([]);
});
