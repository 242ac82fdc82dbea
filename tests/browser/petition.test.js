/** A petition on its whole way: county, city, province; and the petitioner, who may ask how far it is and nothing more. */
import assert from "node:assert/strict";
import { as, find, openAct, perform, register, submit } from "./support/console.js";
import { momentsJustPassed, today } from "./support/days.js";
import { fill } from "./support/form.js";
import { account } from "./support/place.js";
import { freshContext, PHONE, picture, scene } from "./support/stage.js";

const PETITIONER = "闻人丙戌";
const PHONE_NUMBER = "13800004321";
const ADDRESS = "潞州区示例巷七号楼二单元";
const TITLE = "反映示例小区供暖温度不达标";
const REQUEST = "请求责成供热单位检修三号换热站并退还部分采暖费";
const ACCOUNT = "入冬以来室内长期不足十六度，报修四次无人上门";

scene(
  "A petition goes from registration in the county to the province's final opinion, and its petitioner can follow it",
  async ({ step }) => {
    const day = today();
    let matter;
    let number;
    let code;

    await step(
      "the county's officer registers it and is given a number and a code for the petitioner",
      async () => {
        const receipt = await register(await as("luzhou-officer"), "信访事项", {
          事项名称: TITLE,
          提出的方式: "网上信访",
          收到日期: day,
          "信访人姓名（名称）": PETITIONER,
          信访人类型: "自然人",
          联系电话: PHONE_NUMBER,
          住址: ADDRESS,
          投诉请求: REQUEST,
          事实和理由: ACCOUNT,
          "重大、紧急": false,
        });
        ({ matter, number, code } = receipt);
        assert.match(number, /〔\d{4}〕/);
        assert.ok(receipt.sentence.includes(number), "the sentence tells the number");
        assert.match(receipt.sentence, /请在 \d{4}-\d{2}-\d{2} 前分流/);
        assert.ok(code && code.length >= 6, "the receipt shows the code");
        assert.match(receipt.text, /已写入记录第/);
      },
    );

    await step("the officer routes it, gives notice and looks into it", async () => {
      const page = await as("luzhou-officer");
      const routed = await perform(page, matter, "分流", {
        办理的途径: "信访程序",
        处理方式: "本机关办理",
        承办的机关: "潞州区信访局",
        承办机关收到之日: day,
        分流的理由: "没有其他法定途径，适用信访程序。",
      });
      assert.match(routed.sentence, /书面告知信访人/);
      const told = await perform(page, matter, "告知受理", {
        告知的方式: "网上告知",
        办理的途径和程序: "由本机关在法定期限内办理，可凭件号和查询码查询。",
        承办人和联系电话: "接待室 0355-0000000",
      });
      assert.match(told.text, /信访事项受理告知书/);
      assert.match(told.text, /出具信访处理意见书/, "the duty to answer begins");
      const [from, to] = momentsJustPassed(2);
      await perform(page, matter, "听取陈述、调查核实", {
        方式: "实地走访",
        办理人员: [account("luzhou-officer").name, account("luzhou-officer2").name],
        地点: "示例小区三号换热站",
        开始时间: from,
        结束时间: to,
        情况: "换热站循环泵停用一台，室温实测十五点八度。",
      });
    });

    await step("the county's head sees the paper while writing and signs the opinion", async () => {
      const page = await as("luzhou-head");
      await openAct(page, matter, "出具处理意见书");
      await fill(page, {
        处理结果: "解释说明",
        查明的事实和理由: "换热站设备检修中，室温短时不达标。",
        法律法规依据: "《示例供热管理办法》第二十条。",
        处理意见: "供热单位已于本周完成检修，退费按合同约定办理。",
        复查机关: "长治市信访局",
      });
      await page.getByText("将完成", { exact: true }).waitFor();
      await page.locator(".act-beside").getByText("供热单位已于本周完成检修").waitFor();
      await picture(page, "act");
      const receipt = await submit(page);
      assert.match(receipt.sentence, /信访处理意见书 .*〔\d{4}〕.*号 已出具/);
    });

    await step("the opinion is served and the petitioner's right to ask for review begins", async () => {
      const receipt = await perform(await as("luzhou-officer"), matter, "送达处理意见书", {
        送达方式: "当面交付",
        送达日期: day,
        签收人: PETITIONER,
      });
      assert.match(receipt.sentence, /可以在 \d{4}-\d{2}-\d{2} 前请求复查/);
    });

    await step(
      "the city finds it by its number, takes the request for 复查, and its head decides",
      async () => {
        const officer = await as("cz-officer");
        assert.equal(await find(officer, number), matter);
        await perform(officer, matter, "收到复查请求", {
          收到日期: day,
          复查的请求和理由: "不服处理意见，请求明确退费标准。",
        });
        const decided = await perform(await as("cz-head"), matter, "作出复查意见", {
          结果: "维持",
          查明的情况和理由: "原办理机关查明的事实清楚。",
          复查意见: "维持原处理意见。",
          复核机关: "山西省信访局",
        });
        assert.match(decided.sentence, /复查意见书 .*已作出/);
        const served = await perform(officer, matter, "送达复查意见书", {
          送达方式: "当面交付",
          送达日期: day,
          签收人: PETITIONER,
        });
        assert.match(served.sentence, /可以在 \d{4}-\d{2}-\d{2} 前请求复核/);
      },
    );

    await step("the province takes 复核, its head decides, and the way ends", async () => {
      const officer = await as("sx-officer");
      assert.equal(await find(officer, number), matter);
      await perform(officer, matter, "收到复核请求", {
        收到日期: day,
        复核的请求和理由: "不服复查意见。",
      });
      const decided = await perform(await as("sx-head"), matter, "作出复核意见", {
        结果: "维持",
        举行了听证: false,
        查明的情况和理由: "复查程序合法，结论适当。",
        复核意见: "维持复查意见。",
      });
      assert.match(decided.text, /信访事项复核意见书/);
      const served = await perform(officer, matter, "送达复核意见书", {
        送达方式: "当面交付",
        送达日期: day,
        签收人: PETITIONER,
      });
      assert.match(served.sentence, /信访程序终结/);
    });

    await step("the county concludes the matter", async () => {
      const receipt = await perform(await as("luzhou-section"), matter, "终结", {
        终结的情形: "复核终结",
        疏导帮扶的安排: "已告知信访人结果和后续途径。",
      });
      assert.match(receipt.sentence, /信访事项已终结/);
    });

    await step("the petitioner sees stages and days by number and code, and nothing else", async () => {
      const context = await freshContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto("/progress");
      await ask(page, number, code);
      const main = page.getByRole("main");
      await main.getByText(number).first().waitFor();
      const words = await main.innerText();
      for (const stage of ["受理", "办理", "复查复核", "办结"])
        assert.ok(words.includes(stage), `stage ${stage}`);
      const [year, month, date] = day.split("-").map(Number);
      assert.ok(words.includes(`登记\n${year}年${month}月${date}日`), `the day of registration: ${words}`);
      assert.match(words, /已经办结/);
      await picture(page, "progress");

      const html = await page.content();
      const hidden = [PETITIONER, "闻人", PHONE_NUMBER, ADDRESS, REQUEST, "换热站", ACCOUNT, "采暖费", TITLE];
      for (const person of [
        "luzhou-officer",
        "luzhou-officer2",
        "luzhou-head",
        "cz-officer",
        "cz-head",
        "sx-officer",
        "sx-head",
      ]) {
        hidden.push(account(person).name, person);
      }
      for (const word of hidden) assert.ok(!html.includes(word), `the page must not contain “${word}”`);
      assert.ok(!html.includes(code), "the code is not shown again");
      await context.close();
    });

    await step("a wrong code and a number that does not exist get one and the same answer", async () => {
      const context = await freshContext({ javaScriptEnabled: false, viewport: PHONE });
      const page = await context.newPage();
      const answers = [];
      for (const [asked, secret] of [
        [number, "ZZZZZZZZ"],
        ["不存在信〔2026〕9号", code],
      ]) {
        await page.goto("/progress");
        await ask(page, asked, secret);
        await page.getByText("编号和查询码对不上").waitFor();
        answers.push((await page.getByRole("main").innerText()).replaceAll(asked, ""));
      }
      assert.equal(answers[0], answers[1]);
      await context.close();
    });
  },
);

async function ask(page, number, code) {
  const form = page.getByRole("main").locator("form");
  await form.getByLabel("编号").fill(number);
  await form.getByLabel("查询码").fill(code);
  await form.getByRole("button").click();
}
