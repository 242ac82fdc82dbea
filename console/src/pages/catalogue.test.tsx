/** The county's review catalogue beside the city's, as a person meets it, against the mock. */
import { screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { signInAs } from "../../mock/answer";
import { client } from "../api/queries";
import { fenOf } from "./catalogue/amount";
import { open } from "./opening";

beforeEach(() => client.clear());

test("given a county that lacks an entry, then what is missing stands first and can be taken over or made stricter", async () => {
  signInAs("officer");
  open("/catalogue");
  const rows = await screen.findAllByRole("article");
  expect(rows.map((row) => within(row).getByRole("heading").textContent)).toEqual([
    "▲ 缺少 对公民的罚款、没收",
    "● 更严 对单位的罚款、没收",
  ]);
  const missing = within(rows[0] as HTMLElement);
  missing.getByRole("button", { name: "照搬" });
  missing.getByText(/请补列/);
  missing.getByRole("button", { name: "答复" });
  const stricter = within(rows[1] as HTMLElement).getByRole("table");
  expect(stricter.textContent).toContain("金额达到50000 元20000 元更严");
});

test("given a superior, then the agencies below stand in one table and a remark can be made", async () => {
  signInAs("legal_reviewer");
  open("/catalogue?agency=county");
  const table = await screen.findByRole("table", { name: "各下级机关的目录与本级的对照" });
  expect(table.textContent).toContain("示例县综合执法局▲ 1");
  expect((await screen.findAllByRole("button", { name: "提意见" })).length).toBe(2);
  expect(screen.queryByRole("button", { name: "照搬" })).toBeNull();
});

test("an amount is sent in 分, and what is none is sent as it was typed", () => {
  expect([fenOf("20000"), fenOf("1,000.5"), fenOf("3 元"), fenOf("两万")]).toEqual([
    2000000,
    100050,
    300,
    "两万",
  ]);
});
