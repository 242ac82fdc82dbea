import { expect, test } from "vitest";
import { boxOf, breadth, isSignature, pressureOf } from "./strokes";

const at = (x: number, y: number, pressure = 0.5) => ({ x, y, pressure });

test("the harder the pen is pressed, the broader the line, within bounds", () => {
  expect(breadth(0.2)).toBeLessThan(breadth(0.8));
  expect(breadth(7)).toBe(breadth(1));
  expect(breadth(-1)).toBe(breadth(0));
});

test("given a device that does not tell pressure, then a middling one is taken", () => {
  expect(pressureOf({ pressure: 0, pointerType: "touch" })).toBe(0.5);
  expect(pressureOf({ pressure: 1, pointerType: "mouse" })).toBe(0.5);
  expect(pressureOf({ pressure: 0.83, pointerType: "pen" })).toBe(0.83);
});

test("the box holds every stroke and a margin", () => {
  expect(boxOf([[at(10, 20), at(60, 30)], [at(40, 90)]], 5)).toEqual({ x: 5, y: 15, width: 60, height: 80 });
  expect(boxOf([])).toBeNull();
});

test("a touch by accident is no signature", () => {
  expect(isSignature([[at(10, 10), at(12, 11)]])).toBe(false);
  expect(isSignature([[at(10, 10), at(90, 30)]])).toBe(true);
});
