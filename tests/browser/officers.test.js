/** The people who enforce: a card through its hands, and the officer code from a phone without a network to a passer-by. */
import assert from "node:assert/strict";
import { accessible } from "./support/axe.js";
import { as, signIn } from "./support/console.js";
import { freshContext, PHONE, scene } from "./support/stage.js";

/** Takes a step by its button on the officer's page, with what the window asks for. */
async function step(username, officer, title, fill = async () => {}, reason = "") {
  const page = await as(username);
  await page.goto(`/console/officers/${officer}`);
  const region = page.getByRole("region", { name: "现在可以做" });
  await region.getByRole("button", { name: title, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await fill(dialog);
  if (reason) await dialog.getByLabel("原因").fill(reason);
  await dialog.getByRole("button", { name: title, exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  return page;
}

scene("A card is applied for, examined, issued and put into use by different hands", async ({ step: part }) => {
  const officer = "shili-editor";

  await part("the section applies for somebody without a card", async () => {
    const page = await as("shili-section");
    await page.goto("/console/officers");
    await accessible(page, "officers");
    await page.getByRole("button", { name: "申领执法证" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("为谁申领").selectOption(officer);
    await dialog.getByLabel("行政处罚").check();
    await dialog.getByLabel(/执法区域/).fill("140400");
    await dialog.getByLabel("职务").fill("科员");
    await dialog.getByLabel(/在编在职/).check();
    await dialog.getByLabel(/考试合格/).check();
    await dialog.getByRole("button", { name: "申领", exact: true }).click();
    await page.getByText("待审核", { exact: false }).first().waitFor();
  });

  await part("the reviewer examines, the head issues", async () => {
    await step("shili-reviewer", officer, "审核");
    await step("shili-head", officer, "发证", async (dialog) => {
      await dialog.getByLabel(/执法证号/).fill("14040099");
      await dialog.getByLabel("有效期自").fill("2026-01-01");
      await dialog.getByLabel("有效期至").fill("2099-12-31");
    });
  });

  await part("without training before the post it is not put into use; with it, it is", async () => {
    const page = await as("shili-section");
    await page.goto(`/console/officers/${officer}`);
    const region = page.getByRole("region", { name: "现在可以做" });
    await region.getByRole("button", { name: "登记培训" }).waitFor();
    assert.equal(await region.getByRole("button", { name: "启用" }).count(), 0);
    await step("shili-section", officer, "登记培训", async (dialog) => {
      await dialog.getByLabel("培训日期").fill("2026-01-05");
      await dialog.getByLabel("学时").fill("40");
      await dialog.getByLabel("内容").fill("行政处罚法");
    });
    await step("shili-section", officer, "启用");
    await page.getByRole("region", { name: "执法证" }).getByText("● 有效").waitFor();
    const life = page.getByRole("region", { name: "证件经过" });
    assert.equal(await life.getByRole("listitem").count() >= 6, true);
    await accessible(page, "an officer");
  });
});

scene("An officer shows the card from a phone without a network", async ({ step: part }) => {
  let phone = null;
  let page = null;
  let visitor = null;

  const shown = async () => {
    const canvas = page.locator("canvas[data-code]");
    await canvas.waitFor();
    return canvas.getAttribute("data-code");
  };
  const looked = async (address) => {
    await visitor.goto(address);
    return visitor.getByRole("heading", { level: 1 }).textContent();
  };

  await part("the phone is enrolled once and shows a code", async () => {
    phone = await freshContext({ viewport: PHONE });
    page = await phone.newPage();
    await signIn(page, "shili-officer2");
    await page.goto("/console/card.html");
    await page.getByRole("button", { name: "登记这部手机" }).click();
    await shown();
    await accessible(page, "the card page");
  });

  await part("a passer-by without script sees that the card is valid", async () => {
    const context = await freshContext({ viewport: PHONE, javaScriptEnabled: false });
    visitor = await context.newPage();
    assert.equal(await looked(await shown()), "证件有效");
    assert.ok(await visitor.getByText("没有选择任务").isVisible());
  });

  await part("in flight mode the page opens, and its codes are as good", async () => {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await phone.setOffline(true);
    await page.reload();
    await page.getByText("没有网络，亮证码照常有效").waitFor();
    assert.equal(await looked(await shown()), "证件有效");
    await phone.setOffline(false);
  });

  await part("a suspended card is red at once, for as long as it is suspended", async () => {
    await step("shili-head", "shili-officer2", "暂扣", undefined, "示例：涉嫌违规，正在核查");
    assert.equal(await looked(await shown()), "不得执法");
    assert.ok(await visitor.getByText(/正在暂扣期间/).isVisible());
    await step("shili-head", "shili-officer2", "恢复", undefined, "示例：核查没有问题");
    assert.equal(await looked(await shown()), "证件有效");
  });

  await part("a code that was photographed ten minutes ago is refused, and shows nobody", async () => {
    const late = await phone.newPage();
    await late.clock.install({ time: Date.now() - 600_000 });
    await late.goto("/console/card.html");
    const old = await late.locator("canvas[data-code]");
    await old.waitFor();
    assert.equal(await looked(await old.getAttribute("data-code")), "亮证码已失效");
    assert.equal(await visitor.locator(".officer").count(), 0);
    await late.close();
  });

  await part("a phone that was stopped shows no good code any more", async () => {
    const last = await shown();
    await page.getByRole("button", { name: "停用这部手机" }).click();
    await page.getByRole("button", { name: "登记这部手机" }).waitFor();
    assert.equal(await looked(last), "手机已停用");
  });
});
