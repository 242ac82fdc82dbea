import { expect, test } from "vitest";
import { parseAddress, safeNext, writeAddress } from "./address";

test("given a filter, when written to the address and read again, then it is the same, numbers still text", () => {
  const filter = { q: "12", light: "overdue", agency: "140400-xfj" };
  expect(parseAddress(writeAddress(filter))).toEqual(filter);
});

test("empty values do not stand in the address", () => {
  expect(writeAddress({ q: "", stage: undefined })).toBe("");
});

test("after signing in, an address inside the console is followed", () => {
  expect(safeNext("/console/matters?light=today")).toBe("/matters?light=today");
  expect(safeNext("/matters/m-1")).toBe("/matters/m-1");
});

test.each(["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", undefined])(
  "after signing in, %s is not followed",
  (next) => {
    expect(safeNext(next)).toBe("/");
  },
);
