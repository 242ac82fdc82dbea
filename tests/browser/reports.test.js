/** The yearly report: a published year in its form, what stands behind a number, another form, and the portal without script. */
import assert from "node:assert/strict";
import { accessible } from "./support/axe.js";
import { as, signIn } from "./support/console.js";
import { freshContext, PHONE, picture, scene } from "./support/stage.js";

scene("A head looks at the year, opens a number to its matters, and changes the form", async ({ step: part }) => {
  const page = await as("shili-head");

  await part("last year's report is published, and its numbers stand", async () => {
    await page.goto("/console/reports");
    await page.getByRole("heading", { level: 1, name: "行政执法统计年报" }).waitFor();
    await page.getByRole("status").filter({ hasText: "数字已经固定" }).waitFor();
    await page.getByRole("heading", { name: /表二/ }).waitFor();
    await accessible(page, "yearly report");
    await picture(page, "reports");
  });

  await part("a number opens its rule, its article and as many matters as it says, or the first fifty", async () => {
    const table = page.getByRole("region", { name: /表一/ });
    const number = table.getByRole("button", { name: /罚款 [1-9]\d*宗/ });
    const count = Number((await number.innerText()).trim());
    await number.click();
    const behind = page.getByRole("region", { name: /现在数得/ });
    await behind.getByText("国办发〔2018〕118号（六）").waitFor();
    await behind.getByText("入最重的一格").waitFor();
    assert.equal(await behind.getByRole("link").count(), Math.min(count, 50));
    await accessible(page, "behind a number");
    await page.goBack();
    await behind.waitFor({ state: "detached" });
  });

  await part("another form merges columns and counts money in ten thousand yuan", async () => {
    await page.getByLabel("表样").selectOption("qingyuan");
    await page.getByRole("columnheader", { name: /警告、通报批评/ }).waitFor();
    await page.getByText("万元", { exact: true }).first().waitFor();
  });

  await part("a file is taken out", async () => {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Excel", exact: true }).click(),
    ]);
    assert.match(file.suggestedFilename(), /统计年报\.xlsx$/);
  });
});

scene("On a telephone the report fits, and a county that is late shows so", async ({ step: part }) => {
  const context = await freshContext({ viewport: PHONE });
  const page = await context.newPage();
  await signIn(page, "qinyuan-officer");
  await part("nothing hangs over the edge", async () => {
    await page.goto("/console/reports");
    await page.getByRole("status").filter({ hasText: "正在编制" }).waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${wide} pixels too wide`);
  });
});

scene("A citizen reads a published report without any script and downloads it", async ({ step: part }) => {
  const context = await freshContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await part("the list leads to a report whose noughts are printed", async () => {
    await page.goto("/reports");
    await page.getByRole("link", { name: "长治市信访局", exact: true }).first().click();
    await page.getByRole("heading", { level: 1, name: /长治市信访局\d{4}年度行政执法统计年报/ }).waitFor();
    const row = page.getByRole("row", { name: /^警告/ });
    assert.match(await row.innerText(), /0/);
    for (const table of ["表一", "表二", "表三", "表四", "表五"]) {
      await page.getByRole("heading", { name: new RegExp(table) }).waitFor();
    }
  });
  await part("every kind of file answers, twice with the same bytes", async () => {
    const links = await page.locator(".files a").evaluateAll((found) => found.map((link) => link.getAttribute("href")));
    assert.equal(links.length, 5);
    for (const link of links) {
      const [one, other] = [await page.request.get(link), await page.request.get(link)];
      assert.equal(one.status(), 200, link);
      assert.ok((await one.body()).equals(await other.body()), link);
    }
  });
});

scene("The report about government information stands beside the other, with who entered what", async ({ step: part }) => {
  await part("a head finds the numbers that were entered, and by whom", async () => {
    const page = await as("shili-head");
    await page.goto("/console/reports?report=openness");
    await page.getByRole("heading", { level: 1, name: "政府信息公开工作年度报告" }).waitFor();
    await page.getByRole("status").filter({ hasText: "数字已经固定" }).waitFor();
    await page.getByText(/平台以外的数由.+填报，来源：申请登记簿/).first().waitFor();
    const asked = page.getByRole("region", { name: /收到和处理政府信息公开申请情况/ });
    const fresh = asked.getByRole("row", { name: /本年新收政府信息公开申请数量/ });
    assert.deepEqual(await fresh.getByRole("cell").allInnerTexts(), ["3", "1", "0", "0", "0", "0", "4"]);
    await page.getByRole("button", { name: /行政规范性文件现行有效件数 2件/ }).click();
    await page.getByText(/平台不知道这个数：由.+填报/).waitFor();
    await accessible(page, "report about government information");
  });

  await part("a citizen reads it without any script, in its order, and takes the same bytes twice", async () => {
    const context = await freshContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto("/reports");
    await page.getByRole("link", { name: "政府信息公开工作年度报告" }).click();
    await page.getByRole("link", { name: "长治市信访局", exact: true }).first().click();
    await page.getByRole("heading", { level: 1, name: /长治市信访局\d{4}年度政府信息公开工作年度报告/ }).waitFor();
    const heads = await page.getByRole("heading", { level: 2 }).allInnerTexts();
    assert.deepEqual(
      heads.map((head) => head.slice(0, 2)),
      ["一、", "二、", "三、", "四、", "五、", "六、"],
    );
    const links = await page.locator(".files a").evaluateAll((found) => found.map((link) => link.getAttribute("href")));
    assert.equal(links.length, 5);
    for (const link of links) {
      const [one, other] = [await page.request.get(link), await page.request.get(link)];
      assert.equal(one.status(), 200, link);
      assert.ok((await one.body()).equals(await other.body()), link);
    }
    await page.setViewportSize({ width: 320, height: 256 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 320, `${wide} wide`);
    const address = new URL(page.url()).pathname;
    await context.close();
    const seeing = await freshContext();
    const read = await seeing.newPage();
    await read.goto(address);
    await accessible(read, "published report about government information");
    await seeing.close();
  });
});
