/** The law section and the registers of the console against the running product: what stands there, who may do what, in three hands. */
import assert from "node:assert/strict";
import { accessible } from "./support/axe.js";
import { clue, filing } from "./support/cases.js";
import { as, openAct, register, submit } from "./support/console.js";
import { today } from "./support/days.js";
import { fill } from "./support/form.js";
import { PHONE, scene } from "./support/stage.js";

const PENALTY = "/console/procedures/penalty.ordinary";

/** Name, address, what stands there when it has loaded. */
const PAGES = [
  ["procedures", "/console/procedures", "heading:程序与依据"],
  ["a procedure's papers", `${PENALTY}?view=papers`, "heading:文书"],
  ["a procedure's guide", `${PENALTY}?view=guide`, "region:机关多少天内办"],
  ["a procedure's examples", `${PENALTY}?view=examples`, "heading:示例"],
  ["a procedure's versions", `${PENALTY}?view=versions`, "heading:版本"],
  ["two versions compared", "/console/procedures/compare?left=petition&right=penalty.ordinary", "status"],
  ["parameters", "/console/parameters", "table:全部参数"],
  ["registers", "/console/registers", "table:全部名录"],
  ["a register", "/console/registers/items", "heading:无此类事项"],
  ["a new entry", "/console/registers/items/propose", "form"],
  ["an import", "/console/registers/items/import", "region:选择文件"],
];

scene("The law section and the registers are accessible, at a desk and on a telephone", async ({ check }) => {
  for (const [name, address, sign] of PAGES) {
    await check(name, async () => {
      const page = await as("shili-officer");
      await page.goto(address);
      await stands(page, sign);
      await accessible(page, name);
      const before = page.viewportSize();
      await page.setViewportSize(PHONE);
      await fits(page);
      await page.setViewportSize(before);
    });
  }
});

scene("The law opens where it is cited", async ({ step }) => {
  await step("an article's text stands in a drawer, and Esc gives the page back", async () => {
    const page = await as("shili-officer");
    await page.goto(PENALTY);
    await page.getByRole("button", { name: "处罚法54", exact: true }).first().click();
    const drawer = page.getByRole("dialog");
    await drawer.getByText("第五十四条").waitFor();
    await accessible(page, "an article");
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "detached" });
  });

  await step("every worked example passes, and each step says how it came out", async () => {
    const page = await as("shili-officer");
    await page.goto(`${PENALTY}?view=examples`);
    await page.getByText(/例，全部通过/).waitFor();
    await page.locator(".examples summary").first().click();
    await page.locator(".examples table").first().getByRole("row").nth(1).waitFor();
  });

  await step("a paper's sample is a PDF", async () => {
    const page = await as("shili-officer");
    await page.goto(`${PENALTY}?view=papers`);
    const address = await page.getByRole("link", { name: /^看样张/ }).first().getAttribute("href");
    const answer = await page.request.get(address);
    assert.equal(answer.status(), 200);
    assert.equal((await answer.body()).subarray(0, 5).toString(), "%PDF-");
  });
});

scene("An item is collected, examined and published by three people", async ({ step }) => {
  const code = "CF-900";
  const name = "对擅自占用城市道路摆放经营设施的处罚";
  let entry = null;

  await step("the officer collects it; what is left empty is named first", async () => {
    const page = await as("shili-officer");
    await page.goto("/console/registers/items/propose");
    await page.getByRole("button", { name: "报审" }).click();
    await page.getByText("请填写“事项编码”。").waitFor();
    await page.getByLabel("事项编码").fill(code);
    await page.getByRole("combobox", { name: "类别" }).click();
    await page.locator(".ant-select-item-option").filter({ hasText: /^行政处罚$/ }).click();
    await page.getByLabel("事项名称").fill(name);
    await page.getByLabel("实施依据").fill("《城市道路管理条例》第二十七条、第四十二条");
    await page.getByLabel("来源").fill("本机关权责清单");
    await page.getByRole("button", { name: "报审" }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    entry = new URL(page.url()).pathname;
    assert.match(entry, /\/console\/registers\/items\/entries\//);
  });

  await step("the reviewer examines it, and may not publish it", async () => {
    const page = await as("shili-reviewer");
    await page.goto(entry);
    await page.getByRole("button", { name: "审核通过" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("审核意见").fill("与权责清单一致。");
    await accessible(page, "an opinion");
    await dialog.getByRole("button", { name: "审核通过" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.equal(await page.getByRole("button", { name: "公布" }).count(), 0);
  });

  await step("the editor publishes it; the entry tells all three hands", async () => {
    const page = await as("shili-editor");
    await page.goto(entry);
    await page.getByRole("button", { name: "公布" }).click();
    const holds = page.getByRole("region", { name: "今天有效的版本" });
    await holds.waitFor();
    for (const word of ["采集", "审核", "公布"])
      await holds.getByRole("term").filter({ hasText: new RegExp(`^${word}$`) }).waitFor();
    await accessible(page, "a published entry");
  });

  await step("a second version stands beside the first", async () => {
    const page = await as("shili-officer");
    await page.goto(entry);
    await page.getByRole("button", { name: "写新版本" }).click();
    await page.getByLabel("事项名称").fill(`${name}（修订）`);
    await page.getByLabel("来源").fill("本机关权责清单（修订）");
    await page.getByRole("button", { name: "报审" }).click();
    await page.getByRole("link", { name: "与第 1 版比较" }).click();
    await page.getByRole("table", { name: "第 1 版与第 2 版的不同" }).getByText(`${name}（修订）`).waitFor();
  });

  await step("what waits to be published stands before the editor with its last day", async () => {
    const page = await as("shili-editor");
    await page.goto("/console/disclosure");
    const owed = page.getByRole("region", { name: "名录待公布" });
    const row = owed.getByRole("row").filter({ hasText: "行政执法事项清单" }).first();
    await row.getByText("待审核").waitFor();
    await row.getByText(/还剩 \d+ 个工作日/).waitFor();
    await owed.getByText(/信访公布事项/).waitFor();
    await accessible(page, "disclosure with registers that wait");
    await row.getByRole("link", { name: "行政执法事项清单" }).click();
    await page.getByRole("region", { name: "行政执法事项清单条目" }).getByText(name).first().waitFor();
  });

  await step("that there is none of a kind is stated, with its source", async () => {
    const page = await as("shili-officer");
    await page.goto("/console/registers/items");
    await page.getByRole("button", { name: "声明“无此类事项”" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("范围").selectOption("行政征收");
    await dialog.getByLabel("来源").fill("三定规定没有征收职责");
    await dialog.getByRole("button", { name: "提出声明" }).click();
    await page.getByRole("heading", { level: 1, name: "无此类事项：行政征收" }).waitFor();
  });

  await step("a table with a wrong row is refused row by row and nothing comes in", async () => {
    const page = await as("shili-officer");
    await page.goto("/console/registers/items/import");
    const rows = "事项编码,类别,事项名称,实施依据\nCF-901,行政处罚,甲,乙\nCF-902,没有这一类,丙,丁\n";
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "事项.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
    await page.getByText(/有 1 行不对，没有导入/).waitFor();
    await page.getByRole("table", { name: "不对的格" }).getByText("类别").first().waitFor();
    assert.equal(await page.getByRole("button", { name: /^导入 \d+ 条$/ }).count(), 0);
    await accessible(page, "a report of an import");
  });

  await step("a table without faults is looked at and then brought in", async () => {
    const page = await as("shili-officer");
    await page.goto("/console/registers/items/import");
    const rows = "事项编码,类别,事项名称,实施依据\nCF-901,行政处罚,对损坏公共绿地的处罚,《城市绿化条例》第二十七条\n";
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "事项.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
    await page.getByRole("button", { name: "导入 1 条" }).click();
    await page.getByText("已导入 1 条").waitFor();
  });
});

scene("A local number goes through three hands", async ({ step }) => {
  let label = null;
  await step("the officer proposes it within its limits and may not approve it", async () => {
    const page = await as("shili-officer");
    await page.goto("/console/parameters");
    const button = page.getByRole("button", { name: /^提出改动/ }).first();
    label = (await button.locator("xpath=ancestor::tr/td[1]").innerText()).split("\n")[0].trim();
    await button.click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("依据").fill("《长治市示例办法》第三条");
    await dialog.getByRole("button", { name: "提出" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("region", { name: "正在改动的" }).getByText(`${label}：`).waitFor();
    assert.equal(await page.getByRole("button", { name: "同意" }).count(), 0);
  });
  await step("the reviewer approves, the editor publishes", async () => {
    const reviewer = await as("shili-reviewer");
    await reviewer.goto("/console/parameters");
    await reviewer.getByRole("button", { name: "同意" }).click();
    const dialog = reviewer.getByRole("dialog");
    await dialog.getByLabel("审核意见").fill("有依据，同意。");
    await dialog.getByRole("button", { name: "同意" }).click();
    await reviewer.getByText("已同意，待公布").waitFor();
    const editor = await as("shili-editor");
    await editor.goto("/console/parameters");
    await editor.getByRole("button", { name: "公布" }).first().click();
    await editor.locator(".proposal-publish").getByRole("button", { name: "公布" }).click();
    await editor.getByText(/以前的改动 1 次/).waitFor();
  });
});

scene("A head switches a kind of matter off and on again", async ({ step }) => {
  const press = async (page, button, reason, yes) => {
    await page.goto("/console/procedures/petition");
    await page.getByRole("button", { name: button }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("理由").fill(reason);
    await dialog.getByRole("button", { name: yes }).click();
    await dialog.waitFor({ state: "detached" });
  };
  const offered = async () => {
    const page = await as("tunliu-officer");
    await page.goto("/console/register");
    // The first category, or the sentence that nothing can be registered.
    await page.getByRole("main").getByRole("heading", { level: 2 }).first().waitFor();
    return (await page.getByRole("main").getByRole("link", { name: /^信访事项/ }).count()) > 0;
  };
  await step("what is off cannot be registered, what is on can", async () => {
    const head = await as("tunliu-head");
    assert.equal(await offered(), true);
    await press(head, "本机关不办这类事项", "职责已经划出", "停用");
    assert.equal(await offered(), false);
    await press(head, "本机关办理这类事项", "职责已经划回", "启用");
    assert.equal(await offered(), true);
  });
});

scene("A form takes a signature drawn on the screen and rows pasted from a table", async ({ step }) => {
  let matter = null;
  await step("any petition of the bureau", async () => {
    const page = await as("luzhou-officer");
    await page.goto("/console/matters?procedure=petition");
    const row = page.getByRole("table", { name: "事项与案件" }).getByRole("row").nth(1);
    matter = await row.getByRole("link").first().getAttribute("href");
  });

  await step("a stroke is undone, a touch is no signature, a name is kept as a picture", async () => {
    const page = await as("luzhou-officer");
    await page.goto(`${matter}/acts/notice`);
    const field = page.locator("#field-party_signature-box");
    await field.waitFor();
    const done = field.getByRole("button", { name: "签好了" });
    await done.click();
    await field.getByText("还没有签名").waitFor();
    await draw(page, field.locator("canvas"), 3);
    await field.getByRole("button", { name: "退一笔" }).click();
    await field.getByRole("img", { name: /已写 0 笔/ }).waitFor();
    await draw(page, field.locator("canvas"), 220);
    await accessible(page, "a signature pad");
    await done.click();
    const kept = field.getByRole("img", { name: "已签的名" });
    await kept.waitFor();
    assert.ok(await kept.evaluate((image) => image.decode().then(() => image.naturalWidth > 300)));
    await accessible(page, "a signature");
  });

  await step("rows copied from Excel stand in the table, on a telephone as well", async () => {
    const page = await as("luzhou-officer");
    await page.goto(`${matter}/acts/archive`);
    const cell = page.getByLabel("第 1 行 序号");
    await cell.focus();
    await cell.evaluate((input) => {
      const data = new DataTransfer();
      data.setData("text/plain", "1\t\t甲\t登记表\t2026-03-01\t1\n2\t\t乙\t告知书\t2026-03-02\t2-3\n");
      input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await page.getByText("已粘贴 2 行").waitFor();
    assert.equal(await page.getByLabel("第 2 行 题名").inputValue(), "告知书");
    await accessible(page, "a table in a form");
    const before = page.viewportSize();
    await page.setViewportSize(PHONE);
    await fits(page);
    await accessible(page, "a table in a form, narrow");
    await page.setViewportSize(before);
  });
});

scene("Papers are read as PDF, as a draft before the act and as issued after it", async ({ step }) => {
  const [party, cause] = ["长治示例西关餐饮店", "擅自占用道路摆放经营设施"];
  let matter = null;
  await step("the draft is made from what stands in the form, and nothing is written", async () => {
    matter = (await register(await as("shili-officer"), "行政处罚·普通程序", clue(party, cause, today()))).matter;
    const page = await as("shili-section");
    await openAct(page, matter, "立案");
    await fill(page, filing(party, cause, today(), "长治市示例路 1 号"));
    const button = page.getByRole("button", { name: "看草稿 PDF" }).first();
    await button.waitFor();
    await accessible(page, "a form with a draft beside it");
    const [answer] = await Promise.all([
      page.waitForResponse((response) => /\/acts\/file_case\/papers\/.+\/pdf$/.test(response.url())),
      button.click(),
    ]);
    assert.equal(answer.status(), 200);
    assert.equal(answer.headers()["content-type"], "application/pdf");
    for (const tab of page.context().pages().slice(1)) await tab.close();
    await submit(page);
  });
  await step("what was issued opens from the matter's page", async () => {
    const page = await as("shili-section");
    await page.goto(matter);
    const link = page.getByRole("region", { name: "文书" }).getByRole("link", { name: /^打开 PDF/ }).first();
    const answer = await page.request.get(await link.getAttribute("href"));
    assert.equal(answer.status(), 200);
    assert.equal((await answer.body()).subarray(0, 5).toString(), "%PDF-");
  });
});

async function draw(page, canvas, width) {
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  const [x, y] = [box.x + 40, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y - width / 8, { steps: 6 });
  await page.mouse.move(x + width, y, { steps: 6 });
  await page.mouse.up();
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
