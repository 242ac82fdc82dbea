/** The richer fields of a form as a person fills them in, against the mock. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { client } from "../api/queries";
import { open } from "../pages/opening";

beforeEach(() => client.clear());

test("rows copied from Excel are pasted where the cursor stands, and said aloud", async () => {
  open("/matters/m-penalty-d/acts/collect_evidence");
  await userEvent.click(await screen.findByLabelText("第 1 行 名称"));
  await userEvent.paste("钢管\t6 米\t20\n模板\t\t4\n");
  expect((screen.getByLabelText("第 2 行 数量") as HTMLInputElement).value).toBe("4");
  expect(screen.getByText("已粘贴 2 行")).toBeTruthy();
});

test("Enter in the last row begins a new one and sends nothing", async () => {
  open("/matters/m-penalty-d/acts/collect_evidence");
  await userEvent.type(await screen.findByLabelText("第 1 行 规格"), "6 米{Enter}");
  await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("第 2 行 规格"));
  expect(screen.queryByText("请填写“证据种类”。")).toBeNull();
});

test("given somebody who cannot write on a screen, then an image is taken as the signature", async () => {
  open("/matters/m-penalty-d/acts/collect_evidence");
  const field = await screen.findByRole("group", { name: /当事人/ });
  await userEvent.click(within(field).getByRole("button", { name: "签好了" }));
  expect(within(field).getByRole("alert").textContent).toContain("还没有签名");
  await userEvent.click(within(field).getByRole("button", { name: /上传签名图片/ }));
  await userEvent.upload(
    document.getElementById("field-party_signature") as HTMLInputElement,
    new File(["x"], "签名.png", { type: "image/png" }),
  );
  await within(field).findByText(/已签名/);
  await userEvent.click(within(field).getByRole("button", { name: "重新签" }));
  expect(within(field).queryByText(/已签名/)).toBeNull();
  expect(within(field).getByText("选择文件")).toBeTruthy();
});

test("tiers wait for the item; once it is chosen they stand with their amounts", async () => {
  open("/matters/m-penalty-b/acts/conclude");
  await screen.findByText("先选定事项，这里才列出它的裁量阶次。");
  await userEvent.click(screen.getByRole("combobox", { name: /执法事项/ }));
  await userEvent.click(await screen.findByText("对擅自占用城市道路的处罚"));
  const heavy = await screen.findByRole("radio", { name: /从重/ });
  expect(heavy.closest("label")?.textContent).toContain("罚款 10,000 元 至 20,000 元");
  await userEvent.click(heavy);
  expect((heavy as HTMLInputElement).checked).toBe(true);
});

test("a warning of the preview is shown and stops nothing", async () => {
  open("/matters/m-penalty-b/acts/conclude");
  await userEvent.type(await screen.findByLabelText("处罚依据"), "处罚法38");
  await screen.findByText(/已由 2021 年修订改为第五十七条/);
  expect(screen.queryByText("现在还不能办，因为")).toBeNull();
});
