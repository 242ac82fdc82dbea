/** Who looks at a dossier: asking, granting, the list of looks; and a party's receipt and own record. */
import assert from "node:assert/strict";
import { accessible } from "./support/axe.js";
import { as } from "./support/console.js";
import { freshContext, PHONE, scene } from "./support/stage.js";

/** A matter of the demonstration with a step that left something, as its officer sees it. */
async function worked(page) {
  const list = await page.request.get("/api/matters?limit=100");
  for (const row of (await list.json()).items) {
    const matter = await (await page.request.get(`/api/matters/${row.id}`)).json();
    const step = matter.timeline.findLast((one) => one.papers.length > 0 && one.version > 1);
    if (step && matter.query_code && matter.number) return { matter, step };
  }
  return null;
}

scene("A superior asks to look, the agency grants it, and every look is listed", async ({ step: part }) => {
  let matter = null;

  await part("without a part the page is open and the files ask for a request", async () => {
    const officer = await as("luzhou-officer");
    matter = (await worked(officer)).matter;
    const page = await as("cz-supervisor");
    await page.goto(`/console/matters/${matter.id}`);
    await page.getByRole("button", { name: "申请调阅" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("监督检查").check();
    await dialog.getByLabel("为什么要看").fill("季度执法监督抽查");
    await dialog.getByRole("button", { name: "申请", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("region", { name: "调阅申请" }).getByText("● 待批").waitFor();
    await accessible(page, "a matter with a request to look");
  });

  await part("the head of section grants it, and the list shows who looked at what", async () => {
    const page = await as("luzhou-section");
    await page.goto("/console/looks");
    const waiting = page.getByRole("region", { name: "等本机关批准" });
    await waiting.getByRole("button", { name: "批准", exact: true }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "批准", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    const paper = matter.papers[0].id;
    await page.request.get(`/api/matters/${matter.id}/papers/${paper}/pdf`);
    await page.reload();
    const looks = page.getByRole("region", { name: "谁看了什么" });
    await looks.getByText("打印文书").first().waitFor();
    await looks.getByRole("list", { name: "各小时的次数" }).waitFor();
    await accessible(page, "the list of looks");
  });
});

scene("An officer without a part asks for one file, and who grants it sees which", async ({ step: part }) => {
  let name = "";

  await part("the files of the matter are ticked in the request", async () => {
    const page = await as("shili-officer3");
    let matter = null;
    const list = await page.request.get("/api/matters?limit=100");
    for (const row of (await list.json()).items) {
      const held = (await (await page.request.get(`/api/matters/${row.id}/files`)).json()).files;
      const { part, requests } = await (await page.request.get(`/api/matters/${row.id}/access`)).json();
      if (held.length > 0 && part === null && requests.length === 0) [matter, name] = [row.id, held[0].name];
    }
    assert.notEqual(name, "", "the demonstration holds a file that nobody asked for");
    await page.goto(`/console/matters/${matter}`);
    await page.getByRole("button", { name: "申请调阅" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("为什么要看").fill("核对询问的录像");
    await dialog.getByLabel("只看选中的文件").check();
    await dialog.getByText("已选 0 份").waitFor();
    await dialog.getByRole("button", { name: "申请", exact: true }).click();
    await dialog.getByText("还没有选文件").first().waitFor();
    await dialog.getByRole("checkbox", { name: new RegExp(name.replaceAll(/[.*+?^${}()|[\]\\]/g, ".")) }).check();
    await accessible(page, "asking for single files");
    await dialog.getByRole("button", { name: "申请", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("region", { name: "调阅申请" }).getByText("1 个文件").waitFor();
  });

  await part("the head of section reads the file's name", async () => {
    const page = await as("shili-section");
    await page.goto("/console/looks");
    const waiting = page.getByRole("region", { name: "等本机关批准" });
    await waiting.getByRole("list", { name: "要看的文件" }).getByText(name).first().waitFor();
    await accessible(page, "a request for single files");
  });
});

scene("A party holds a receipt, checks it without an account, and reads its own record", async ({ step: part }) => {
  let found = null;
  let address = "";

  await part("the officer shows the receipt of a step", async () => {
    const page = await as("luzhou-officer");
    found = await worked(page);
    await page.goto(`/console/matters/${found.matter.id}`);
    const lines = page.getByRole("region", { name: "办理经过" }).getByRole("listitem");
    await lines.first().waitFor();
    const count = await lines.count();
    for (let place = 0; place < count && address === ""; place += 1) {
      const line = lines.nth(place);
      await line.locator("summary").click();
      const button = line.getByRole("button", { name: "当事人回执" });
      if ((await button.count()) === 0) continue;
      await button.click();
      const dialog = page.getByRole("dialog");
      const code = dialog.locator(".receipt-code");
      await Promise.race([code.waitFor(), dialog.getByRole("alert").waitFor()]);
      if ((await code.count()) > 0) {
        address = `/r/${(await code.textContent()).replaceAll("-", "")}`;
        await accessible(page, "a receipt");
      }
      await dialog.getByRole("button", { name: "关闭" }).click();
    }
    assert.notEqual(address, "");
  });

  await part("anybody who holds it sees that nothing changed", async () => {
    const context = await freshContext({ viewport: PHONE, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(address);
    await page.getByRole("heading", { name: "材料没有变" }).waitFor();
    assert.equal((await page.goto("/r/AAAABBBBCCCCDDDD")).status(), 404);
    await page.goto("/progress/record");
    await page.getByLabel("编号").fill(found.matter.number);
    await page.getByLabel("查询码").fill(found.matter.query_code);
    await page.getByRole("button", { name: "继续" }).click();
    await page.getByText("还没有申请").waitFor();
    await page.getByRole("button", { name: "申请查阅" }).click();
    await page.getByText("待批").waitFor();
    await context.close();
  });
});
