import { expect, test } from "vitest";
import { readValue, typedValue } from "./parameterValue";

const MONEY = { label: "较大数额", unit: "分", min: 100_000, max: 1_000_000 };

test("money is typed in 元 and kept in 分, there and back", () => {
  expect(typedValue(500_000, "分")).toBe("5,000");
  expect(readValue("5,000", MONEY)).toEqual({ value: 500_000 });
});

test("given a value outside the limits, then the fault says the limits and nothing is sent", () => {
  const read = readValue("20000", MONEY);
  expect("fault" in read && read.fault).toContain("1,000 元 至 10,000 元");
});

test("given words instead of a number, then the fault says how to write it", () => {
  expect(readValue("三十", { ...MONEY, unit: "日" })).toMatchObject({ fault: "请填一个整数。" });
});
