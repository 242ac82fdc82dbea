/** The pages as a person meets them, in a browser without a screen, against the mock. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { signInAs } from "../../mock/answer";
import { post } from "../api/client";
import { client } from "../api/queries";
import { open } from "./opening";

beforeEach(() => client.clear());

describe("sign-in", () => {
  test("given no session, any page leads to sign-in and remembers where to go", async () => {
    signInAs(null);
    const router = open("/matters?light=overdue");
    await screen.findByRole("heading", { name: "执衡" });
    expect(router.state.location.search).toMatchObject({ next: "/matters?light=overdue" });
  });

  test("given a wrong password, then what and until when are said, and nothing opens", async () => {
    signInAs(null);
    open("/sign-in");
    await userEvent.type(await screen.findByLabelText("用户名"), "locked");
    await userEvent.type(screen.getByLabelText("密码"), "12345678");
    await userEvent.click(screen.getByRole("button", { name: "登录" }));
    const alert = await screen.findByRole("alert");
    await waitFor(() => expect(alert.textContent).toContain("锁定到 2026-11-23 10:15"));
    expect(alert.textContent).toContain("session.locked");
  });
});

describe("the frame", () => {
  test("given a reviewer, then only the places of that work are in the navigation", async () => {
    signInAs("legal_reviewer");
    open("/");
    const nav = await screen.findByRole("navigation", { name: "主导航" });
    const places = within(nav)
      .getAllByRole("link")
      .map((link) => link.textContent);
    expect(places).toEqual([
      "工作台",
      "事项与案件",
      "台账",
      "统计年报",
      "法制审核",
      "法制审核力量",
      "程序与依据",
      "清单与基准",
      "执法人员",
      "执法设备",
      "办案场所",
    ]);
  });
});

describe("the desk", () => {
  test("each duty has its light in words, and its act is one click away", async () => {
    open("/");
    const table = await screen.findByRole("table", { name: "我的待办，按期限排列" });
    const row = within(table).getAllByRole("row")[1] as HTMLElement;
    expect(row.textContent).toMatch(/逾期 \d+ 天/);
    expect(within(row).getAllByRole("link").at(-1)?.getAttribute("href")).toMatch(
      /^\/console\/matters\/[^/]+\/acts\//,
    );
  });

  test("when a day of the calendar is pressed, then the table holds that day's duties", async () => {
    open("/");
    const calendar = await screen.findByRole("table", { name: "今后四周每天到期的待办件数" });
    const day = within(calendar).getAllByRole("button")[1] as HTMLElement;
    const count = Number(/(\d+) 件/.exec(day.textContent ?? "")?.[1]);
    await userEvent.click(day);
    const table = screen.getByRole("table", { name: "我的待办，按期限排列" });
    expect(within(table).getAllByRole("row")).toHaveLength(count + 1);
  });
});

describe("the list", () => {
  test("the address decides what is shown and what is exported", async () => {
    open("/matters?procedure=penalty.ordinary&sort=number");
    const table = await screen.findByRole("table", { name: "事项与案件" });
    await waitFor(() => expect(within(table).getAllByRole("row")).toHaveLength(5));
    expect(screen.getByRole("link", { name: /导出 Excel/ }).getAttribute("href")).toBe(
      "/api/matters.xlsx?procedure=penalty.ordinary&sort=number",
    );
  });

  test("given nothing found, then the page says what to try", async () => {
    open("/matters?q=zzz");
    await screen.findByText("没有符合这些条件的事项");
    expect(screen.getByRole("link", { name: "清除条件，看全部" })).toBeTruthy();
  });

  test("next and previous pages turn, and the way back is known", async () => {
    const router = open("/matters");
    await userEvent.click(await screen.findByRole("link", { name: "下一页" }));
    await screen.findByText("第 2 页");
    expect(router.state.location.search).toMatchObject({ cursor: "50" });
    await userEvent.click(screen.getByRole("link", { name: "上一页" }));
    await screen.findByText("第 1 页");
  });
});

describe("a matter", () => {
  test("what may be done is a button; what may not says why, by which article, and what supplies it", async () => {
    open("/matters/m-penalty-d");
    const possible = await screen.findByRole("region", { name: "现在可以做" });
    expect(within(possible).getAllByRole("link")[0]?.textContent).toContain("询问当事人");
    const blocked = screen.getByRole("region", { name: "还缺什么" });
    expect(blocked.textContent).toContain("处罚法58");
    expect(within(blocked).getAllByRole("link", { hidden: true })[0]?.getAttribute("href")).toContain(
      "/acts/",
    );
  });

  test("given a matter that is not there, then the page says so with its code", async () => {
    open("/matters/none");
    await screen.findByText("没有这件事项");
    expect(screen.getByText("matter.missing")).toBeTruthy();
  });
});

describe("an act", () => {
  test("given empty fields, when sent, then each says what is wanted, the focus goes to the first, and nothing is sent", async () => {
    open("/matters/m-0005/acts/route");
    await userEvent.click(await screen.findByRole("button", { name: "分流" }));
    expect(screen.getByText("请填写“去向”。")).toBeTruthy();
    expect(screen.getByText("请填写“理由”。")).toBeTruthy();
    expect(document.activeElement?.id).toBe("field-path");
  });

  test("given a form half filled, when the page is opened again, then the words are there", async () => {
    open("/matters/m-0010/acts/route");
    await userEvent.type(await screen.findByLabelText("理由"), "没有其他途径");
    document.body.innerHTML = "";
    client.clear();
    open("/matters/m-0010/acts/route");
    expect(((await screen.findByLabelText("理由")) as HTMLTextAreaElement).value).toBe("没有其他途径");
    expect(screen.getByText(/已恢复/)).toBeTruthy();
  });

  test("given that somebody acted first, then nothing is registered until the change was seen, and the words stay", async () => {
    open("/matters/m-0015/acts/route");
    await userEvent.click(await screen.findByRole("combobox", { name: "去向" }));
    await userEvent.click(await screen.findByTitle("信访程序"));
    await userEvent.type(screen.getByLabelText("理由"), "没有其他途径");
    const other = { seen: 1, fields: { path: "仲裁", reason: "已立案" } };
    await post("/api/matters/m-0015/acts/route", other);
    await userEvent.click(screen.getByRole("button", { name: "分流" }));
    await userEvent.click(await screen.findByRole("button", { name: "重新载入，看变化" }));
    await screen.findByText(/已分流：仲裁/);
    await userEvent.click(screen.getByRole("button", { name: "已看过变化，继续" }));
    expect((screen.getByLabelText("理由") as HTMLTextAreaElement).value).toBe("没有其他途径");
    await userEvent.click(screen.getByRole("button", { name: "分流" }));
    await screen.findByRole("heading", { name: /已分流：信访程序/ });
  });

  test("when an act is performed, then the receipt is a sentence, and the draft is gone", async () => {
    open("/matters/m-penalty-d/acts/collect_evidence");
    await userEvent.click(await screen.findByRole("combobox", { name: "证据种类" }));
    await userEvent.click(await screen.findByTitle("书证"));
    await userEvent.type(screen.getByLabelText("证明什么"), "占用人行道");
    await userEvent.upload(
      document.getElementById("field-files") as HTMLInputElement,
      new File(["a"], "票据.jpg"),
    );
    await screen.findByRole("button", { name: "移除 票据.jpg" });
    await userEvent.click(screen.getByRole("button", { name: "收集证据" }));
    await screen.findByRole("heading", { name: "已收集证据：书证" });
    expect(screen.queryByText(/操作成功/)).toBeNull();
    expect(Object.keys(window.localStorage)).toEqual([]);
  });
});

describe("legal review", () => {
  test("from the keyboard: move, mark, and a signature is refused until nothing is missing", async () => {
    open("/review/m-penalty-a");
    await screen.findByRole("heading", { name: "审核项目" });
    expect(screen.getByText("已标 7 / 12")).toBeTruthy();
    for (let index = 0; index < 4; index += 1) await userEvent.keyboard("j");
    for (let index = 0; index < 5; index += 1) await userEvent.keyboard("1j");
    expect(screen.getByText("已标 12 / 12")).toBeTruthy();
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    expect(screen.getByText("还没有选审核结论")).toBeTruthy();
    await userEvent.click(screen.getByLabelText("同意"));
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByRole("heading", { name: "法制审核意见：同意" });
  });
});

describe("other pages open", () => {
  test.each([
    ["/disclosure", "公示"],
    ["/procedures/petition", "信访事项"],
    ["/organisation", "组织与权限"],
    ["/record", "记录核验"],
    ["/me", "陈立新"],
    ["/nowhere", "没有这个页面"],
  ])("%s shows %s", async (path, heading) => {
    open(path);
    await screen.findByRole("heading", { name: heading });
  });
});
