import { expect, test } from "vitest";
import { amountWords, intervalWords, limitWords } from "./law";

test("money is kept in 分 and shown in 元; other numbers keep their unit", () => {
  expect(amountWords(500_000, "分")).toBe("5,000 元");
  expect(amountWords(30, "日")).toBe("30 日");
  expect(amountWords(1, "是否")).toBe("是");
});

test("limits are said whichever of them there are", () => {
  expect(limitWords(100_000, 500_000, "分")).toBe("1,000 元 至 5,000 元");
  expect(limitWords(null, 90, "日")).toBe("不高于 90 日");
  expect(limitWords(3, null, "日")).toBe("不低于 3 日");
  expect(limitWords(2, 2, "人")).toBe("只能是 2 人");
  expect(limitWords(null, null, "人")).toBe("没有上下限");
});

test("a version says from when it holds and when it ends", () => {
  expect(intervalWords("2018-01-01", "2021-07-15")).toBe("2018-01-01 起，2021-07-15 失效");
  expect(intervalWords("2021-07-15", null)).toBe("2021-07-15 起");
});
