/** Devices and rooms as a person meets them, against the mock. */
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { signInAs } from "../../mock/answer";
import { client } from "../api/queries";
import { open } from "./opening";

beforeEach(() => client.clear());

test("a device on loan says who has it since when, and one press shows what is under repair alone", async () => {
  const router = open("/devices");
  const row = (await screen.findByRole("link", { name: "执法记录仪 1 号" })).closest("tr") as HTMLElement;
  expect(row.textContent).toContain("● 领用中");
  expect(row.textContent).toContain("李明远");
  expect(row.textContent).toContain("2026-11-23 08:40 起");
  await userEvent.click(screen.getByRole("button", { name: /^送修中/ }));
  expect(router.state.location.search).toEqual({ state: "repair" });
  await screen.findByText("共 1 台");
});

test("what is lacking is a number, a picture with words, and a sheet with its price", async () => {
  signInAs("all");
  open("/devices?view=equipment");
  await screen.findByRole("heading", { name: "▲ 还缺 1 台" });
  await screen.findByRole("img", { name: "应配 4 台，可用 3 台，缺 1 台" });
  await userEvent.type(screen.getByLabelText("每台价格（元）"), "1680");
  await screen.findByText(/1 台，共 1,680 元/);
  const pdf = screen.getByRole("link", { name: /打开 PDF/ });
  expect(pdf.getAttribute("href")).toBe("/api/equipment.pdf?price=1680");
});

test("repair wants to know what is broken, and then it stands in the life of the device", async () => {
  signInAs("archivist");
  open("/devices/JLY-2");
  await userEvent.click(await screen.findByRole("button", { name: "送修" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("button", { name: "送修" }));
  expect(dialog.textContent).toContain("请填写“坏在哪里”。");
  await userEvent.type(within(dialog).getByLabelText(/坏在哪里/), "镜头破裂");
  await userEvent.click(within(dialog).getByRole("button", { name: "送修" }));
  const life = await screen.findByRole("region", { name: "设备经过" });
  await within(life).findByText("原因：镜头破裂");
  await screen.findByRole("button", { name: "修复" });
});

test("a loan asks for charge, storage and clock with the limits beside them", async () => {
  signInAs("archivist");
  open("/devices/JLY-4");
  await userEvent.click(await screen.findByRole("button", { name: "领用" }));
  const dialog = await screen.findByRole("dialog");
  for (const name of [/领用人/, /电量（%） 不低于 30/, /剩余存储（GB） 不少于 8/, /误差不超过 60/])
    expect(within(dialog).getByLabelText(name)).toBeTruthy();
});

test("a room that is taken says by whom and until when", async () => {
  signInAs("officer");
  open("/rooms?day=2027-03-03");
  const book = async (from: string) => {
    await userEvent.click(await screen.findByRole("button", { name: /^＋ 预约\s*：询问一室 3月3日/ }));
    const dialog = await screen.findByRole("dialog");
    const start = within(dialog).getByLabelText("从");
    await userEvent.clear(start);
    await userEvent.type(start, from);
    await userEvent.click(within(dialog).getByRole("button", { name: "预约" }));
    return dialog;
  };
  await book("09:00");
  await screen.findByText("询问一室 已预约");
  await screen.findByRole("button", { name: /09:00–10:00/ });
  const dialog = await book("09:30");
  await within(dialog).findByText(/09:00 至 10:00 已由.+预约/);
});
