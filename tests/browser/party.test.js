/** 当事人页面: with a slip and a phone, without script, a shopkeeper reads the notice, states a defence and asks for a hearing; nothing is decided over it. */
import assert from "node:assert/strict";
import { accessible } from "./support/axe.js";
import { as, formOf, submit } from "./support/console.js";
import { momentsJustPassed, today } from "./support/days.js";
import { account, BASE } from "./support/place.js";
import { freshContext, PHONE, picture, scene } from "./support/stage.js";

const PARTY = "闻人某丁";
const CAUSE = "擅自占用道路摆放摊位";
const DEFENCE = "摊位是隔壁的，当天我在外地进货，有车票。";

scene("A party defends and asks for a hearing on a phone without script, and the decision waits", async ({ step }) => {
  const day = today();
  const phone = await freshContext({ javaScriptEnabled: false, viewport: PHONE });
  const shop = await phone.newPage();
  let matter;
  let number;
  let code;
  let receipt;

  await step("a notice is served and the officer hands over the code", async () => {
    const [handler, section] = await Promise.all([token("shili-officer"), token("shili-section")]);
    const people = ["shili-officer", "shili-officer2"];
    const [, shownAt, from, to] = momentsJustPassed(4);
    const opened = await act(handler, null, "", {
      title: `${PARTY}涉嫌${CAUSE}`, source: "监督检查发现", received_on: day, clue: "日常巡查发现。", party: PARTY,
    });
    const id = opened.matter.id;
    const filed = await act(section, id, "file_case", {
      title: `${PARTY}${CAUSE}案`, party: PARTY, party_kind: "自然人", party_address: "示例路三号", cause: CAUSE,
      has_evidence: true, punishable: true, jurisdiction: true, violation_ended: day, life_safety: false,
    });
    number = filed.matter.number;
    await act(section, id, "assign", { officers: people });
    await act(handler, id, "show_credentials", {
      officers: people, shown_at: shownAt, shown_to: PARTY, place: "示例路", told_recusal: true,
    });
    await act(handler, id, "inspect", {
      officers: people, place: "示例路", present: PARTY, started_at: from, ended_at: to, text: "路面摆放摊位一处。", signed: "当事人签名",
    });
    await act(handler, id, "conclude", {
      party: PARTY, cause: CAUSE, facts: "在示例路摆放摊位。", evidence: "现场照片。", basis: "《示例市容管理条例》第三十一条",
      discretion: "一般情节。", sanctions: ["罚款"], sanction: "罚款一万五千元", fine: 1500000, correction: "立即清理",
      crime: "不涉嫌犯罪", public_interest: false, social_risk: false, complex: false, relations: false,
    });
    await act(section, id, "notify", { hearing_told: true, where_to_state: "本局法规科" });
    await act(handler, id, "serve_notice", { manner: "直接送达", served_on: day, receiver: "本人签收" });
    matter = `/console/matters/${id}`;
    const officer = await as("shili-officer");
    await officer.goto(matter);
    const card = officer.getByRole("region", { name: "当事人来件" });
    await card.getByRole("button", { name: "出具当事人码" }).click();
    const dialog = officer.getByRole("dialog");
    await dialog.getByRole("button", { name: "出具" }).click();
    code = (await dialog.locator(".receipt-code").innerText()).trim();
    assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    await dialog.getByRole("button", { name: "关闭" }).click();
  });

  await step("the party reads the notice, states a defence and asks for a hearing", async () => {
    await enter(shop, number, code);
    await shop.getByRole("heading", { level: 1, name: "您的事" }).waitFor();
    await shop.getByText("行政处罚事先告知书").first().waitFor();
    assert.ok(!shop.url().includes(code.replaceAll("-", "")), "the code stands in no address");
    await send(shop, "陈述、申辩", DEFENCE);
    receipt = (await shop.locator("dd b").innerText()).trim();
    await picture(shop, "party-receipt", PHONE);
    await shop.getByRole("button", { name: "回到我的事" }).click();
    await send(shop, "要求听证", "照片上不是我的摊位。");
    await shop.getByRole("button", { name: "回到我的事" }).click();
    await shop.getByText("已收到，等机关处理").first().waitFor();
    await picture(shop, "party", PHONE);
    // What looks for faults needs script; the page does not.
    const other = await freshContext({ viewport: PHONE });
    const reader = await other.newPage();
    await reader.goto("/p");
    await accessible(reader, "the way in");
    await enter(reader, number, code);
    await accessible(reader, "the party's page");
    await other.close();
  });

  await step("the decision is refused with the article", async () => {
    const head = await as("shili-head");
    await head.goto(`${matter}/acts/decide`);
    const gates = head.locator("#gates");
    await gates.getByText(/提出了“陈述、申辩”，还没有接收或者答复/).waitFor();
    assert.match(await gates.innerText(), /处罚法45[\s\S]*处罚法63/);
  });

  await step("the officer takes both over, with the forms filled in", async () => {
    const officer = await as("shili-officer");
    await officer.goto(matter);
    const card = officer.getByRole("region", { name: "当事人来件" });
    await card.getByText("2 件待处理").waitFor();
    await accessible(officer, "a matter with 当事人来件");
    await picture(officer, "party-desk");
    await card.getByRole("link", { name: "接收：记录陈述、申辩" }).click();
    const form = formOf(officer, "记录陈述、申辩");
    assert.equal(await form.getByRole("textbox", { name: /陈述、申辩的内容/ }).inputValue(), DEFENCE);
    await submit(officer);
    await officer.goto(matter);
    await card.getByRole("link", { name: "接收：记录听证要求" }).click();
    await formOf(officer, "记录听证要求").waitFor();
    await submit(officer);
  });

  await step("the party sees it, and its receipt still holds", async () => {
    await enter(shop, number, code);
    assert.equal(await shop.getByText(/机关已接收/).count(), 2);
    await shop.goto("/r");
    await shop.getByLabel("回执码").fill(receipt);
    await shop.getByRole("button", { name: /核对/ }).click();
    await shop.getByRole("heading", { level: 1, name: "材料没有变" }).waitFor();
  });
  await phone.close();
});

/** A token of a person, for the acts that come before what is looked at here. */
async function token(username) {
  const answer = await ask("/api/session", { username, password: account(username).password });
  return answer.token;
}

function act(bearer, matter, name, fields) {
  const opening = { procedure: "penalty.ordinary", fields };
  const place = matter ? `/api/matters/${matter}/acts/${name}` : "/api/matters";
  return ask(place, matter ? { fields } : opening, bearer);
}

async function ask(place, body, bearer) {
  const headers = { "Content-Type": "application/json" };
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  const answer = await fetch(BASE + place, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${place}: ${text}`);
  return JSON.parse(text);
}

async function enter(page, number, code) {
  await page.goto("/p");
  await page.getByLabel("编号").fill(number);
  await page.getByLabel("当事人码", { exact: true }).fill(code);
  await page.getByRole("button", { name: "进入" }).click();
  await page.getByRole("heading", { level: 1, name: "您的事" }).waitFor();
}

async function send(page, what, text) {
  const title = page.locator("summary b", { hasText: new RegExp(`^${what}$`) });
  const doing = page.locator("details.doing", { has: title });
  await doing.locator("summary").click();
  await doing.getByLabel("写在这里").fill(text);
  await doing.getByLabel("您的姓名").fill("闻人某丁");
  await doing.getByRole("button", { name: `提交${what}` }).click();
  await page.getByRole("heading", { level: 1, name: "已经收到" }).waitFor();
}
