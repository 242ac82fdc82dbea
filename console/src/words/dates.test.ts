import { expect, test } from "vitest";
import { addDays, fourWeeks, momentWords, monthDay, weekdayOf, weekdayWord } from "./dates";

test("days are counted across months, years and leap days", () => {
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
});

test("2026-11-23 is a Monday, and the Sunday before 1970 is still a Sunday", () => {
  expect(weekdayOf("2026-11-23")).toBe(0);
  expect(weekdayWord("2026-11-23")).toBe("星期一");
  expect(weekdayWord("1969-12-28")).toBe("星期日");
});

test("given a Wednesday, the four weeks begin with its Monday and hold 28 days in order", () => {
  const days = fourWeeks("2026-11-25").flat();
  expect(days[0]).toBe("2026-11-23");
  expect(days.at(-1)).toBe("2026-12-20");
  expect(days).toHaveLength(28);
  expect([...days].sort()).toEqual(days);
});

test("days and moments are told in plain words", () => {
  expect(monthDay("2026-01-05")).toBe("1月5日");
  expect(momentWords("2026-11-23T09:30:12+08:00")).toBe("2026-11-23 09:30");
});
