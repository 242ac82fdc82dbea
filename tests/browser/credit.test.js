/** 双公示: an editor mends a row, makes a delivery, takes its file, enters a rejection and finds the row back with its reason. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { accessible } from "./support/axe.js";
import { as } from "./support/console.js";
import { scene } from "./support/stage.js";

scene("A decision goes to the credit platform, comes back with a reason, and no page shows a number of a card", async ({ step }) => {
  const page = await as("shili-editor");
  const owed = page.getByRole("region", { name: "要报送的行政处罚·数据行" });
  let number = "";

  await step("the page says how many stand where, and what is late in words", async () => {
    await page.goto("/console/credit");
    await page.getByRole("region", { name: "报送情况" }).getByText("待回执").waitFor();
    await owed.getByText("平台退回：统一社会信用代码与登记的名称不一致").waitFor();
    await accessible(page, "credit");
  });

  await step("a row that cannot go says what is missing, is mended, and can go", async () => {
    const wrong = owed.getByRole("row").filter({ hasText: "还差" }).first();
    await wrong.waitFor();
    number = await wrong.locator(".credit-number").innerText();
    await wrong.getByRole("button", { name: `补正 ${number}` }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("处罚有效期").fill("2099-12-31");
    const card = dialog.getByLabel("自然人证件类型", { exact: false });
    const code = dialog.getByLabel(/^统一社会信用代码/);
    await card.or(code).first().waitFor();
    if (await code.first().isVisible()) {
      await code.first().fill("91230500MA1B3N1N2M");
      await dialog.getByLabel(/^法定代表人(（|$)/).fill("王某某");
    } else {
      await card.selectOption("护照");
      await dialog.getByLabel(/^自然人证件号码/).fill("E99887766");
    }
    await accessible(page, "credit fields");
    await dialog.getByRole("button", { name: "保存" }).click();
    await dialog.waitFor({ state: "detached" });
    await owed.getByRole("checkbox", { name: `报 ${number}` }).and(page.locator(":checked")).waitFor();
  });

  await step("the delivery is frozen; its file can be taken and the page shows no number of a card", async () => {
    for (const box of await owed.getByRole("checkbox", { checked: true }).all()) {
      if ((await box.getAttribute("aria-label")) !== `报 ${number}`) await box.uncheck();
    }
    await owed.getByRole("button", { name: "生成一批（1 件）" }).click();
    const batches = page.getByRole("region", { name: "报送过的批次" });
    const row = batches.getByRole("row").filter({ hasText: number });
    await row.getByText("待回执").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      batches.locator("details").first().getByRole("link", { name: "CSV" }).click(),
    ]);
    const text = await readFile(await download.path(), "utf8");
    assert.match(text, new RegExp(number.replace(/[〔〕]/g, ".")));
    assert.ok(!(await page.locator("body").innerText()).includes("E99887766"));
  });

  await step("what the platform rejects comes back with its reason", async () => {
    const batches = page.getByRole("region", { name: "报送过的批次" });
    await batches.getByRole("button", { name: `平台退回 ${number}` }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "平台说的原因" }).fill("处罚内容缺项");
    await dialog.getByRole("button", { name: "登记退回" }).click();
    await owed.getByRole("row").filter({ hasText: number }).getByText("平台退回：处罚内容缺项").waitFor();
  });
});
