/**
 * Takes a picture of every page against the mock, wide and narrow, into the folder named first.
 * Usage: npm run build && npm run look -- FOLDER [NAME…]   (names narrow the pages taken)
 */
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { preview } from "vite";

const [folder, ...only] = process.argv.slice(2);
if (!folder) throw new Error("say where the pictures go");
mkdirSync(folder, { recursive: true });

const PAGES = [
  ["desk", "/"],
  ["matters", "/matters"],
  ["matters-none", "/matters?q=%E6%B2%A1%E6%9C%89"],
  ["matter-penalty", "/matters/m-penalty-a"],
  ["matter-open", "/matters/m-penalty-b", openEverything],
  ["matter-petition", "/matters/m-0003"],
  ["act-opinion", "/matters/m-0003/acts/opinion", fillOpinion],
  ["act-conclude", "/matters/m-penalty-b/acts/conclude", fillConclude],
  ["act-question", "/matters/m-penalty-b/acts/question"],
  ["act-refused", "/matters/m-penalty-b/acts/decide", pressMain],
  ["paper", "/matters/m-penalty-b/papers/p2"],
  ["choose", "/register"],
  ["register", "/register/petition"],
  ["review-desk", "/review"],
  ["review", "/review/m-penalty-a", markSome],
  ["disclosure", "/disclosure"],
  ["publish", "/matters/m-penalty-c/acts/publish"],
  ["procedures", "/procedures"],
  ["procedure", "/procedures/penalty.ordinary"],
  ["act-evidence", "/matters/m-penalty-b/acts/collect_evidence", fillEvidence],
  ["act-tier", "/matters/m-penalty-b/acts/conclude", chooseTier],
  ["article", "/matters/m-penalty-b/acts/question", openArticle],
  ["procedure-papers", "/procedures/penalty.ordinary?view=papers"],
  ["procedure-guide", "/procedures/petition?view=guide"],
  ["procedure-examples", "/procedures/penalty.ordinary?view=examples"],
  ["procedure-versions", "/procedures/penalty.ordinary?view=versions"],
  ["procedure-off", "/procedures/petition", switchOff],
  ["compare", "/procedures/compare?left=penalty.ordinary.2017&right=penalty.ordinary"],
  ["blanks", "/blanks", reserveForms],
  ["scans", "/matters/m-penalty-b", checkScans],
  ["act-blank", "/matters/m-penalty-b/acts/question", onForm],
  ["parameters", "/parameters"],
  ["parameter-propose", "/parameters", proposeValue],
  ["registers", "/registers"],
  ["register-list", "/registers/items", tickAll],
  ["register-none", "/registers/inspection-list"],
  ["register-entry", "/registers/items/entries/i-CF-001?left=1&right=2"],
  ["register-pending", "/registers/items/entries/i-QZ-001"],
  ["register-propose", "/registers/items/propose?id=i-CF-001"],
  ["register-import", "/registers/items/import", importWrong],
  ["organisation", "/organisation"],
  ["record", "/record"],
  ["me", "/me"],
  ["jump", "/", jump],
  ["receipt", "/matters/m-0005/acts/route", route],
];

const server = await preview({ mode: "mock", preview: { port: 4199 }, logLevel: "error" });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [size, viewport] of [
  ["wide", { width: 1440, height: 900 }],
  ["narrow", { width: 390, height: 844 }],
  // 1440 × 900 at 400 %.
  ["zoomed", { width: 360, height: 225 }],
]) {
  const page = await browser.newPage({ viewport, locale: "zh-CN" });
  page.setDefaultTimeout(5000);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()))
      console.log(`${page.url()} ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => console.log(`${page.url()} threw: ${error}`));
  await page.goto("http://localhost:4199/console/sign-in");
  await page.getByLabel("用户名").fill("locked");
  await page.getByLabel("密码").fill("demo-pass");
  await page.getByRole("button", { name: "登录" }).click();
  await page.waitForTimeout(900);
  if (only.length === 0) await page.screenshot({ path: `${folder}/sign-in-${size}.png` });
  await page.getByLabel("用户名").fill("all");
  await page.getByRole("button", { name: "登录" }).click();
  await page.waitForURL("**/console/");
  for (const [name, path, act] of PAGES) {
    if (only.length > 0 && !only.includes(name)) continue;
    await page.goto(`http://localhost:4199/console${path}`);
    await page.waitForTimeout(700);
    if (act) await act(page);
    await page.waitForTimeout(300);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
    if (wide) console.log(`${name} ${size}: wider than the window`);
    await page.screenshot({
      path: `${folder}/${name}-${size}.png`,
      fullPage: !["jump", "article", "procedure-off", "parameter-propose"].includes(name),
    });
  }
  await page.close();
}
await browser.close();
await server.close();
process.exit(0);

async function openEverything(page) {
  for (const part of await page.locator(".timeline details, .deadlines details, .blocked details").all()) {
    await part.evaluate((element) => {
      element.open = true;
    });
  }
}

async function fillOpinion(page) {
  await page.getByLabel("支持", { exact: true }).check();
  await page
    .getByLabel("查明的事实")
    .fill(
      "经查，府后西街一段供热主管网建于 1998 年，接口老化，2026 年 11 月 3 日至 8 日共漏水三次，影响 46 户居民。",
    );
  await page.getByLabel("依据").fill("《信访工作条例》第三十二条第一款第（一）项；《城镇供热条例》。");
  await page.waitForTimeout(900);
}

async function fillConclude(page) {
  await page.getByLabel("违法事实").fill("当事人未按规定清运建筑垃圾。");
  await page.getByLabel("罚款", { exact: true }).check();
  await page.getByLabel(/拟罚款金额/).fill("15000.5");
  await page.waitForTimeout(900);
}

async function pressMain(page) {
  await page.locator("form .button-main").click();
  await page.waitForTimeout(900);
}

async function markSome(page) {
  await page.locator("body").press("j");
  for (const key of ["j", "j", "j", "1", "j", "2"]) await page.keyboard.press(key);
  await page.keyboard.press("Control+Enter");
}

async function jump(page) {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("管网");
  await page.waitForTimeout(500);
}

async function route(page) {
  const path = page.getByRole("combobox", { name: /去向/ });
  await path.click();
  await page.getByTitle("信访程序").click();
  await page.getByLabel("理由").fill("没有其他法定途径，适用信访程序。");
  await page.locator("form .button-main").click();
}

async function fillEvidence(page) {
  await page.getByLabel("第 1 行 名称").fill("钢管");
  await page.getByRole("button", { name: "加一行" }).click();
  const pad = page.locator("canvas");
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) return;
  await page.mouse.move(box.x + 60, box.y + 90);
  await page.mouse.down();
  for (let x = 60; x < 260; x += 8) await page.mouse.move(box.x + x, box.y + 90 + 40 * Math.sin(x / 22));
  await page.mouse.up();
}

async function chooseTier(page) {
  await page.locator("#field-item").click();
  await page.locator("#field-item").fill("占用");
  await page.waitForTimeout(500);
  await page.locator(".ant-select-item-option").first().click();
  await page.waitForTimeout(500);
  await page.locator(".tier").nth(2).click();
  await page.getByLabel("处罚依据").fill("依照处罚法38决定。");
  await page.waitForTimeout(900);
}

async function openArticle(page) {
  await page.locator("button.article", { hasText: "处罚法42" }).first().click();
  await page.waitForTimeout(400);
}

async function switchOff(page) {
  await page.getByRole("button", { name: "本机关不办这类事项" }).click();
}

async function proposeValue(page) {
  await page
    .getByRole("button", { name: /提出改动/ })
    .first()
    .click();
}

async function tickAll(page) {
  await page
    .getByLabel("选中本页全部")
    .first()
    .check({ force: true, timeout: 800 })
    .catch(() => {});
}

async function importWrong(page) {
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "有错.xlsx", mimeType: "application/zip", buffer: Buffer.from("x") });
  await page.waitForTimeout(500);
}

async function reserveForms(page) {
  await page.getByLabel("份数").fill("2");
  await page.getByRole("button", { name: "预留" }).click();
  await page.waitForTimeout(400);
}

async function checkScans(page) {
  await page
    .getByLabel("扫描文件")
    .setInputFiles({ name: "案卷.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") });
  await page.getByRole("button", { name: "开始核对" }).click();
  await page.waitForTimeout(400);
}

async function onForm(page) {
  await page.getByLabel(/补录空白文书/).click();
  await page.getByLabel("纸上的文号").selectOption({ index: 1 });
  await page.waitForTimeout(900);
}
