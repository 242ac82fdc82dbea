import { describe, expect, test } from "vitest";
import { capitalYuan, fenFromYuan, yuanFromFen } from "./money";

describe("money is typed in 元 and sent in 分", () => {
  test.each([
    ["20000", 2_000_000],
    ["1,250.50", 125_050],
    ["1，250.5", 125_050],
    ["￥ 0.01", 1],
    ["0.1", 10],
    // In floating point 4.35 * 100 is 434.99999999999994.
    ["4.35", 435],
  ])("when %s is typed, then %i 分 are sent", (typed, fen) => {
    expect(fenFromYuan(typed)).toBe(fen);
  });

  test.each(["", "abc", "-5", "1.234", "1.", "十元", "1e5"])(
    "when %j is typed, then it is no amount",
    (typed) => {
      expect(fenFromYuan(typed)).toBeNull();
    },
  );

  test("given any amount, when shown and typed again, then nothing is lost", () => {
    for (let fen = 0; fen < 3_000_000; fen += 7919) expect(fenFromYuan(yuanFromFen(fen))).toBe(fen);
  });
});

describe("amounts in capitals read as a decision writes them", () => {
  test.each([
    [0, "零元整"],
    [5, "伍分"],
    [100, "壹元整"],
    [123_450, "壹仟贰佰叁拾肆元伍角整"],
    [1_000_500, "壹万零伍元整"],
    [2_000_000, "贰万元整"],
    [1_001_000_000, "壹仟零壹万元整"],
    [10_000_000_001, "壹亿元零壹分"],
    [10_000_000_100, "壹亿零壹元整"],
    [305, "叁元零伍分"],
  ])("%i 分 is %s", (fen, words) => {
    expect(capitalYuan(fen)).toBe(words);
  });
});
