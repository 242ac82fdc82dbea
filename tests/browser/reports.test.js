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
