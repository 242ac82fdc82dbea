/** Where moments lie on the strip of a day. */
import { expect, test } from "vitest";
import { clock, isDay, shareOf } from "./hours";

test("the strip goes from seven to twenty-one, and what lies outside is put at its edge", () => {
  expect(shareOf("2026-03-02T07:00")).toBe(0);
  expect(shareOf("2026-03-02T14:00")).toBe(0.5);
  expect(shareOf("2026-03-02T23:00")).toBe(1);
  expect(shareOf("2026-03-02T05:00")).toBe(0);
});

test("what is no day in the address is not taken for one", () => {
  expect(isDay("2026-03-02")).toBe(true);
  for (const text of ["", "heute", "2026-13-40", undefined]) expect(isDay(text)).toBe(false);
  expect(clock("2026-03-02T09:30")).toBe("09:30");
});
