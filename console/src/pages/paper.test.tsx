/** Papers on paper as a person meets them, against the mock: scans checked, forms reserved, voided, entered. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { signInAs } from "../../mock/answer";
import { seedBlanks } from "../../mock/paper";
import { client } from "../api/queries";
import { open } from "./opening";

beforeEach(() => {
  client.clear();
  seedBlanks();
  signInAs("officer");
});

const pdf = (name: string) => new File(["%PDF-1.7"], name, { type: "application/pdf" });

describe("scans of a matter", () => {
  test("an altered page is told with its place and pictures, a strange one and a missing one by name", async () => {
    open("/matters/m-penalty-b");
    await userEvent.upload(await screen.findByLabelText("扫描文件"), pdf("案卷.pdf"));
    await userEvent.click(await screen.findByRole("button", { name: "开始核对" }));
    const result = await screen.findByRole("region", { name: "核对的结果" });
    expect(result.textContent).toContain("缺 1 页");
    expect(result.textContent).toContain("结果已写入记录");
    expect(result.textContent).toContain("多出笔迹或者字：距左边 62 至 94 毫米，距上边 96 至 102 毫米");
    expect(within(result).getByRole("img", { name: "第 2 处在扫描页上的样子" })).toBeTruthy();
    expect(result.textContent).toContain("别的案卷");
  });

  test("a dossier that came whole is told in one sentence, its pages folded away", async () => {
    open("/matters/m-penalty-b");
    await userEvent.upload(await screen.findByLabelText("扫描文件"), pdf("完好.pdf"));
    await userEvent.click(await screen.findByRole("button", { name: "开始核对" }));
    await screen.findByText(/全部与电子文书一致，没有缺页/);
    expect(screen.queryByText("缺页")).toBeNull();
  });

  test("what is no scan is refused with its code, and nothing can be begun without a file", async () => {
    open("/matters/m-penalty-b");
    const begin = (await screen.findByRole("button", { name: "开始核对" })) as HTMLButtonElement;
    expect(begin.disabled).toBe(true);
    const box = await screen.findByLabelText("扫描文件");
    await userEvent.upload(box, new File(["x"], "记录.txt"), { applyAccept: false });
    await userEvent.click(begin);
    await screen.findByText("scan.kind");
  });

  test("somebody who keeps no dossiers sees no such panel", async () => {
    signInAs("legal_reviewer");
    open("/matters/m-penalty-b");
    await screen.findByRole("heading", { name: "文书" });
    expect(screen.queryByRole("heading", { name: "核对扫描件" })).toBeNull();
  });
});

describe("numbered blank forms", () => {
  test("forms are taken, told by their numbers, and stand in the list", async () => {
    open("/blanks");
    await userEvent.selectOptions(
      await screen.findByLabelText("文书"),
      "当场行政处罚决定书（行政处罚·简易程序）",
    );
    await userEvent.click(screen.getByRole("button", { name: "预留" }));
    expect(screen.getByText(/份数应是 1 至 200 的整数/)).toBeTruthy();
    await userEvent.type(screen.getByLabelText("份数"), "2");
    await userEvent.click(screen.getByRole("button", { name: "预留" }));
    await screen.findByText(/已预留《当场行政处罚决定书》2 份：长信简罚〔2026〕4号 至 长信简罚〔2026〕5号/);
    const table = await screen.findByRole("table", { name: "预留的文书" });
    await waitFor(() => expect(table.textContent).toContain("长信简罚〔2026〕5号"));
  });

  test("a form is voided with its reason, and then neither printed nor voided again", async () => {
    open("/blanks");
    await userEvent.click(await screen.findByRole("button", { name: "作废：长信简罚〔2026〕3号" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "作废" }));
    expect(dialog.textContent).toContain("请填写“理由”。");
    await userEvent.type(within(dialog).getByLabelText("理由"), "遗失");
    await userEvent.click(within(dialog).getByRole("button", { name: "作废" }));
    await waitFor(() =>
      expect(screen.queryByRole("button", { name: "作废：长信简罚〔2026〕3号" })).toBeNull(),
    );
    expect(screen.getByText("遗失")).toBeTruthy();
  });

  test("only the unused are shown when asked, and a used one leads to its matter", async () => {
    open("/blanks");
    const table = await screen.findByRole("table", { name: "预留的文书" });
    const link = within(table).getByRole("link", { name: "看事项" });
    expect(link.getAttribute("href")).toContain("/matters/m-penalty-b");
    await userEvent.click(screen.getByLabelText(/只看未用的/));
    expect(table.textContent).not.toContain("长信简罚〔2026〕1号");
    expect(table.textContent).toContain("长信简罚〔2026〕3号");
  });

  test("an act that was done on a form is entered under its number", async () => {
    const asked: unknown[] = [];
    const own = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      if (String(input).endsWith("/question/preview")) asked.push(JSON.parse(String(init?.body)));
      return own(input, init);
    };
    try {
      open("/matters/m-penalty-b/acts/question");
      await userEvent.click(await screen.findByLabelText(/补录空白文书/));
      await userEvent.selectOptions(screen.getByLabelText("纸上的文号"), "长信询〔2026〕1号");
      await waitFor(() => expect(asked.at(-1)).toMatchObject({ reserved: "长信询〔2026〕1号" }));
      await userEvent.click(screen.getByLabelText("在这里办，现在取文号"));
      await waitFor(() => expect(asked.at(-1)).not.toHaveProperty("reserved"));
    } finally {
      globalThis.fetch = own;
    }
  });
});
