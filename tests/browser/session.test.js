/** Signing in and out, what each role finds in its menu, and work that survives a reload. */
import assert from "node:assert/strict";
import { as, signIn, typeIn } from "./support/console.js";
import { box, fill } from "./support/form.js";
import { account } from "./support/place.js";
import { freshContext, scene } from "./support/stage.js";

scene(
  "A wrong password is told plainly, and five of them lock the account until a named time",
  async ({ step }) => {
    const context = await freshContext();
    const page = await context.newPage();
    const alert = page.getByRole("alert");
    // An account that no other scene needs: it stays locked.
    const somebody = "qinyuan-archivist";

    await step("a wrong password and an unknown name get one and the same answer", async () => {
      await page.goto("/console/");
      await page.waitForURL("**/console/sign-in**");
      await attempt(page, somebody, "not-the-password");
      await alert.getByText("session.wrong").waitFor();
      const wrong = await alert.innerText();
      await attempt(page, "nobody-at-all", "not-the-password");
      assert.equal(await alert.innerText(), wrong);
    });

    await step("after the fifth the account is locked, and the page says until when", async () => {
      for (let tries = 2; tries <= 6; tries += 1) {
        await attempt(page, somebody, `still-wrong-${tries}`);
      }
      await alert.getByText("session.locked").waitFor();
      assert.match(await alert.innerText(), /\d{1,2}:\d{2}|\d{1,2} ?时/, "the time is told");
    });

    await step("the right password does not open a locked account", async () => {
      await attempt(page, somebody, account(somebody).password);
      await alert.getByText("session.locked").waitFor();
    });
    await context.close();
  },
);

scene("Signing out ends the session for the page, for the address and for the way back", async ({ step }) => {
  const context = await freshContext();
  const page = await context.newPage();
  await step("a person signs in and is led where they wanted to go", async () => {
    await page.goto("/console/matters");
    await page.waitForURL("**/console/sign-in**");
    await typeIn(page, "licheng-officer", account("licheng-officer").password);
    await page.waitForURL("**/console/matters**");
    await page.getByRole("heading", { level: 1, name: "事项与案件" }).waitFor();
  });
  await step("after 退出 neither an address nor the way back shows anything", async () => {
    await page.getByRole("button", { name: "退出" }).click();
    await page.getByRole("button", { name: "登录" }).waitFor();
    await page.goto("/console/matters");
    await page.waitForURL("**/console/sign-in**");
    await page.goBack();
    await page.getByRole("button", { name: "登录" }).waitFor();
    const answer = await context.request.get("/api/matters");
    assert.equal(answer.status(), 401);
  });
  await context.close();
});

const MENUS = [
  ["shili-officer", ["工作台", "事项与案件", "音像待归集", "台账", "统计年报", "程序与依据", "清单与基准", "执法人员", "执法设备", "办案场所"]],
  ["shili-section", ["工作台", "事项与案件", "音像待归集", "台账", "统计年报", "法制审核力量", "程序与依据", "清单与基准", "执法人员", "执法设备", "办案场所", "保管到期", "调阅记录"]],
  ["shili-reviewer", ["工作台", "事项与案件", "台账", "统计年报", "法制审核", "法制审核力量", "程序与依据", "清单与基准", "执法人员", "执法设备", "办案场所"]],
  ["shili-head", ["工作台", "事项与案件", "台账", "统计年报", "法制审核力量", "程序与依据", "清单与基准", "执法人员", "执法设备", "办案场所", "保管到期", "调阅记录", "组织与权限", "记录核验"]],
  ["shili-editor", ["工作台", "事项与案件", "台账", "统计年报", "公示", "双公示", "公众来信", "公示牌", "程序与依据", "清单与基准", "执法人员", "执法设备", "办案场所"]],
  ["shili-archivist", ["工作台", "事项与案件", "台账", "统计年报", "程序与依据", "清单与基准", "执法人员", "执法设备", "办案场所", "保管到期", "记录核验"]],
  ["cz-supervisor", ["工作台", "事项与案件", "台账", "统计年报", "法制审核力量", "程序与依据", "清单与基准", "执法人员", "执法设备", "办案场所", "保管到期", "调阅记录", "组织与权限", "记录核验"]],
  ["cz-admin", ["工作台", "程序与依据", "清单与基准", "执法人员", "执法设备", "办案场所", "组织与权限", "记录核验"]],
];

scene("Each role finds in its menu what it may do, and every entry opens", async ({ check }) => {
  for (const [username, menu] of MENUS) {
    await check(`${account(username).role} finds ${menu.join("、")}`, async () => {
      const page = await as(username);
      await page.goto("/console/");
      const entries = page.getByRole("navigation", { name: "主导航" }).getByRole("link");
      await entries.first().waitFor();
      assert.deepEqual(
        (await entries.allInnerTexts()).map((text) => text.trim()),
        menu,
      );
      for (const entry of menu) {
        await entries.filter({ hasText: new RegExp(`^${entry}$`) }).click();
        await page
          .getByRole("heading", { level: 1, name: entry })
          .or(page.getByRole("alert"))
          .first()
          .waitFor();
        assert.equal(await page.getByRole("alert").count(), 0, `${entry} opens for ${username}`);
      }
    });
  }
});

scene(
  "A form begun survives a reload without its personal fields, and signing out forgets it",
  async ({ step }) => {
    const context = await freshContext();
    const page = await context.newPage();
    const title = "反映示例街道路灯不亮";
    const open = async () => {
      await page.goto("/console/register/petition");
      await page.getByRole("form").waitFor();
    };
    await step("what is not personal is there again", async () => {
      await signIn(page, "huguan-officer");
      await open();
      await fill(page, { 事项名称: title, 提出的方式: "来信", "信访人姓名（名称）": "端木戊己" });
      await page.reload();
      await page.getByText("已恢复").waitFor();
      assert.equal(await box(page, "事项名称").locator("input").inputValue(), title);
      assert.ok(await box(page, "提出的方式").getByLabel("来信", { exact: true }).isChecked());
      assert.equal(await box(page, "信访人姓名（名称）").locator("input").inputValue(), "");
      const left = await page.evaluate(() => JSON.stringify(window.localStorage));
      assert.ok(!left.includes("端木"), "a petitioner's name is not left on the computer");
    });
    await step("after signing out the computer remembers nothing", async () => {
      await page.getByRole("button", { name: "退出" }).click();
      await page.getByRole("button", { name: "登录" }).waitFor();
      assert.equal(await page.evaluate(() => window.localStorage.length), 0);
      await signIn(page, "huguan-officer");
      await open();
      assert.equal(await box(page, "事项名称").locator("input").inputValue(), "");
    });
    await context.close();
  },
);

/** Tries to sign in and waits until the answer stands on the page. */
async function attempt(page, username, password) {
  await Promise.all([
    page.waitForResponse(
      (response) => response.url().endsWith("/api/session") && response.request().method() === "POST",
    ),
    typeIn(page, username, password),
  ]);
  await page.getByRole("alert").locator("p").waitFor();
}
