/** 来信: a citizen finds a mistake, writes without an account or a script, an editor answers, and the page says that it was put right. */
import assert from "node:assert/strict";
import { accessible } from "./support/axe.js";
import { as } from "./support/console.js";
import { freshContext, scene } from "./support/stage.js";

scene("A mistake on a public page is reported, answered by a person and told where it stood", async ({ step }) => {
  const context = await freshContext({ javaScriptEnabled: false });
  const citizen = await context.newPage();
  const said = `日期写错了，应为次日（${Date.now()}）`;
  let place = "";
  let code = "";

  await step("from the decision to the form is one link, and the code is told once", async () => {
    await citizen.goto(`/decisions?agency=${encodeURIComponent("长治市示例综合执法局")}`);
    await citizen.getByRole("region", { name: /共/ }).getByRole("listitem").first().getByRole("link").click();
    await citizen.getByRole("article").waitFor();
    place = new URL(citizen.url()).pathname;
    await citizen.getByRole("complementary").getByRole("link", { name: "写下错在哪里" }).click();
    await citizen.getByLabel("错在哪里，应当是什么").fill(said);
    await citizen.getByRole("button", { name: "提交" }).click();
    await citizen.getByRole("heading", { level: 1, name: "已经收到您的纠错" }).waitFor();
    code = (await citizen.locator(".bigcode").innerText()).trim();
    assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
  });

  await step("the editor of the agency reads it and answers that it was put right", async () => {
    const page = await as("shili-editor");
    await page.goto("/console/letters");
    const waiting = page.getByRole("region", { name: "等待答复" });
    const letter = waiting.getByRole("listitem").filter({ hasText: said });
    await letter.waitFor();
    await accessible(page, "letters");
    await letter.getByRole("button", { name: "答复" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "答复" }).fill("属实，已经更正日期。");
    await dialog.getByLabel(/已经更正或者撤回/).check();
    await dialog.getByRole("button", { name: "答复" }).click();
    await page.getByRole("region", { name: "已经答复" }).getByText(said).waitFor();
  });

  await step("the citizen reads the answer by the code, and the page says so to everybody", async () => {
    await citizen.goto("/letters");
    await citizen.getByLabel("查询码").fill(code);
    await citizen.getByRole("button", { name: "查", exact: true }).click();
    await citizen.getByText("属实，已经更正日期。").waitFor();
    // Whoever read the page before may see it from the browser's own keeping for a minute.
    const others = await freshContext({ javaScriptEnabled: false });
    const reader = await others.newPage();
    await reader.goto(place);
    await reader.getByText(/已经更正 \d+ 次/).waitFor();
    await others.close();
  });
  await context.close();
});
