import { expect, test } from "vitest";
import { headOf, placeWords, valueWords } from "./changeWords";

const NAMES = new Map([["decide", "作出处罚决定"]]);

test("a difference is told by the act's title and the part's name, not by ids", () => {
  expect(placeWords("acts/decide/duties/publish/rule", NAMES)).toBe("期限 › publish › 期限规则");
  expect(headOf("acts/decide/basis", NAMES)).toBe("作出处罚决定");
  expect(headOf("parameters/cap/value", NAMES)).toBe("参数");
});

test("values are read aloud: yes and no, lists, named parts, and nothing at all", () => {
  expect(valueWords(true)).toBe("是");
  expect(valueWords(["处罚法57", "处罚法60"])).toBe("处罚法57；处罚法60");
  expect(valueWords({ id: "x", title: "公开处罚决定" })).toBe("公开处罚决定");
  expect(valueWords({ min: 1 })).toBe("下限：1");
  expect(valueWords(null)).toBe("无");
});
