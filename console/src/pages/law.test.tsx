/** The law section as a person meets it, in a browser without a screen, against the mock. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { signInAs } from "../../mock/answer";
import { client } from "../api/queries";
import { open } from "./opening";

beforeEach(() => client.clear());

describe("articles", () => {
  test("when a citation is pressed, then the article's text stands beside the form, and the form keeps its words", async () => {
    open("/matters/m-penalty-b/acts/question");
    await userEvent.type(await screen.findByLabelText("被询问人"), "周某");
    await userEvent.click(screen.getByRole("button", { name: "处罚法42" }));
    const drawer = await screen.findByRole("dialog");
    await within(drawer).findByText("第四十二条");
    expect(drawer.textContent).toContain("不得少于两人");
    await userEvent.click(within(drawer).getByRole("button", { name: "关闭" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect((screen.getByLabelText("被询问人") as HTMLInputElement).value).toBe("周某");
  });

  test("given an article the platform does not hold, then the drawer says so with its code", async () => {
    open("/matters/m-penalty-b/acts/question");
    await userEvent.click((await screen.findAllByRole("button", { name: "处罚法55" }))[0] as HTMLElement);
    const drawer = await screen.findByRole("dialog");
    await within(drawer).findByText("law.no_article");
  });
});

describe("the list of procedures", () => {
  test("old law stands beside the new, and is not offered for new matters", async () => {
    open("/procedures");
    const table = await screen.findByRole("table", { name: "程序" });
    expect(table.textContent).toContain("2018-01-01 起，2021-07-15 失效");
    document.body.innerHTML = "";
    open("/register");
    await screen.findByRole("link", { name: /行政处罚·普通程序/ });
    expect(screen.queryByRole("link", { name: /2017/ })).toBeNull();
  });

  test("given words that fit nothing, then the page says what to try", async () => {
    open("/procedures");
    await userEvent.type(await screen.findByLabelText("名称或类别"), "没有");
    await screen.findByText(/没有名称里有“没有”的程序/);
  });
});

describe("a procedure", () => {
  test("when it is switched off without a reason, then the reason is asked for; with one, nothing new is opened", async () => {
    signInAs("agency_head");
    open("/procedures/petition");
    await userEvent.click(await screen.findByRole("button", { name: "本机关不办这类事项" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "停用" }));
    expect(dialog.textContent).toContain("请填写“理由”。");
    await userEvent.type(within(dialog).getByLabelText("理由"), "三定规定没有这项职责");
    await userEvent.click(within(dialog).getByRole("button", { name: "停用" }));
    await userEvent.click(await screen.findByRole("button", { name: "本机关办理这类事项" }));
    const again = await screen.findByRole("dialog");
    await userEvent.type(within(again).getByLabelText("理由"), "职责已经划入");
    await userEvent.click(within(again).getByRole("button", { name: "启用" }));
    await screen.findByRole("button", { name: "本机关不办这类事项" });
  });

  test("an officer does not see the switch", async () => {
    signInAs("officer");
    open("/procedures/petition");
    await screen.findByRole("heading", { name: "信访事项" });
    await waitFor(() => expect(screen.getByText(/● 办理/)).toBeTruthy());
    expect(screen.queryByRole("button", { name: "本机关不办这类事项" })).toBeNull();
  });

  test("exactly one part is shown as the present one", async () => {
    open("/procedures/petition?view=guide");
    const parts = await screen.findByRole("navigation", { name: "程序的各部分" });
    const now = () =>
      within(parts)
        .getAllByRole("link")
        .filter((link) => link.getAttribute("aria-current"));
    expect(now().map((link) => link.textContent)).toEqual(["服务指南"]);
    await userEvent.click(within(parts).getByRole("link", { name: "流程与每一步" }));
    await waitFor(() => expect(now().map((link) => link.textContent)).toEqual(["流程与每一步"]));
  });

  test("examples say 通过 or 未通过, and where one went otherwise", async () => {
    open("/procedures/penalty.ordinary?view=examples");
    await screen.findByText("2 例，1 例未通过");
    expect(screen.getByText("应当以 gate.officers 拒绝，实际已办成")).toBeTruthy();
  });

  test("each paper has a sample, and materials stand in the guide", async () => {
    open("/procedures/penalty.ordinary?view=papers");
    const link = await screen.findByRole("link", { name: /看样张.*行政处罚决定书/ });
    expect(link.getAttribute("href")).toMatch(/^\/api\/papers\/samples\/penalty\.ordinary\/decide\/.+\.pdf$/);
    document.body.innerHTML = "";
    open("/procedures/petition?view=guide");
    await screen.findByRole("region", { name: "应交的材料" });
  });

  test("versions lead to their comparison, the older one left", async () => {
    const router = open("/procedures/penalty.ordinary?view=versions");
    await userEvent.click(await screen.findByRole("link", { name: "与另一版本比较" }));
    await screen.findByText(/共 5 处：新增 1，删去 1，改动 3/);
    expect(router.state.location.search).toEqual({
      left: "penalty.ordinary.2017",
      right: "penalty.ordinary",
    });
  });
});

describe("parameters", () => {
  test("given a value outside the limits, then nothing is sent; within them, another person has to examine it", async () => {
    signInAs("officer");
    open("/parameters");
    await userEvent.click(await screen.findByRole("button", { name: /提出改动：.*归档/ }));
    const dialog = await screen.findByRole("dialog");
    const value = within(dialog).getByLabelText("新的值");
    await userEvent.clear(value);
    await userEvent.type(value, "90");
    await userEvent.type(within(dialog).getByLabelText("依据"), "本地办法第九条");
    await userEvent.click(within(dialog).getByRole("button", { name: "提出" }));
    await waitFor(() => expect(dialog.textContent).toContain("超出可定的范围：1 日 至 30 日。"));
    await userEvent.clear(value);
    await userEvent.type(value, "25");
    await userEvent.click(within(dialog).getByRole("button", { name: "提出" }));
    await screen.findByText("结案后归档的期限：20 日 → 25 日");
    expect(screen.queryByRole("button", { name: "同意" })).toBeNull();
  });

  test("a reviewer approves with an opinion", async () => {
    signInAs("legal_reviewer");
    open("/parameters");
    await userEvent.click((await screen.findAllByRole("button", { name: "同意" }))[0] as HTMLElement);
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByLabelText("审核意见"), "有依据");
    await userEvent.click(within(dialog).getByRole("button", { name: "同意" }));
    await screen.findByText("已同意，待公布");
  });
});
