/** A decision is checked in the reader's own browser: what is right is green, what was changed on the way is red and named. */
import assert from "node:assert/strict";
import { accessible } from "./support/axe.js";
import { freshContext, PHONE, scene } from "./support/stage.js";

const BUTTON = { name: "在本机核验" };

scene("A reader checks a decision in the browser, and a page changed on the way does not pass", async ({ step }) => {
  const context = await freshContext();
  const page = await context.newPage();
  let address = "";
  const steps = page.locator(".checks li");
  const press = async () => {
    await page.getByRole("button", BUTTON).click();
    await page.locator(".outcome").waitFor();
  };

  await step("nothing of the checker is loaded before the button is pressed", async () => {
    const loaded = [];
    page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
    await page.goto("/decisions?category=%E8%A1%8C%E6%94%BF%E5%A4%84%E7%BD%9A");
    const found = page.getByRole("region", { name: /共/ }).getByRole("listitem").first();
    await found.getByRole("link").click();
    await page.getByRole("button", BUTTON).waitFor();
    address = new URL(page.url()).pathname;
    assert.deepEqual(
      loaded.filter((path) => path.includes("proof")),
      [],
    );
  });

  await step("pressed, every step is ticked in words", async () => {
    await press();
    await page.getByText("全部通过").waitFor();
    assert.equal(await steps.count(), 5);
    for (const [n, title] of ["页面上的内容", "记录里的这一条", "公开的日志根", "签名"].entries()) {
      assert.match(await steps.nth(n).innerText(), new RegExp(`✓ ${title}：通过`));
    }
    assert.match(await steps.nth(4).innerText(), /第一次/);
    await accessible(page, "a decision that was checked");
  });

  await step("the next time the record is compared with the one seen before", async () => {
    await page.setViewportSize(PHONE);
    await page.goto(address);
    await press();
    await page.getByText("全部通过").waitFor();
    assert.match(await steps.nth(4).innerText(), /上次看到 \d+ 条/);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= PHONE.width, `${wide} wide`);
  });

  await step("a page changed on the way is red, and the step and the field are named", async () => {
    await page.route(`**${address}`, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace(/(data-copy="result">[\s\S]*?<p>)/, "$1不予处罚。");
      await route.fulfill({ response: answer, body });
    });
    await page.goto(address);
    await press();
    assert.match(await page.locator(".outcome.bad").innerText(), /没有通过：页面上的内容/);
    assert.match(await steps.first().innerText(), /与公开副本不同：决定内容/);
    await accessible(page, "a decision that did not pass");
    await page.unroute(`**${address}`);
  });

  await step("a proof changed on the way is red at the entry of the record", async () => {
    await page.route(`**${address}/proof.json`, async (route) => {
      const answer = await route.fetch();
      const proof = await answer.json();
      for (const field of proof.copy.fields) if (field.name === "fields.public_result") field.value += "。";
      await route.fulfill({ response: answer, json: proof });
    });
    await page.goto(address);
    await press();
    assert.match(await page.locator(".checks li.bad").nth(1).innerText(), /记录里的这一条：没有通过/);
    await page.unroute(`**${address}/proof.json`);
  });

  await step("where the proof cannot be had, the page says that nothing was checked", async () => {
    await page.route(`**${address}/proof.json`, (route) => route.abort());
    await page.goto(address);
    await page.getByRole("button", BUTTON).click();
    await page.getByText("没有取到核验所需的文件").waitFor();
  });
  await context.close();

  await step("without script there is no button, and the page shows how else to check", async () => {
    const plain = await freshContext({ javaScriptEnabled: false });
    const read = await plain.newPage();
    await read.goto(address);
    await read.getByText("浏览器没有启用脚本").waitFor();
    assert.equal(await read.getByRole("button", BUTTON).isVisible(), false);
    await read.getByText("zhiheng verify --bundle").waitFor();
    await plain.close();
  });

  await step("a browser that is too old says so", async () => {
    const old = await freshContext();
    await old.addInitScript(() => Reflect.deleteProperty(window, "BigInt"));
    const read = await old.newPage();
    await read.goto(address);
    await read.getByText("这个浏览器版本太旧").waitFor();
    await old.close();
  });
});
