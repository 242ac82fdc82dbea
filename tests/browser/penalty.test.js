/** A penalty by ordinary procedure from the clue to the locked dossier, through the desks of five people, refusals included. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessible } from "./support/axe.js";
import { clue, filing } from "./support/cases.js";
import { as, formOf, openAct, perform, read, register, submit } from "./support/console.js";
import { momentsJustPassed, today } from "./support/days.js";
import { box, fill } from "./support/form.js";
import { account, BINARY } from "./support/place.js";
import { freshContext, PHONE, picture, scene } from "./support/stage.js";

const PARTY = "慕容庚辰";
const MASKED = "慕容某";
const CAUSE = "擅自占用道路摆放经营设施";
const FACTS = `${PARTY}在示例路人行道摆放桌椅二十六套，占用道路五十四平方米，未办理占道手续。`;
const HOME = "长治市示例路九号院";
const DECISION = {
  履行方式和期限: "自收到决定书之日起十五日内到指定银行缴纳罚款。",
  代收罚款的机构: "示例银行长治分行",
  逾期是否加处罚款: "逾期每日按罚款数额的百分之三加处罚款，加处的数额不超出罚款的数额",
  行政复议机关: "长治市人民政府",
  受理诉讼的人民法院: "长治市示例区人民法院",
};

const toMask = (page) => page.getByText(/^还有 1 处个人信息要遮盖/);
const clean = (page) => page.getByText("没有认出要遮盖的个人信息，请再逐句核对");

/** What is typed into the public text is recognised, and masked by one press. */
async function masked(page, facts) {
  const before = await facts.inputValue();
  await clean(page).waitFor();
  await facts.fill(`${before}联系电话13800138000。`);
  await toMask(page).waitFor();
  await page.locator("mark.mark-left", { hasText: "13800138000" }).waitFor();
  await accessible(page, "masking");
  await picture(page, "masking");
  await page.getByRole("button", { name: "遮盖电话“13800138000”" }).click();
  await clean(page).waitFor();
  assert.equal(await facts.inputValue(), `${before}联系电话（已隐去）。`);
  await facts.fill(before);
}

/** What stays says why, by keyboard alone; and it can be taken back. */
async function kept(page, facts) {
  const before = await facts.inputValue();
  await facts.fill(`${before}现场停放晋D12345号车辆。`);
  await toMask(page).waitFor();
  await page.getByRole("button", { name: "保留车牌“晋D12345”" }).focus();
  await page.keyboard.press("Enter");
  const ask = page.getByRole("dialog");
  await ask.getByRole("textbox").fill("单位的车辆，不是个人的");
  await ask.getByRole("button", { name: "保留" }).click();
  await page.getByText("已写明理由，保留").waitFor();
  await clean(page).waitFor();
  const why = page.getByRole("textbox", { name: "第 1 行 保留的理由" });
  assert.equal(await why.inputValue(), "单位的车辆，不是个人的");
  await page.getByRole("button", { name: "不再保留车牌“晋D12345”" }).click();
  await page.getByText("已写明理由，保留").waitFor({ state: "detached" });
  await facts.fill(before);
  await clean(page).waitFor();
}

scene(
  "A penalty above the review threshold goes from the clue to publication and the archive, and no step can be skipped",
  async ({ step }) => {
    const day = today();
    const [, shownAt, from, to] = momentsJustPassed(4);
    const officers = [account("shili-officer").name, account("shili-officer2").name];
    let matter;
    let number;
    let decision;

    await step(
      "the officer registers a clue and the section head files the case and names two officers",
      async () => {
        const told = await register(await as("shili-officer"), "行政处罚", clue(PARTY, CAUSE, day));
        assert.match(told.sentence, /请在 \d{4}-\d{2}-\d{2} 前决定是否立案/);
        matter = told.matter;
        const head = await as("shili-section");
        const filed = await perform(head, matter, "立案", filing(PARTY, CAUSE, day, HOME));
        number = filed.number;
        assert.match(number, /〔\d{4}〕\d+号/);
        assert.match(filed.sentence, /办案期限至 \d{4}-\d{2}-\d{2}/);
        await perform(head, matter, "指派办案人员", { 办案人员: officers });
      },
    );

    await step(
      "questioning before credentials were shown is refused with 处罚法55 and leads to what is missing",
      async () => {
        const page = await as("shili-officer");
        await page.goto(`${matter}/acts/question`);
        const gates = page.locator("#gates");
        await gates.getByText("现在还不能办").waitFor();
        assert.match(await gates.innerText(), /处罚法55/);
        await fill(page, questioning(officers, from, to));
        await page.locator("form .act-submit button").click();
        const refusal = page.locator("form .act-foot [role=alert]");
        await refusal.waitFor();
        assert.match(await refusal.innerText(), /没有亮证[\s\S]*处罚法55/);
        await accessible(page, "a refused form");
        await gates.getByRole("link", { name: "去办：亮证" }).click();
        await formOf(page, "亮证").waitFor();
        await fill(page, {
          出示证件的人员: officers,
          出示的时间: shownAt,
          向谁出示: PARTY,
          地点: "示例路人行道",
          已告知申请回避的权利: true,
        });
        await submit(page);
      },
    );

    await step("the officers question the party and put evidence into the dossier", async () => {
      const page = await as("shili-officer");
      await perform(page, matter, "询问", questioning(officers, from, to));
      const evidence = Buffer.from("现场照片说明：桌椅二十六套，占用人行道。\n", "utf8");
      await perform(page, matter, "收集证据", {
        证据种类: "书证",
        证据名称: "占用面积测量记录",
        出处和取得方式: "执法人员现场测量，当事人签字确认",
        证明对象: "占用道路的面积",
        取证人员: officers,
        证据文件: { file: { name: "测量记录.txt", mimeType: "text/plain", buffer: evidence } },
      });
    });

    await step("an unsent report survives a reload, and its author closes the inquiry", async () => {
      const page = await as("shili-officer");
      await openAct(page, matter, "调查终结");
      await fill(page, { 违法事实: FACTS, 罚款: "20000" });
      await page.getByText("人民币贰万元整").waitFor();
      await page.reload();
      await page.getByText("已恢复").waitFor();
      assert.equal(await box(page, "违法事实").locator("textarea").inputValue(), FACTS);
      assert.equal(await box(page, "罚款").locator("input").inputValue(), "20000");
      await fill(page, {
        当事人: PARTY,
        案由: CAUSE,
        证据: "询问笔录、占用面积测量记录各一份，相互印证。",
        违反的规定和处罚依据: "《示例市容管理条例》第三十一条",
        裁量理由: "首次发现，配合调查，按照裁量基准一般情节。",
        处罚种类: ["罚款"],
        处罚内容: "罚款二万元",
        责令改正的内容: "责令立即清理桌椅",
        是否涉嫌犯罪: "不涉嫌犯罪",
        涉及重大公共利益: false,
        可能造成重大社会影响或者引发社会风险: false,
        情节复杂或者疑难复杂: false,
        涉及多个法律关系: false,
      });
      await submit(page);
      await page.goto(matter);
      await page.getByText("重大执法决定").first().waitFor();
    });

    await step(
      "the head's decision before review is refused with 处罚法58, by the gate and by the button",
      async () => {
        const page = await as("shili-head");
        await page.goto(`${matter}/acts/decide`);
        const gates = page.locator("#gates");
        await gates.getByText("现在还不能办").waitFor();
        assert.match(await gates.innerText(), /未经法制审核不得作出决定[\s\S]*处罚法58/);
        await fill(page, DECISION);
        await page.locator("form .act-submit button").click();
        const refusal = page.locator("form .act-foot [role=alert]");
        await refusal.waitFor();
        assert.match(await refusal.innerText(), /处罚法58/);
      },
    );

    await step("the draft is submitted, and who submitted it is refused as its reviewer", async () => {
      const page = await as("shili-both");
      const receipt = await perform(page, matter, "送法制审核", {
        送审说明: "事实清楚，证据确凿，拟按一般情节处罚。",
        要件与证据: { cells: { "第 1 行 要件": "行为和经过", "第 1 行 证据": "现场检查笔录", "第 1 行 页码或者时间": "第 2 页" } },
        "承办机构负责人声明材料真实、准确、完整": true,
      });
      assert.match(receipt.sentence, /审核意见应在 \d{4}-\d{2}-\d{2} 前提出/);
      await page.goto(matter.replace("/matters/", "/review/"));
      await page.getByRole("region", { name: "审核项目" }).waitFor();
      for (const item of await page.locator("li.item").all())
        await item.getByLabel("符合", { exact: true }).check();
      await page.getByRole("region", { name: "审核意见" }).getByLabel("同意", { exact: true }).check();
      await page.getByLabel("意见", { exact: true }).fill("本人办理，本人审核。");
      await page.getByRole("button", { name: "签署意见" }).click();
      const refusal = page.getByRole("alert");
      await refusal.waitFor();
      assert.match(await refusal.innerText(), /办过本件的人员不能审核本件[\s\S]*市监49/);
      const handler = await as("shili-officer");
      await handler.goto(matter);
      await handler.getByRole("region", { name: "现在可以做" }).waitFor();
      assert.equal(await handler.getByRole("link", { name: /^提出法制审核意见/ }).count(), 0);
    });

    await step(
      "the legal reviewer finds it on the desk and finishes the opinion with the keyboard alone",
      async () => {
        const page = await as("shili-reviewer");
        await page.goto("/console/review");
        const row = page.getByRole("row").filter({ hasText: number });
        await row.getByRole("link", { name: "审核", exact: true }).focus();
        await page.keyboard.press("Enter");
        await page.getByRole("region", { name: "审核项目" }).waitFor();
        await picture(page, "review");
        await accessible(page, "the review");
        await page.getByRole("main").focus();
        const total = await page.locator("li.item").count();
        assert.equal(total, 12);
        for (let at = 0; at < total; at += 1) {
          await page.keyboard.press("1");
          if (at < total - 1) await page.keyboard.press("j");
        }
        await page.keyboard.press("k");
        await page
          .locator("li.item")
          .nth(total - 2)
          .and(page.locator(".item-now"))
          .waitFor();
        await page.getByText(`已标 ${total} / ${total}`).waitFor();
        await page.keyboard.press("Control+Enter");
        await page.getByText("还没有选审核结论").waitFor();
        // Tab goes through the whole page; what matters is that the keys alone choose, write and sign.
        await tabTo(page, (focused) => focused.name === "conclusion");
        await page.keyboard.press("Space");
        await tabTo(page, (focused) => focused.tag === "TEXTAREA");
        await page.keyboard.insertText("事实清楚，程序合法，适用法律正确，裁量适当。");
        await page.keyboard.press("Control+Enter");
        const receipt = await read(page.locator("section.receipt"));
        assert.match(receipt.sentence, /法制审核意见已提出/);
      },
    );

    await step(
      "the party is told, the notice is served, and the party waives defence and hearing",
      async () => {
        const told = await perform(await as("shili-section"), matter, "事先告知", {
          一并告知要求听证的权利: true,
          "陈述、申辩的方式和地点": "本局法规科，电话 0355-0000000",
        });
        assert.match(told.sentence, /事先告知书 .*〔\d{4}〕\d+号 已制作/);
        const page = await as("shili-officer");
        await perform(page, matter, "送达告知书", { 送达方式: "直接送达", 送达日期: day, 签收人: PARTY });
        await perform(page, matter, "记录放弃陈述、申辩和听证", {
          怎样表示的: "书面声明，当日签署",
          签字的人: PARTY,
        });
      },
    );

    await step(
      "the head decides; the paper has its number, and days for service and publication",
      async () => {
        const receipt = await perform(await as("shili-head"), matter, "作出处罚决定", DECISION);
        assert.match(
          receipt.sentence,
          /文号 .*〔\d{4}〕\d+号；请在 \d{4}-\d{2}-\d{2} 前送达，在 \d{4}-\d{2}-\d{2} 前公示/,
        );
        decision = /文号\s*(\S+?号)/.exec(receipt.sentence)?.[1];
        assert.ok(decision);
        await perform(await as("shili-officer"), matter, "送达处罚决定书", {
          送达方式: "直接送达",
          送达日期: day,
          签收人: PARTY,
          已告知决定将公示: true,
        });
        const head = await as("shili-section");
        await head.goto(matter);
        await head.getByRole("region", { name: "办理经过" }).waitFor();
        await picture(head, "matter");
      },
    );

    await step(
      "the disclosure editor compares inside and outside and publishes; the name is masked beforehand",
      async () => {
        const page = await as("shili-editor");
        await page.goto("/console/disclosure");
        const row = page.getByRole("row").filter({ hasText: number });
        await row.getByText(MASKED).first().waitFor();
        await row.getByRole("link", { name: "核对并公开" }).click();
        const form = formOf(page, "公示处罚决定");
        await form.waitFor();
        assert.equal(await box(page, "行政相对人").locator("input").inputValue(), MASKED);
        assert.ok((await box(page, "违法事实").locator("textarea").inputValue()).includes(MASKED));
        await page.getByRole("region", { name: "原文与公开文本" }).getByText(PARTY).first().waitFor();
        await picture(page, "disclosure");
        await accessible(page, "the form of publication");
        await masked(page, box(page, "违法事实").locator("textarea"));
        await kept(page, box(page, "违法事实").locator("textarea"));
        await released(page, box(page, "供公众下载的文件"));
        await fill(page, { "已审查，不含国家秘密、商业秘密和个人隐私": true });
        const receipt = await submit(page);
        assert.match(receipt.sentence, /处罚决定已公示/);
      },
    );

    await step("the fine is paid, the case closed, and the archivist locks the dossier", async () => {
      await perform(await as("shili-officer"), matter, "登记缴款", {
        缴款日期: day,
        缴款金额: "20000.00",
        收据号: "演示票据 0001",
      });
      await perform(await as("shili-section"), matter, "结案", {
        结案的情形: "处罚决定执行完毕",
        结案说明: "罚款已缴清，桌椅已清理。",
      });
      const page = await as("shili-archivist");
      const receipt = await perform(page, matter, "归档", {
        保管期限: "30年",
        案卷号: `${number}-1`,
        页数: "32",
      });
      assert.match(receipt.sentence, /已归档，案卷锁定/);
      await page.goto(matter);
      await page.getByText("已归档，案卷锁定").first().waitFor();
    });

    await step(
      "the public finds the decision, reads a masked name, and proves the page with the downloaded bundle",
      async () => {
        const context = await freshContext({ javaScriptEnabled: false, acceptDownloads: true });
        const page = await context.newPage();
        await page.goto("/");
        await page.getByRole("searchbox").fill("慕容");
        await page.getByRole("button", { name: "搜索" }).click();
        await page
          .getByRole("link", { name: new RegExp(`${MASKED}.*案`) })
          .first()
          .click();
        await page.getByRole("heading", { level: 1, name: new RegExp(MASKED) }).waitFor();
        const html = await page.content();
        assert.ok(html.includes(decision), `the page shows ${decision}`);
        for (const hidden of [PARTY, HOME, ...officers])
          assert.ok(!html.includes(hidden), `the page must not contain “${hidden}”`);
        await page.getByRole("link", { name: "公开文件1.pdf" }).waitFor();
        await picture(page, "decision");
        await picture(page, "decision-phone", PHONE);

        const folder = mkdtempSync(join(tmpdir(), "zhiheng-proof-"));
        try {
          const bundle = join(folder, "proof.json");
          await downloadProof(page, bundle);
          const policy = join(folder, "policy");
          writeFileSync(policy, await (await context.request.get("/record/policy")).body());
          const good = verify(bundle, policy);
          assert.equal(good.status, 0, good.said);
          assert.match(good.said, /属实|完好/);
          // The same bundle with one word of the party changed is not intact any more.
          const forged = join(folder, "forged.json");
          writeFileSync(forged, forge(bundle));
          assert.equal(verify(forged, policy).status, 1);
        } finally {
          rmSync(folder, { recursive: true });
          await context.close();
        }
      },
    );
  },
);

function questioning(officers, from, to) {
  return {
    询问人员: officers,
    被询问人: PARTY,
    地点: "本局询问室",
    开始时间: from,
    结束时间: to,
    笔录: "问：上述情形是否属实？答：属实，已着手整改。",
    签名情况: "逐页签名",
    同步录音录像: false,
  };
}

/** A file that shows the name is said to leak and is taken out again; the masked copy that the platform makes goes out. */
async function released(page, field) {
  const leak = { name: "公告.txt", mimeType: "text/plain", buffer: Buffer.from(`当事人${PARTY}，处罚已作出。`) };
  await field.locator('input[type="file"]').first().setInputFiles(leak);
  await field.getByText("▲ 公告.txt：不能放出").waitFor();
  assert.ok(!(await field.getByText(PARTY).count()), "what was found is not repeated");
  await field.getByRole("button", { name: "移除 公告.txt" }).click();
  await field.getByRole("button", { name: "生成遮盖副本 行政处罚决定书" }).click();
  await field.getByText(/✓ 行政处罚决定书（遮盖副本）\.pdf：没有找到遮盖的内容/).waitFor();
  await picture(page, "disclosure-files");
}

/** Presses Tab until what has the focus is what is looked for. */
async function tabTo(page, wanted) {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => ({
      tag: document.activeElement?.tagName ?? "",
      name: document.activeElement?.getAttribute("name") ?? "",
    }));
    if (wanted(focused)) return;
  }
  assert.fail("the keyboard does not get there");
}

async function downloadProof(page, path) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "下载证明" }).click(),
  ]);
  await download.saveAs(path);
  const text = readFileSync(path, "utf8");
  for (const hidden of [PARTY, HOME])
    assert.ok(!text.includes(hidden), `the bundle must not contain “${hidden}”`);
}

/** What the program says about a bundle, offline. */
function verify(bundle, policy) {
  const run = spawnSync(BINARY, ["verify", "--bundle", bundle, "--policy", policy], { encoding: "utf8" });
  return { status: run.status, said: `${run.stdout}${run.stderr}` };
}

/** The bundle with another party in its public copy. */
function forge(bundle) {
  const text = readFileSync(bundle, "utf8");
  const forged = text.replaceAll(MASKED, "诸葛某");
  assert.notEqual(forged, text);
  return forged;
}
