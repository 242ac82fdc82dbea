/** Officers as a person meets them, against the mock. */
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { signInAs } from "../../mock/answer";
import { client } from "../api/queries";
import { open } from "./opening";

beforeEach(() => client.clear());

test("a lapsed card is told by a shape and a word, and one press shows the lapsed alone", async () => {
  const router = open("/officers");
  const row = (await screen.findByRole("link", { name: "赵建国" })).closest("tr") as HTMLElement;
  expect(row.textContent).toContain("▲ 已过期");
  await userEvent.click(screen.getByRole("button", { name: /^已过期/ }));
  expect(router.state.location.search).toEqual({ standing: "lapsed" });
  await screen.findByText("共 1 人");
});

test("too few hours of training are told with the number that is missing", async () => {
  open("/officers");
  const row = (await screen.findByRole("link", { name: "王秀芬" })).closest("tr") as HTMLElement;
  expect(row.textContent).toContain("42 / 60");
  expect(row.textContent).toContain("还差 18");
});

test("suspending wants a reason, and then stands in the life of the card", async () => {
  signInAs("agency_head");
  open("/officers/p-wang");
  await userEvent.click(await screen.findByRole("button", { name: "暂扣" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("button", { name: "暂扣" }));
  expect(dialog.textContent).toContain("请填写“原因”。");
  await userEvent.type(within(dialog).getByLabelText(/原因/), "涉嫌违规办案");
  await userEvent.click(within(dialog).getByRole("button", { name: "暂扣" }));
  const life = await screen.findByRole("region", { name: "证件经过" });
  await within(life).findByText("原因：涉嫌违规办案");
  await screen.findByText(/暂扣中/);
  await screen.findByRole("button", { name: "恢复" });
});

test("who may do nothing with a card is told so, and sees its life all the same", async () => {
  signInAs("officer");
  open("/officers/p-chen");
  await screen.findByText("眼下没有轮到您办的。");
  expect((await screen.findAllByText("岗前", { exact: false })).length).toBeGreaterThan(0);
});

test("applying asks for whom, which categories and areas, and that the person is on the staff", async () => {
  signInAs("section_head");
  open("/officers");
  await userEvent.click(await screen.findByRole("button", { name: "申领执法证" }));
  const dialog = await screen.findByRole("dialog");
  for (const name of ["为谁申领", /执法区域/, /在编在职/, /考试合格/, "行政处罚"])
    expect(within(dialog).getByLabelText(name)).toBeTruthy();
});
