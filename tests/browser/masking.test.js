/** Before a decision is published: the dossier's text and the public one beside each other, what is recognised, masked, or kept with a reason. */
import assert from "node:assert/strict";
import { accessible } from "./support/axe.js";
import { as } from "./support/console.js";
import { PHONE, picture, scene } from "./support/stage.js";

/** Opens the first decision that waits to be published; answers its address. */
async function waiting(page) {
  await page.goto("/console/disclosure");
  await page.getByRole("link", { name: "核对并公开" }).first().click();
  await page.getByRole("heading", { name: "原文与公开文本" }).waitFor();
  return new URL(page.url()).pathname;
}

scene("Personal data is masked or kept with a reason before a decision is published", async ({ step, check }) => {
  const left = (page) => page.getByText(/^还有 1 处个人信息要遮盖/);
  const clean = (page) => page.getByText("没有认出要遮盖的个人信息，请再逐句核对");

  await check("what is typed is recognised, refused, and masked by one press", async () => {
    const page = await as("shili-editor");
    await waiting(page);
    const facts = page.getByRole("textbox", { name: /事实/ }).first();
    const before = await facts.inputValue();
    await clean(page).waitFor();
    await facts.fill(`${before}联系电话13800138000。`);
    await left(page).waitFor();
    await page.locator("mark.mark-left", { hasText: "13800138000" }).waitFor();
    await accessible(page, "masking");
    await picture(page, "masking");
    await picture(page, "masking-phone", PHONE);
    await page.getByRole("button", { name: "遮盖电话“13800138000”" }).click();
    await clean(page).waitFor();
    assert.equal(await facts.inputValue(), `${before}联系电话（已隐去）。`);
    await facts.fill(before);
  });

  await step("a find is kept with a reason, which stands in the form and can be taken back, by keyboard alone", async () => {
    const page = await as("shili-editor");
    await waiting(page);
    const facts = page.getByRole("textbox", { name: /事实/ }).first();
    const before = await facts.inputValue();
    await facts.fill(`${before}现场停放晋D12345号车辆。`);
    await left(page).waitFor();
    const keep = page.getByRole("button", { name: "保留车牌“晋D12345”" });
    await keep.focus();
    await page.keyboard.press("Enter");
    const ask = page.getByRole("dialog");
    await ask.getByRole("textbox").fill("单位的车辆，不是个人的");
    await ask.getByRole("button", { name: "保留" }).click();
    await page.getByText("已写明理由，保留").waitFor();
    await clean(page).waitFor();
    assert.equal(await page.getByRole("textbox", { name: "第 1 行 保留的理由" }).inputValue(), "单位的车辆，不是个人的");
    await page.getByRole("button", { name: "不再保留车牌“晋D12345”" }).click();
    await page.getByText("已写明理由，保留").waitFor({ state: "detached" });
    await facts.fill(before);
  });

  await step("the settings of disclosure can be read", async () => {
    const page = await as("shili-editor");
    await page.goto("/console/disclosure");
    await page.getByRole("link", { name: "公示设置" }).click();
    await page.getByRole("heading", { name: "处罚决定的公开期限" }).waitFor();
    await page.getByRole("heading", { name: "各渠道隐去什么" }).waitFor();
    await accessible(page, "disclosure settings");
    await picture(page, "disclosure-settings");
  });
});
