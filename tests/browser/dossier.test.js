/** The dossier: what lies in it and on which page, what a party may see of it, the four properties, the package for the archive. */
import assert from "node:assert/strict";
import { accessible } from "./support/axe.js";
import { as } from "./support/console.js";
import { PHONE, picture, scene } from "./support/stage.js";

const LIST = "/console/matters?procedure=penalty.ordinary&status=archived";

/** Opens the dossier of the first locked penalty of the demonstration; answers its address. */
async function dossierOf(page) {
  await page.goto(LIST);
  const rows = page.getByRole("row");
  await rows.nth(1).waitFor();
  await rows.nth(1).getByRole("link").first().click();
  await page.getByRole("link", { name: /案卷：目录/ }).click();
  await page.getByRole("heading", { level: 1, name: /^案卷/ }).waitFor();
  return new URL(page.url()).pathname;
}

scene("A locked dossier is read, tested and taken out", async ({ step, check }) => {
  let address;

  await check("the catalogue stands on one page, at a desk and on a telephone", async () => {
    const page = await as("shili-section");
    address = await dossierOf(page);
    for (const volume of ["正卷", "副卷"]) {
      await page.getByRole("region", { name: volume }).waitFor();
    }
    await page.getByText("已归档，案卷锁定").waitFor();
    const first = page.getByRole("region", { name: "正卷" }).getByRole("row").nth(2);
    assert.match(await first.innerText(), /行政处罚立案审批表/);
    await accessible(page, "dossier");
    await picture(page, "dossier");
    await picture(page, "dossier-phone", PHONE);
  });

  await step("the whole is one PDF; what may leave the house is a shorter one", async () => {
    const page = await as("shili-section");
    const matter = address.split("/").at(-2);
    const size = async (edition) => {
      const answer = await page.request.get(`/api/matters/${matter}/dossier.pdf?edition=${edition}`);
      assert.equal(answer.status(), 200);
      const body = await answer.body();
      assert.equal(body.subarray(0, 5).toString(), "%PDF-");
      return body.length;
    };
    assert.ok((await size("open")) < (await size("full")));
  });

  await step("the four properties are tested when asked, each check with what came out", async () => {
    const page = await as("shili-section");
    await page.goto(address);
    const panel = page.getByRole("region", { name: "四性检测" });
    await panel.getByRole("button", { name: "检测" }).click();
    for (const property of ["真实性", "完整性", "可用性", "安全性"]) {
      await panel.getByRole("heading", { name: property }).waitFor();
    }
    await panel.getByText("检测的各项都通过").waitFor();
    await picture(page, "four-properties");
  });

  await step("the package leaves as a file, and its making is on the record", async () => {
    const page = await as("shili-section");
    const kept = page.waitForEvent("download");
    await page.getByRole("button", { name: "导出归档包" }).click();
    const file = await kept;
    assert.match(file.suggestedFilename(), /^zhiheng-.*\.zip$/);
    await page.getByText("封包的清单已经记录在案").waitFor();
  });

  await step("whoever may not read personal data sees the catalogue and takes nothing out", async () => {
    const page = await as("shili-editor");
    await page.goto(address);
    await page.getByText(/整卷含有个人信息/).waitFor();
    assert.equal(await page.getByRole("link", { name: /整卷 PDF/ }).count(), 0);
    assert.equal(await page.getByRole("button", { name: "导出归档包" }).count(), 0);
  });
});
