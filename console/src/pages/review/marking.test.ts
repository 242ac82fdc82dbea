import { expect, test } from "vitest";
import { type Marking, marking, missingFor, signedItems, startMarking, stepForKey } from "./marking";

const START = startMarking([
  { item: "a", title: "主体", prefill: "符合", proof: [] },
  { item: "b", title: "事实", prefill: null, proof: [] },
  { item: "c", title: "证据", prefill: null, proof: [] },
]);

function press(state: Marking, ...keys: string[]): Marking {
  return keys.reduce((now, key) => {
    const step = stepForKey(key);
    return step ? marking(now, step) : now;
  }, state);
}

test("given proof, the item begins marked; without proof, it waits for the reviewer", () => {
  expect(START.items.map((item) => item.mark)).toEqual(["符合", null, null]);
});

test("j and k move and stop at both ends", () => {
  expect(press(START, "j", "j", "j", "j").at).toBe(2);
  expect(press(START, "j", "k", "k").at).toBe(0);
});

test("1 2 3 mark the item in hand and no other", () => {
  const state = press(START, "j", "2", "j", "3");
  expect(state.items.map((item) => item.mark)).toEqual(["符合", "不符合", "不适用"]);
});

test("other keys ask nothing", () => {
  expect(["4", "0", "x", "Enter", "Tab", "ArrowDown"].map(stepForKey)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});

test("given unmarked items and no conclusion, then both are named as missing", () => {
  const missing = missingFor(START, "", "");
  expect(missing[0]).toContain("事实、证据");
  expect(missing).toContain("还没有选审核结论");
});

test("given an item marked 不符合, then its reason is wanted and 同意 is not possible", () => {
  const state = press(START, "j", "2", "j", "1");
  const missing = missingFor(state, "同意", "");
  expect(missing.some((each) => each.includes("理由") && each.includes("事实"))).toBe(true);
  expect(missing.some((each) => each.includes("不能是“同意”"))).toBe(true);
});

test("given all marks, a reason and an opinion, then nothing is missing and the items go out with trimmed reasons", () => {
  const marked = marking(press(START, "j", "2", "j", "1"), { do: "reason", at: 1, text: " 没有勘验 " });
  expect(missingFor(marked, "建议补充调查", "请补勘验")).toEqual([]);
  expect(signedItems(marked)[1]).toEqual({ item: "b", mark: "不符合", reason: "没有勘验" });
});

test("any conclusion but 同意 needs words", () => {
  expect(missingFor(press(START, "j", "1", "j", "1"), "建议纠正", " ")).toHaveLength(1);
});
