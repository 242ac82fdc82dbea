import { expect, test } from "vitest";
import { pastedInto, rowsPasted } from "./pasted";

const COLUMNS = ["名称", "规格", "数量"];

test("lines are rows and tabs are cells, whichever line ends the system writes", () => {
  expect(rowsPasted("钢管\t6 米\t20\r\n模板\t\t4\r\n")).toEqual([
    ["钢管", "6 米", "20"],
    ["模板", "", "4"],
  ]);
});

test("given a cell with a break or a quotation mark, then it stays one cell", () => {
  expect(rowsPasted('"第一行\n第二行"\t"写着""甲"""\n')).toEqual([["第一行\n第二行", '写着"甲"']]);
});

test("given a table that ends before the pasted rows do, then it grows, and what stands beside stays", () => {
  const { table, dropped } = pastedInto([["甲", "乙", "丙"]], COLUMNS, { row: 0, column: 1 }, [["1"], ["2"]]);
  expect(table).toEqual([
    ["甲", "1", "丙"],
    ["", "2", ""],
  ]);
  expect(dropped).toBe(0);
});

test("given the heads among the pasted rows, then they are not taken for content", () => {
  const { table } = pastedInto([], COLUMNS, { row: 0, column: 0 }, [COLUMNS, ["钢管", "6 米", "20"]]);
  expect(table).toEqual([["钢管", "6 米", "20"]]);
});

test("given more columns than the table has, then what does not fit is counted, never lost in silence", () => {
  const { table, dropped } = pastedInto([], COLUMNS, { row: 0, column: 2 }, [["20", "根", "备注"]]);
  expect(table).toEqual([["", "", "20"]]);
  expect(dropped).toBe(2);
});
