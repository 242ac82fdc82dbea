/** The end of a dossier: past its period, held, released, appraised, destroyed by two people; what is left, and that the record is whole. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { accessible } from "./support/axe.js";
import { as } from "./support/console.js";
import { freshContext, PHONE, scene } from "./support/stage.js";

const run = promisify(execFile);

/** Opens a dialog by a button of the page, fills it in and sends it. */
async function asked(page, button, fill, send = button) {
  await page.getByRole("button", { name: button }).first().click();
  const dialog = page.getByRole("dialog");
  await fill(dialog);
  await dialog.getByRole("button", { name: send, exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}

scene("A dossier past its period is held, released, appraised and destroyed by two people", async ({ step: part }) => {
  let matter = null;
  let sheet = "";
  let party = "";

  await part("the list shows what has ended, and the archivist chooses", async () => {
    const officer = await as("luzhou-officer");
    const page = await as("luzhou-archivist");
    await page.goto("/console/retention");
    const due = page.getByRole("region", { name: "期满待鉴定" });
    await due.getByText("已期满").first().waitFor();
    assert.equal(await due.getByRole("row").count(), 3);
    await accessible(page, "dossiers past their period");
    const list = await (await page.request.get("/api/retention")).json();
    matter = list.items[0].matter;
    const told = await (await officer.request.get(`/api/matters/${matter.id}`)).json();
    party = told.parties[0].name;
    matter.code = told.query_code;
  });

  await part("a hold stops the appraisal until it is lifted", async () => {
    const page = await as("luzhou-archivist");
    await page.goto(`/console/matters/${matter.id}`);
    const keeping = page.getByRole("region", { name: "保管", exact: true });
    await keeping.waitFor();
    await asked(page, "暂停销毁", async (dialog) => {
      await dialog.getByLabel("诉讼").check();
      await dialog.getByLabel("依据").fill("示例法院调卷函");
      await dialog.getByLabel("原因").fill("诉讼中要用本卷");
    });
    await keeping.getByText("‖ 暂停销毁：诉讼").waitFor();
    await accessible(page, "a matter whose dossier is held");
    await page.goto("/console/retention?tab=held");
    await page.getByText("‖ 暂停销毁：诉讼").waitFor();
    const body = { matters: [matter.id], answer: "destroy", reason: "没有继续保存的价值" };
    const refused = await page.request.post("/api/retention/appraise", {
      data: body,
      headers: { "x-csrf-token": (await (await page.request.get("/api/session")).json()).csrf },
    });
    assert.equal(refused.status(), 422);
    await page.goto(`/console/matters/${matter.id}`);
    await asked(page, "解除暂停", (dialog) => dialog.getByLabel("解除的原因").fill("诉讼已经终结"), "解除");
    await keeping.getByText("诉讼已经终结").waitFor();
  });

  await part("appraised for destruction on a sheet", async () => {
    const page = await as("luzhou-archivist");
    await page.goto("/console/retention");
    await page.getByLabel(`选 ${matter.name}`).check();
    await asked(
      page,
      "鉴定所选的 1 卷",
      async (dialog) => {
        await dialog.getByLabel("鉴定意见").fill("保管期满，没有继续保存的价值");
        await accessible(page, "the three answers of an appraisal");
      },
      "写入清册",
    );
    await page.getByRole("heading", { name: "档案鉴定销毁清册" }).waitFor();
    sheet = new URL(page.url()).pathname;
    assert.equal(await page.getByRole("button", { name: "批准销毁" }).count(), 0);
  });

  await part("the head of section approves, the archivist seals, and cannot confirm alone", async () => {
    const section = await as("luzhou-section");
    await section.goto(sheet);
    await asked(section, "批准销毁", async () => {});
    const page = await as("luzhou-archivist");
    await page.goto(sheet);
    await asked(page, "执行：封存待销", async () => {});
    await page.getByText("已封存待监销").first().waitFor();
    await page.getByRole("button", { name: "监销：确认销毁" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "监销：确认销毁" }).click();
    await dialog.getByRole("alert").getByText("先勾选").waitFor();
    await dialog.getByRole("checkbox").check();
    await dialog.getByRole("button", { name: "监销：确认销毁" }).click();
    await dialog.getByText("监销应由另一人办理").waitFor();
    await dialog.getByRole("button", { name: "不了" }).click();
  });

  await part("a second person confirms, and the page is a tombstone", async () => {
    const section = await as("luzhou-section");
    await section.goto(sheet);
    await asked(section, "监销：确认销毁", (dialog) => dialog.getByRole("checkbox").check());
    await section.getByText("✓ 已销毁").first().waitFor();
    await accessible(section, "a sheet that is done");
    await section.goto(`/console/matters/${matter.id}`);
    await section.getByRole("heading", { name: "案卷已依法销毁" }).waitFor();
    const page = section.getByRole("main");
    assert.match(await page.textContent(), /销毁证明 \S+销〔\d{4}〕1号/);
    assert.ok(!(await page.textContent()).includes(party));
    await accessible(section, "the page of a destroyed dossier");
    const pdf = await section.request.get(`/api/matters/${matter.id}/retention/certificate.pdf`);
    assert.equal(pdf.headers()["content-type"], "application/pdf");
    assert.equal((await section.request.get(`/api/matters/${matter.id}`)).status(), 410);
  });

  await part("its party is told that and no more", async () => {
    const context = await freshContext({ viewport: PHONE, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto("/progress");
    await page.getByLabel("编号").fill(matter.name);
    await page.getByLabel("查询码").fill(matter.code);
    await page.getByRole("button", { name: "查进度" }).click();
    await page.getByRole("heading", { name: "案卷已依法销毁" }).waitFor();
    const words = await page.getByRole("main").textContent();
    assert.match(words, /销毁证明/);
    assert.ok(!words.includes(party));
    await context.close();
  });

  await part("verification says intact and counts what is lawfully gone", async () => {
    const data = dirname(process.env.ZHIHENG_ACCOUNTS);
    const { stdout } = await run(process.env.ZHIHENG_BIN, ["verify", "--data", data, "--json"]);
    const told = JSON.parse(stdout);
    assert.equal(told.outcome, "intact");
    assert.equal(told.certificates, 1);
    assert.ok(told.destroyed >= 5);
  });
});
