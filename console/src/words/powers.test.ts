import { expect, test } from "vitest";
import { placesFor } from "./powers";

const titles = (...powers: Parameters<typeof placesFor>[0]) => placesFor(powers).map((place) => place.title);

test("an officer sees the desk, the matters and the law, and no desk of others", () => {
  expect(titles("register", "handle")).toEqual([
    "工作台",
    "事项与案件",
    "音像待归集",
    "台账",
    "统计年报",
    "程序与依据",
    "清单与基准",
    "执法人员",
    "执法设备",
    "办案场所",
  ]);
});

test("a reviewer sees the review desk, an editor the disclosure queue", () => {
  expect(titles("review")).toContain("法制审核");
  expect(titles("review")).not.toContain("公示");
  expect(titles("publish")).toContain("公示");
});

test("an administrator keeps people and checks the record, and reads no cases", () => {
  expect(titles("administer")).toEqual([
    "工作台",
    "程序与依据",
    "清单与基准",
    "执法人员",
    "执法设备",
    "办案场所",
    "组织与权限",
    "记录核验",
  ]);
});
