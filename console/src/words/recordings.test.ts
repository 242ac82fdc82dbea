import { expect, test } from "vitest";
import { clock, secondsAt } from "./recordings";

test("a byte belongs to the second of its share of the file, within the recording", () => {
  expect(secondsAt(0, 1000, 60)).toBe(0);
  expect(secondsAt(500, 1000, 60)).toBe(30);
  expect(secondsAt(2000, 1000, 60)).toBe(60);
  expect(secondsAt(5, 0, 60)).toBe(0);
  expect(clock(secondsAt(750, 1000, 7200))).toBe("1:30:00");
});
