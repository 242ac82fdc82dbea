/** The public portal as a citizen without an account meets it: without scripts, on an old machine, by every link. */
import assert from "node:assert/strict";
import { accessible } from "./support/axe.js";
import { account, BASE } from "./support/place.js";
import { freshContext, picture, scene, WIDE } from "./support/stage.js";

/** One page of each kind; those with an id are found by their first link. */
const KINDS = [
  ["home", "/"],
  ["home in large type", "/?edition=large"],
  ["decisions", "/decisions"],
  ["decisions that are not there", "/decisions?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E6%A0%B7%E7%9A%84%E8%AF%8D"],
  ["decisions asked for wrongly", "/decisions?from=2026-02-31"],
  ["pictures", "/numbers"],
  ["agencies", "/bodies"],
  ["officers", "/officers"],
  ["inspections", "/inspections"],
  ["registers", "/registers"],
  ["statutes", "/law"],
  ["open data", "/data"],
  ["data dictionary", "/data/dictionary"],
  ["letters", "/letters"],
  ["a correction", "/letters/new?kind=correction&place=%2Fdecisions"],
  ["a complaint", "/letters/new?kind=complaint"],
  ["receipts", "/r"],
  ["statements", "/record/statements"],
  ["own record", "/progress/record"],
  ["procedures", "/procedures"],
  ["review catalogue", "/catalogue"],
  ["credentials", "/credentials"],
  ["withdrawals", "/withdrawals"],
  ["reports", "/reports"],
  ["verify", "/verify"],
  ["progress", "/progress"],
  ["a page that is not there", "/no-such-page"],
];
/** A page with all that it loads, bytes after decompression. */
const HEAVIEST = 100 * 1024;
const LINKS = 300;
/** 1280 × 1024 at 400 % zoom. */
const ZOOMED = { width: 320, height: 256 };
/** What the demonstration's dossiers hold of people and no public page may. */
const PLANTED = ["13800000000", "长治市示例小区", "长治市示例路(演示地址)"];

scene(
  "A citizen finds a decision by words and filters, reads it and learns how to check it, without any script",
  async ({ step }) => {
    const context = await freshContext({ javaScriptEnabled: false });
    const page = await context.newPage();

    await step("the first page begins with search and shows the year in numbers", async () => {
      await page.goto("/");
      await page.getByRole("heading", { level: 1, name: "查执法决定" }).waitFor();
      for (const column of ["事前", "事中", "事后"]) {
        await page.getByRole("heading", { level: 2, name: column }).waitFor();
      }
      const main = await page.getByRole("main").innerText();
      assert.match(main, /\d+ ?份决定/);
      await picture(page, "portal-home");
    });

    await step(
      "words and a filter narrow the list, the words are marked, and taking the filter away widens it",
      async () => {
        await page.goto("/decisions");
        const found = page.getByRole("region", { name: /共/ });
        const first = found.getByRole("listitem").first();
        const all = await counted(found);
        assert.ok(all > 0, "the demonstration has decisions");
        const words = (await first.getByRole("link").innerText()).slice(-6, -1);
        await page.getByLabel("关键词").fill(words);
        await page.getByRole("button", { name: "搜索", exact: true }).click();
        await page.locator("mark").first().waitFor();
        const some = await counted(found);
        assert.ok(some >= 1 && some <= all);
        if (!(await page.getByLabel("类别").isVisible())) await page.getByText("更多条件").click();
        await page.getByLabel("类别").selectOption("行政处罚");
        await page.getByRole("button", { name: "按条件查" }).click();
        await page.getByRole("list", { name: "正在使用的条件" }).getByText("行政处罚").waitFor();
        const fewer = await counted(found);
        assert.ok(fewer >= 1 && fewer <= some);
        await page
          .getByRole("list", { name: "正在使用的条件" })
          .getByRole("link", { name: /行政处罚/ })
          .click();
        await page.waitForURL((url) => !url.searchParams.get("category"));
        assert.equal(await counted(found), some);
      },
    );

    await step(
      "a decision says who, what, which law and what result, and beside it how to check and to correct it",
      async () => {
        await page.goto("/decisions?category=%E8%A1%8C%E6%94%BF%E5%A4%84%E7%BD%9A");
        await page
          .getByRole("region", { name: /共/ })
          .getByRole("listitem")
          .first()
          .getByRole("link")
          .click();
        const paper = page.getByRole("article");
        for (const part of [/相对人|当事人/, /事实/, /依据/, /内容|结果/]) {
          await paper.getByRole("heading", { level: 2, name: part }).first().waitFor();
        }
        const beside = page.getByRole("complementary");
        for (const part of ["公示", "核验", "纠错"])
          await beside.getByRole("heading", { name: part }).waitFor();
      },
    );

    await step("a procedure is drawn from the data that runs it", async () => {
      await page.goto("/procedures");
      await page
        .getByRole("main")
        .getByRole("link", { name: /行政处罚/ })
        .first()
        .click();
      const chart = page.getByRole("main").locator("img").first();
      await chart.waitFor();
      const answer = await context.request.get(await chart.getAttribute("src"));
      assert.equal(answer.status(), 200);
      assert.match(answer.headers()["content-type"], /image\/svg/);
      assert.match(await answer.text(), /法制审核/);
    });

    await step("the page on verification shows the checkpoint that the record shows", async () => {
      await page.goto("/verify");
      const root = (await page.locator(".hash").first().innerText()).replaceAll(/\s/g, "");
      assert.match(root, /^[0-9a-f]{64}$/);
      await page.getByText("检查点原文").click();
      await page.getByRole("link", { name: "下载检查点" }).waitFor();
    });

    await step("the agencies stand with their telephone, and one link away what each is for", async () => {
      await page.goto("/bodies");
      await page.getByRole("main").getByRole("link", { name: "潞州区信访局" }).click();
      await page.getByRole("heading", { level: 1, name: "潞州区信访局" }).waitFor();
      assert.match(await page.getByRole("main").innerText(), /0355-0000000/);
    });

    await step("large type is one link away and stays until it is taken back", async () => {
      await page.goto("/");
      const size = () =>
        page
          .getByRole("main")
          .getByRole("listitem")
          .first()
          .evaluate((item) => Number.parseFloat(getComputedStyle(item).fontSize));
      const normal = await size();
      await page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "大字版" }).click();
      assert.ok((await size()) > normal);
      await page.goto("/decisions");
      await page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "标准版" }).click();
      await page.goto("/");
      assert.equal(await size(), normal);
    });
    await context.close();
  },
);

scene("Large type is kept by a browser that keeps no cookie", async ({ step }) => {
  const context = await freshContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const menu = page.getByRole("navigation", { name: "主导航" });
  const large = async () => {
    await page.locator("html.large").waitFor({ state: "attached" });
    // Whatever the site wanted remembered is lost before the next page.
    await context.clearCookies();
  };

  await step("through links, a form, a page of a decision and back", async () => {
    await page.goto("/");
    await menu.getByRole("link", { name: "大字版" }).click();
    await large();
    await menu.getByRole("link", { name: "执法决定" }).click();
    await large();
    await page.getByLabel("关键词").fill("示例");
    await page.getByRole("button", { name: "搜索", exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get("q") === "示例");
    await large();
    await page.getByRole("region", { name: /共/ }).getByRole("listitem").first().getByRole("link").click();
    await page.getByRole("heading", { name: "核验" }).waitFor();
    await large();
    await page.getByRole("link", { name: "写下错在哪里" }).click();
    await page.waitForURL(/\/letters\/new/);
    await large();
  });

  await step("until it is taken back on the page it is read on", async () => {
    const at = new URL(page.url());
    await menu.getByRole("link", { name: "标准版" }).click();
    await page.locator("html:not(.large)").waitFor({ state: "attached" });
    assert.equal(new URL(page.url()).pathname, at.pathname.replace("/large", ""));
    await menu.getByRole("link", { name: "核验" }).click();
    await page.locator("html:not(.large)").waitFor({ state: "attached" });
  });
  await context.close();
});

scene(
  "Every kind of portal page is accessible, light, free of scripts and closed to foreign ones",
  async ({ check }) => {
    const context = await freshContext();
    const page = await context.newPage();
    const kinds = [...KINDS];
    for (const [name, list, link] of [
      ["a decision", "/decisions", /^\/decisions\/[^/?]+$/],
      ["an agency", "/bodies", /^\/bodies\/[^/?]+$/],
      ["a procedure", "/procedures", /^\/procedures\/[^/?]+$/],
      ["a register", "/registers", /^\/registers\/[^/?]+$/],
    ]) {
      await page.goto(list);
      const links = await page
        .locator("main a")
        .evaluateAll((all) => all.map((each) => each.getAttribute("href")));
      const first = links.find((each) => link.test(each));
      assert.ok(first, `${list} links to ${name}`);
      kinds.push([name, first]);
    }
    for (const [name, address] of kinds) {
      await check(name, async () => {
        const sizes = [];
        const seen = (response) =>
          sizes.push(
            response.body().then(
              (body) => body.length,
              () => 0,
            ),
          );
        page.on("response", seen);
        const response = await page.goto(address, { waitUntil: "networkidle" });
        page.off("response", seen);
        const weight = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
        assert.ok(weight > 0 && weight < HEAVIEST, `${address} weighs ${weight} bytes`);
        const html = await response.text();
        // Data for search engines runs nothing; the button that checks a decision is there only for those who allow scripts.
        const running = html
          .replaceAll('<script type="application/ld+json">', "")
          .replace(/<script src="\/assets\/portal\/check-[0-9a-f]{16}\.js" defer><\/script>/, "");
        assert.ok(!/<script|\son\w+=|javascript:/i.test(running), `${address} needs no script`);
        const policy = response.headers()["content-security-policy"] ?? "";
        assert.match(policy, /frame-ancestors 'none'/);
        assert.doesNotMatch(policy, /unsafe-eval|script-src[^;]*unsafe-inline/);
        assert.equal(response.headers()["x-content-type-options"], "nosniff");
        assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
        await accessible(page, name);
        // What 1280 points show at 400 %: nothing has to be pushed sideways to be read.
        await page.setViewportSize(ZOOMED);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= ZOOMED.width, `${address} is ${wide} wide on ${ZOOMED.width}`);
        // The same in large type, as a browser without cookies finds it.
        await page.setViewportSize(WIDE);
        await context.clearCookies();
        await page.goto(`/large${address.replace(/^\/(?=\?|$)/, "")}`);
        await page.locator("html.large").waitFor({ state: "attached" });
        await accessible(page, `${name} in large type`);
        await page.setViewportSize(ZOOMED);
        const larger = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(larger <= ZOOMED.width, `${address} in large type is ${larger} wide on ${ZOOMED.width}`);
        await page.setViewportSize(WIDE);
        await context.clearCookies();
      });
    }
    await context.close();
  },
);

scene("Every link inside the portal answers, and no page tells who the people in the dossiers are", async ({ step }) => {
  await step(`the first ${LINKS} links that a reader can follow from the first page`, async () => {
    const context = await freshContext();
    const planted = [...PLANTED, ...(await namesInDossiers("shili-officer")), ...(await namesInDossiers("cz-supervisor"))];
    assert.ok(planted.length > PLANTED.length, "the dossiers name people");
    const wrong = [];
    let slowest = { address: "", took: 0 };
    const known = new Set(["/"]);
    const queue = ["/"];
    let followed = 0;
    while (queue.length > 0 && followed < LINKS) {
      const wave = queue.splice(0, Math.min(8, LINKS - followed));
      followed += wave.length;
      const answers = await Promise.all(
        wave.map(async (address) => {
          const begun = performance.now();
          const answer = await context.request.get(address);
          const took = performance.now() - begun;
          if (took > slowest.took) slowest = { address, took };
          return answer;
        }),
      );
      for (const [n, answer] of answers.entries()) {
        if (answer.status() !== 200) wrong.push(`${answer.status()} ${wave[n]}`);
        if (!(answer.headers()["content-type"] ?? "").includes("text/html")) continue;
        const html = await answer.text();
        for (const secret of planted) if (html.includes(secret)) wrong.push(`${secret} on ${wave[n]}`);
        for (const address of linksOf(html, wave[n])) {
          // One form for corrections is like another.
          if (known.has(address) || (address.startsWith("/letters/new?") && address.includes("place="))) continue;
          known.add(address);
          // Pages before the endless combinations of filters.
          if (address.includes("?")) queue.push(address);
          else queue.unshift(address);
        }
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(followed > 30, `only ${followed} links were found`);
    // Printed, not judged: this machine may be busy.
    console.log(`slowest of ${followed}: ${slowest.address} ${Math.round(slowest.took)} ms`);
    await context.close();
  });
});

/** Names of the natural persons in the dossiers that somebody sees, those of colleagues aside. */
async function namesInDossiers(username) {
  const context = await freshContext();
  const { password } = account(username);
  const session = await context.request.post("/api/session", { data: { username, password } });
  const { token } = await session.json();
  const headers = { authorization: `Bearer ${token}` };
  const list = await (await context.request.get("/api/matters", { headers })).json();
  const colleagues = await (await context.request.get("/api/people", { headers })).text();
  const names = new Set();
  for (const row of list.items.slice(0, 40)) {
    const matter = await (await context.request.get(`/api/matters/${row.id}`, { headers })).json();
    for (const party of matter.parties ?? []) {
      if (party.kind === "自然人" && !party.masked && !colleagues.includes(party.name)) names.add(party.name);
    }
  }
  await context.close();
  return names;
}

/** Addresses of this site that a page leads to or loads. */
function linksOf(html, at) {
  return [...html.matchAll(/(?:href|src)="([^"#]+)(?:#[^"]*)?"/g)]
    .map(([, raw]) => new URL(raw.replaceAll("&amp;", "&"), new URL(at, BASE)))
    .filter((url) => url.origin === new URL(BASE).origin && !url.pathname.startsWith("/console"))
    .map((url) => url.pathname + url.search);
}

/** The number in “共 N 份”. */
async function counted(region) {
  const words = await region.getByRole("heading", { level: 2 }).innerText();
  return Number(/共\s*([\d,]+)/.exec(words)?.[1].replaceAll(",", ""));
}
