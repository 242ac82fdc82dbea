import { expect, test } from "vitest";
import { citesIn, opens } from "./citing";

test.each(["处罚法58", "处罚法64(一)", "处罚法54、76", "行诉法解释64", "信访工作条例第三十二条"])(
  "%s opens its text",
  (cite) => {
    expect(opens(cite)).toBe(true);
  },
);

test.each(["示例参数", "118号意见(十四)", "信访工作条例", ""])("%s is shown and opens nothing", (words) => {
  expect(opens(words)).toBe(false);
});

test("several citations in one text are told apart", () => {
  expect(citesIn("处罚法54；国办发〔2019〕118号")).toEqual(["处罚法54", "国办发〔2019〕118号"]);
});
