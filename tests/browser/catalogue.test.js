/** The review catalogue of a county beside its city's: what may be, what may not, what is said about it, and the matter it rules. */
import assert from "node:assert/strict";
import { accessible } from "./support/axe.js";
import { clue, filing } from "./support/cases.js";
import { as, perform, register } from "./support/console.js";
import { momentsJustPassed, today } from "./support/days.js";
import { account } from "./support/place.js";
import { PHONE, picture, scene } from "./support/stage.js";

const PARTY = "长治示例石榴商贸有限公司";
const CAUSE = "占道经营";
const NATURAL = "对公民的罚款、没收";

/** The row about an entry, on the page of an agency. */
async function row(page, name, agency) {
  await page.goto(agency ? `/console/catalogue?agency=${agency}` : "/console/catalogue");
  const found = page.getByRole("article", { name: new RegExp(name) });
  await found.waitFor();
  return found;
}

/** What the open question is answered with, and then its button. */
async function answer(page, words, button, amount) {
  const dialog = page.getByRole("dialog");
  if (amount) await dialog.getByLabel("金额达到（元）").fill(amount);
  await dialog.getByRole("textbox").last().fill(words);
  await dialog.getByRole("button", { name: button, exact: true }).click();
  return dialog;
}

scene("A county is shown beside its city, may be stricter and not looser, and its matters are ruled by it", async ({
  step,
  check,
}) => {
  await check("every county stands on one screen of the city, at a desk and on a telephone", async () => {
    const page = await as("shili-reviewer");
    await page.goto("/console/catalogue?agency=xiangzhi");
    await page.getByRole("table", { name: "各下级机关的目录与本级的对照" }).waitFor();
    await page.getByRole("article", { name: /缺少 对公民的罚款、没收/ }).waitFor();
    await accessible(page, "the city's screen");
    await picture(page, "catalogue-city");
    await picture(page, "catalogue-city-phone", PHONE);
  });

  await step("the county answers what the city remarked", async () => {
    const page = await as("xiangzhi-reviewer");
    await (await row(page, NATURAL)).getByRole("button", { name: "答复" }).click();
    await answer(page, "已在本月的会议上讨论，随后补列。", "答复");
    await page.getByText("已在本月的会议上讨论，随后补列。").waitFor();
  });

  await step("a looser amount is refused with the limit, a lower one is handed in", async () => {
    const page = await as("xiangzhi-officer");
    await (await row(page, NATURAL)).getByRole("button", { name: "改得更严" }).click();
    const dialog = await answer(page, "襄示执文〔2026〕1号", "报审", "10000.01");
    await dialog.getByText(/上级的限度是 10000 元，本级只能相同或者更严/).first().waitFor();
    await picture(page, "catalogue-refused");
    await answer(page, "襄示执文〔2026〕1号", "报审", "5000");
    await page.getByText(/已报审/).first().waitFor();
  });

  await step("the county's stricter entry makes its matter major, and the page says by which", async () => {
    const day = today();
    const [, shownAt, from, to] = momentsJustPassed(4);
    const officers = [account("luzhi-officer").name, account("luzhi-officer2").name];
    const officer = await as("luzhi-officer");
    const { matter } = await register(officer, "行政处罚·普通程序", clue(PARTY, CAUSE, day));
    const section = await as("luzhi-section");
    await perform(section, matter, "立案", {
      ...filing(PARTY, CAUSE, day, "示例路二号"),
      当事人类型: "法人及非法人组织",
    });
    await perform(section, matter, "指派办案人员", { 办案人员: officers });
    await perform(officer, matter, "亮证", {
      出示证件的人员: officers,
      出示的时间: shownAt,
      向谁出示: PARTY,
      地点: "示例路二号",
      已告知申请回避的权利: true,
    });
    await perform(officer, matter, "询问", {
      询问人员: officers,
      被询问人: PARTY,
      地点: "本局询问室",
      开始时间: from,
      结束时间: to,
      笔录: "问：占道多久？答：一个月。",
      签名情况: "逐页签名",
      同步录音录像: false,
    });
    await perform(officer, matter, "调查终结", {
      当事人: PARTY,
      案由: CAUSE,
      违法事实: "占道经营一个月。",
      证据: "询问笔录。",
      违反的规定和处罚依据: "《示例市容条例》第十条",
      裁量理由: "一般情节。",
      处罚种类: ["罚款"],
      处罚内容: "罚款三万元",
      罚款: "30000",
      责令改正的内容: "立即撤除",
      是否涉嫌犯罪: "不涉嫌犯罪",
      涉及重大公共利益: false,
      可能造成重大社会影响或者引发社会风险: false,
      情节复杂或者疑难复杂: false,
      涉及多个法律关系: false,
    });
    await officer.goto(matter);
    const review = officer.getByRole("region", { name: "法制审核" });
    await review.getByText("本机关目录“对单位的罚款、没收”：单位和个体工商户金额达到 20000 元").waitFor();
    const ask = review.getByRole("link", { name: "请法律顾问、公职律师出意见" });
    assert.match(await ask.getAttribute("href"), /\/register\/advice\?about=/);
  });
});
