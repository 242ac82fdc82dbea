/** Who reviews and who answers: conflicts of reviewers, the pool of advisers, and the check that follows a revoked decision. */
import assert from "node:assert/strict";
import { accessible } from "./support/axe.js";
import { clue, filing } from "./support/cases.js";
import { as, formOf, perform, register, submit } from "./support/console.js";
import { momentsJustPassed, today } from "./support/days.js";
import { fill } from "./support/form.js";
import { account } from "./support/place.js";
import { PHONE, picture, scene } from "./support/stage.js";

const PARTY = "长治示例石桥餐饮有限公司";
const CAUSE = "未经许可从事餐饮经营";

scene(
  "A reviewer with a conflict waits for the head, advice clears nothing, and a revoked decision names its persons",
  async ({ step, check }) => {
    const day = today();
    const [, shownAt, from, to] = momentsJustPassed(4);
    const officers = [account("shili-officer").name, account("shili-officer2").name];
    const reviewer = account("shili-reviewer").name;
    let matter;

    await step("a major penalty waits for review", async () => {
      const officer = await as("shili-officer");
      matter = (await register(officer, "行政处罚", clue(PARTY, CAUSE, day))).matter;
      const section = await as("shili-section");
      const company = { ...filing(PARTY, CAUSE, day, "示例路一号"), 当事人类型: "法人及非法人组织" };
      await perform(section, matter, "立案", company);
      await perform(section, matter, "指派办案人员", { 办案人员: officers });
      await perform(officer, matter, "亮证", {
        出示证件的人员: officers,
        出示的时间: shownAt,
        向谁出示: PARTY,
        地点: "示例路一号",
        已告知申请回避的权利: true,
      });
      await perform(officer, matter, "询问", {
        询问人员: officers,
        被询问人: PARTY,
        地点: "本局询问室",
        开始时间: from,
        结束时间: to,
        笔录: "问：有没有许可证？答：没有。",
        签名情况: "逐页签名",
        同步录音录像: false,
      });
      await perform(officer, matter, "调查终结", {
        当事人: PARTY,
        案由: CAUSE,
        违法事实: "未取得许可经营三个月。",
        证据: "询问笔录。",
        违反的规定和处罚依据: "《示例食品条例》第三十一条",
        裁量理由: "一般情节。",
        处罚种类: ["罚款"],
        处罚内容: "罚款六万元",
        罚款: "60000",
        责令改正的内容: "立即停止经营",
        是否涉嫌犯罪: "不涉嫌犯罪",
        涉及重大公共利益: false,
        可能造成重大社会影响或者引发社会风险: false,
        情节复杂或者疑难复杂: false,
        涉及多个法律关系: false,
      });
      await perform(section, matter, "送法制审核", {
        送审说明: "事实清楚，请审核。",
        要件与证据: {
          cells: { "第 1 行 要件": "行为和经过", "第 1 行 证据": "询问笔录", "第 1 行 页码或者时间": "第 1 页" },
        },
        "承办机构负责人声明材料真实、准确、完整": true,
      });
    });

    await step("the reviewer declares a conflict and may not give an opinion until the head has decided", async () => {
      const page = await as("shili-reviewer");
      await perform(page, matter, "申报利害关系", {
        什么关系: "其他可能影响公正审核的关系",
        说明: "与当事人的经理是同学。",
      });
      await page.goto(matter);
      const told = page.getByText(/申报与本件有利害关系/).first();
      await told.waitFor({ state: "attached" });
      await perform(await as("shili-head"), matter, "认定审核人员不必回避", {
        申报的审核人员: reviewer,
        理由: "多年没有来往，不影响公正审核。",
      });
      await perform(await as("shili-head"), matter, "指派法制审核人员", { 法制审核人员: reviewer });
    });

    await check("the strength of legal review stands on one page, at a desk and on a telephone", async () => {
      const page = await as("shili-head");
      await page.goto("/console/strength");
      await page.getByRole("heading", { level: 1, name: "法制审核力量" }).waitFor();
      await page.getByText(/持证执法人员 \d+ 名/).first().waitFor();
      await page.getByRole("row").filter({ hasText: reviewer }).getByText("1 件").first().waitFor();
      await accessible(page, "strength of legal review");
      await picture(page, "strength");
      await picture(page, "strength-phone", PHONE);
    });

    await step("the agency asks the pool; the request names the matter", async () => {
      const page = await as("shili-officer");
      await page.goto(`/console/register/advice?about=${matter.split("/").at(-1)}`);
      await page.getByRole("form").waitFor();
      await fill(page, {
        希望何时答复: day,
        咨询的问题: "三个月是否属于情节严重",
        要回答什么: "持续三个月是否属于情节严重？",
      });
      const receipt = await submit(page);
      assert.match(receipt.sentence, /请等待上级机关同意/);
    });
  },
);

scene("A revoked decision tells who answers for it and leads to a check", async ({ step }) => {
  await step("the demonstration's decided penalty shows its persons", async () => {
    const page = await as("shili-section");
    await page.goto("/console/matters?procedure=penalty.ordinary&status=closed");
    const rows = page.getByRole("row");
    await rows.nth(1).waitFor();
    await rows.nth(1).getByRole("link").first().click();
    const panel = page.getByRole("region", { name: "责任链条" });
    await panel.waitFor();
    await panel.locator("summary").first().click();
    assert.match(await panel.innerText(), /承办人员[\s\S]*作出决定的负责人/);
  });

  await step("when a court revokes it, then a check is proposed and filled in from the record", async () => {
    const page = await as("shili-section");
    const matter = new URL(page.url()).pathname;
    await perform(page, matter, "登记决定被变更、撤销、确认违法", {
      由谁作出: "人民法院",
      生效日期: today(),
      结果: "撤销",
      文书名称和编号: "（2026）示例行初1号判决书",
    });
    await page.goto(matter);
    const panel = page.getByRole("region", { name: "责任链条" });
    await panel.getByText("应当提出责任核查").waitFor();
    await picture(page, "responsibility");
    await panel.getByRole("link", { name: "按这条链登记责任核查" }).click();
    await formOf(page, "登记责任核查").waitFor();
    const table = page.getByRole("group", { name: /人员链条/ });
    await table.or(page.locator("table").first()).first().waitFor();
    await picture(page, "accountability");
    await accessible(page, "the form of a check");
  });

  await step("the desk of checks names the matter until somebody has decided", async () => {
    const page = await as("shili-head");
    await page.goto("/console/strength");
    await page.getByText("▲ 待提出").first().waitFor();
  });
});
