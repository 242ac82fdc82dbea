/** The console's main pages: accessible at a desk, and nothing wider than a telephone at 375 pixels. */
import assert from "node:assert/strict";
import { accessible } from "./support/axe.js";
import { clue, filing } from "./support/cases.js";
import { as, perform, register } from "./support/console.js";
import { daysAgo, today } from "./support/days.js";
import { freshContext, PHONE, picture, scene } from "./support/stage.js";

let filed = null;

/** Name, who looks, address, what stands there when it has loaded. */
const PAGES = [
  ["desk", "shili-section", "/console/", "heading:工作台"],
  ["list of matters", "shili-section", "/console/matters", "row"],
  ["choice of procedure", "shili-officer", "/console/register", "heading:新登记"],
  ["registration form", "luzhou-officer", "/console/register/petition", "form"],
  ["review desk", "shili-reviewer", "/console/review", "region:待审"],
  ["disclosure queue", "shili-editor", "/console/disclosure", "region:待公开"],
  ["procedures", "shili-officer", "/console/procedures", "heading:程序与依据"],
  ["a procedure", "shili-officer", "/console/procedures/penalty.ordinary", "table"],
  ["organisation", "cz-admin", "/console/organisation", "heading:组织与权限"],
  ["record", "cz-admin", "/console/record", "heading:记录核验"],
  ["one's own page", "shili-officer", "/console/me", "heading:身份与权限"],
];

/** Clues by the days since they came in: their periods have passed, end today or soon, or have just begun. */
const CLUES = [
  [75, "长治示例东街建材经营部", "未及时清运建筑垃圾"],
  [52, "长治示例北城餐饮店", "餐饮油烟未经处理直接排放"],
  [21, "长治示例南城广告有限公司", "未按照规定设置户外广告"],
  [18, "长治示例西街物业服务有限公司", "损坏公共绿地"],
  [17, "长治示例城关食品有限公司", "超出许可范围经营"],
  [12, "长治示例新区建筑工程有限公司", "未取得施工许可擅自开工"],
  [6, "长治示例河东餐饮店", "擅自占用道路摆放经营设施"],
];

scene(
  "The desk tells what is late, what is due today and what can wait, by shape, word and number",
  async ({ step }) => {
    await step("clues of different age stand on the officer's desk in the order of their days", async () => {
      const page = await as("shili-officer");
      for (const [age, party, cause] of CLUES) {
        await register(page, "行政处罚", clue(party, cause, daysAgo(age)));
      }
      await page.goto("/console/");
      const table = page.getByRole("table", { name: "我的待办，按期限排列" });
      await table.waitFor();
      const late = table.getByRole("row").filter({ hasText: CLUES[0][1] });
      await late.getByText(/逾期 \d+ 天/).waitFor();
      const lights = await table
        .getByRole("row")
        .filter({ hasText: "核查线索" })
        .locator("td:first-child")
        .allInnerTexts();
      const days = lights.map((text) => /\d{4}-\d{2}-\d{2}/.exec(text)?.[0]).filter(Boolean);
      assert.ok(days.length >= CLUES.length);
      assert.deepEqual(days, days.toSorted());
      await picture(page, "desk");
      await accessible(page, "a desk with lights of every kind");
    });

    await step(
      "pressing 逾期 leaves only what is late, and one click opens the act that is owed",
      async () => {
        const page = await as("shili-officer");
        const all = await page.getByRole("row").filter({ hasText: "核查线索" }).count();
        await page.getByRole("button", { name: /^逾期/ }).click();
        await page.getByText("看全部").waitFor();
        const rows = page.getByRole("row").filter({ hasText: "核查线索" });
        const late = await rows.count();
        assert.ok(late >= 2 && late < all, `${late} of ${all}`);
        for (const text of await rows.locator("td:first-child").allInnerTexts()) assert.match(text, /逾期/);
        await rows.first().getByRole("link").last().click();
        await page.getByRole("form").waitFor();
      },
    );
  },
);

scene("Every main page of the console is accessible", async ({ check }) => {
  await check("sign-in", async () => {
    const context = await freshContext();
    const page = await context.newPage();
    await page.goto("/console/sign-in");
    await page.getByRole("button", { name: "登录" }).waitFor();
    await accessible(page, "sign-in");
    await context.close();
  });
  for (const [name, username, address, sign] of PAGES) {
    await check(name, async () => {
      const page = await as(username);
      await page.goto(address);
      await stands(page, sign);
      await accessible(page, name);
    });
  }
  await check("a matter, with everything folded open", async () => {
    const page = await as("shili-section");
    await page.goto(await openMatter());
    await page.getByRole("region", { name: "办理经过" }).waitFor();
    await accessible(page, "matter");
    await page.locator("details").evaluateAll((all) => {
      for (const each of all) each.open = true;
    });
    await accessible(page, "matter unfolded");
  });
  await check("an act's form", async () => {
    const page = await as("shili-section");
    await page.goto(`${await openMatter()}/acts/suspend`);
    await page.getByRole("form").waitFor();
    await accessible(page, "act");
  });
});

scene("On a telephone 375 pixels wide nothing has to be pushed sideways", async ({ step }) => {
  await step("the portal's first page, a decision, and asking for progress", async () => {
    const context = await freshContext({ javaScriptEnabled: false, viewport: PHONE });
    const page = await context.newPage();
    await page.goto("/");
    await fits(page);
    await page.goto("/decisions");
    await fits(page);
    await page.getByRole("region", { name: /共/ }).getByRole("listitem").first().getByRole("link").click();
    await page.getByRole("article").waitFor();
    await fits(page);
    await page.goto("/progress");
    await fits(page);
    await context.close();
  });
  await step("the desk, a matter and a form of the console", async () => {
    const page = await as("shili-officer");
    const matter = await openMatter();
    const before = page.viewportSize();
    await page.setViewportSize(PHONE);
    await page.goto("/console/");
    await stands(page, "heading:工作台");
    await page.getByRole("navigation", { name: "快捷导航" }).waitFor();
    await fits(page);
    await picture(page, "desk-phone", PHONE);
    await page.goto(matter);
    await page.getByRole("region", { name: "办理经过" }).waitFor();
    await fits(page);
    await page.goto(`${matter}/acts/show_credentials`);
    await page.getByRole("form").waitFor();
    await fits(page);
    await page.setViewportSize(before);
  });
});

/** The address of a case that was filed a moment ago; one for all scenes. */
async function openMatter() {
  filed ??= (async () => {
    const { matter } = await register(
      await as("shili-officer"),
      "行政处罚",
      clue("上官乙未", "损坏公共绿地", today()),
    );
    await perform(await as("shili-section"), matter, "立案", filing("上官乙未", "损坏公共绿地", today(), ""));
    return matter;
  })();
  return filed;
}

async function stands(page, sign) {
  const [role, name] = sign.split(":");
  await page
    .getByRole("main")
    .getByRole(role, name ? { name, exact: true } : {})
    .first()
    .waitFor();
  await page.locator(".bones").first().waitFor({ state: "detached" });
}

async function fits(page) {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(content <= window, `${page.url()} is ${content} pixels wide in ${window}`);
}
