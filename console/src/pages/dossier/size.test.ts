import { expect, test } from "vitest";
import { sizeWord } from "./size";

test("given sizes then they are told in the unit that people use", () => {
  expect([0, 1023, 1024, 10 * 1024, 1536 * 1024, 3 * 1024 ** 3].map(sizeWord)).toEqual([
    "0 字节",
    "1023 字节",
    "1.0 KB",
    "10 KB",
    "1.5 MB",
    "3.0 GB",
  ]);
});
