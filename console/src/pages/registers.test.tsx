/** Registers as a person meets them, against the mock. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { signInAs } from "../../mock/answer";
import { client } from "../api/queries";
import { open } from "./opening";

beforeEach(() => client.clear());

test("what waits is one click away, already narrowed", async () => {
  const router = open("/registers");
  const table = await screen.findByRole("table", { name: "全部名录" });
  const row = within(table)
    .getAllByRole("row")
    .find((each) => each.textContent?.includes("行政执法事项清单")) as HTMLElement;
  await userEvent.click(within(row).getAllByRole("link", { name: "1" })[0] as HTMLElement);
  await screen.findByRole("link", { name: "扣押擅自占道经营的工具" });
  expect(router.state.location.search).toEqual({ state: "pending" });
});

test("given a register without entries, then the page says how to fill it, or how to state that there is none", async () => {
  open("/registers/inspection-list");
  await screen.findByText("还没有抽查事项");
  await userEvent.click(
    (await screen.findAllByRole("button", { name: "声明“无此类事项”" }))[0] as HTMLElement,
  );
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("button", { name: "提出声明" }));
  expect(dialog.textContent).toContain("请填写“来源”。");
});

test("given a register that is not there, then the page says so and leads back", async () => {
  open("/registers/nothing");
  await screen.findByText("没有这个名录");
});

test("several at once: only those the step fits are sent", async () => {
  signInAs("legal_reviewer");
  open("/registers/items");
  await userEvent.click(await screen.findByLabelText("选中本页全部"));
  const button = await screen.findByRole("button", { name: "审核通过 1 条" });
  await userEvent.click(button);
  await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "审核通过" }));
  await screen.findByText("已办 1 条");
});

test("an entry tells who collected, examined and published it, and two versions stand beside each other", async () => {
  open("/registers/items/entries/i-CF-001");
  const current = await screen.findByRole("region", { name: "今天有效的版本" });
  expect(current.textContent).toContain("孙晓梅");
  await userEvent.click(screen.getByRole("link", { name: "与第 1 版比较" }));
  const table = await screen.findByRole("table", { name: "第 1 版与第 2 版的不同" });
  expect(table.textContent).toContain("法定期限（日）");
});

test("given required columns left empty, then each is named, the focus goes to the first, and nothing is sent", async () => {
  signInAs("officer");
  open("/registers/items/propose");
  await userEvent.click(await screen.findByRole("button", { name: "报审" }));
  expect(screen.getByText("请填写“事项编码”。")).toBeTruthy();
  expect(screen.getByText("请填写“来源”。")).toBeTruthy();
  expect(document.activeElement?.id).toBe("field-code");
});

test("given a form half filled, when the page is opened again, then the words are there", async () => {
  signInAs("officer");
  open("/registers/items/propose");
  await userEvent.type(await screen.findByLabelText("事项名称"), "对占道经营的处罚");
  document.body.innerHTML = "";
  client.clear();
  open("/registers/items/propose");
  expect(((await screen.findByLabelText("事项名称")) as HTMLInputElement).value).toBe("对占道经营的处罚");
  expect(screen.getByText(/已恢复/)).toBeTruthy();
});

test("a table with a wrong row is not brought in, and each wrong cell is named", async () => {
  signInAs("officer");
  open("/registers/items/import");
  await userEvent.upload(
    await screen.findByLabelText("选择 Excel 或 CSV 文件"),
    new File(["x"], "有错.xlsx"),
  );
  await screen.findByText("有 2 行不对，没有导入");
  expect(screen.getByText("第 9 行")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^导入/ })).toBeNull();
});

test("a table without faults is looked at first and brought in by a second press", async () => {
  signInAs("officer");
  open("/registers/items/import");
  await userEvent.upload(
    await screen.findByLabelText("选择 Excel 或 CSV 文件"),
    new File(["x"], "清单.xlsx"),
  );
  await userEvent.click(await screen.findByRole("button", { name: "导入 11 条" }));
  await waitFor(() => expect(screen.getByText("已导入 11 条")).toBeTruthy());
});
