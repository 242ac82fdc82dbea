import { expect, test } from "vitest";
import { field } from "../../mock/procedure-parts";
import { aroundOf } from "./around";
import { amountWords } from "./tiers";

test("a tier says its amounts as a decision would: both bounds, one bound, or the words of the paper", () => {
  expect(amountWords({ fine_min: 100_000, fine_max: 500_000 })).toBe("罚款 1,000 元 至 5,000 元");
  expect(amountWords({ fine_max: 20_000 })).toBe("罚款 200 元 以下");
  expect(amountWords({ multiple_min: "1", multiple_max: "1.5", fine_min: null })).toBe("1 倍 至 1.5 倍");
  expect(amountWords({ fine: "处警告" })).toBe("处警告");
  expect(amountWords({})).toBe("");
});

test("given a tier whose bounds are equal, then one amount is said", () => {
  expect(amountWords({ fine_min: 5000, fine_max: 5000 })).toBe("罚款 50 元");
});

test("the item chosen in the form goes before the item of the matter", () => {
  const fields = [field("what", "事项", "item"), field("tier", "阶次", "tier")];
  const facts = [{ id: "item", value: "CG-001" }];
  expect(aroundOf(fields, { what: "CG-002" }, facts).item).toBe("CG-002");
  expect(aroundOf(fields, { what: "" }, facts).item).toBe("CG-001");
  expect(aroundOf(fields, {}, []).item).toBeNull();
});
