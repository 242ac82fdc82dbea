/** Devices and rooms: bought, lent and given back by different hands; a room that two people want at the same hour. */
import assert from "node:assert/strict";
import { accessible } from "./support/axe.js";
import { as, signIn } from "./support/console.js";
import { freshContext, PHONE, scene } from "./support/stage.js";

/** Takes a step by its button on the device's page, with what the window asks for. */
async function step(username, device, title, fill = async () => {}, reason = "") {
  const page = await as(username);
  await page.goto(`/console/devices/${device}`);
  const region = page.getByRole("region", { name: "现在可以做" });
  await region.getByRole("button", { name: title, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await fill(dialog);
  if (reason) await dialog.getByRole("textbox").last().fill(reason);
  await dialog.getByRole("button", { name: title, exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  return page;
}

const checked = (battery) => async (dialog) => {
  await dialog.getByLabel(/电量/).fill(battery);
  await dialog.getByLabel(/剩余存储/).fill("60");
  await dialog.getByLabel(/系统时间误差/).fill("-3");
};

scene("A recorder is bought, lent, given back and scrapped by different hands", async ({ step: part }) => {
  const device = "SL-NEW-1";

  await part("the section enters it, and its serial number only once", async () => {
    const page = await as("shili-section");
    await page.goto("/console/devices");
    await accessible(page, "devices");
    await page.getByRole("button", { name: "设备入账" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/设备编号/).fill(device);
    await dialog.getByLabel("名称").fill("新记录仪");
    await dialog.getByLabel("型号").fill("示例型号");
    await dialog.getByLabel(/序列号/).fill("ysjlyshili001");
    await dialog.getByLabel("购置日期").fill("2026-01-05");
    await dialog.getByRole("button", { name: "入账", exact: true }).click();
    await dialog.getByText("这个序列号的设备已经入账").waitFor();
    await dialog.getByLabel(/序列号/).fill("NEW-0001");
    await dialog.getByRole("button", { name: "入账", exact: true }).click();
    await page.getByRole("region", { name: "设备经过" }).getByText("已入账").waitFor();
    assert.equal(await page.getByRole("button", { name: "领用", exact: true }).count(), 0);
  });

  await part("the keeper lends it only when it is charged, and then it cannot be lent again", async () => {
    const page = await as("shili-archivist");
    await page.goto(`/console/devices/${device}`);
    await page.getByRole("button", { name: "领用", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/领用人/).selectOption("shili-officer");
    await checked("10")(dialog);
    await dialog.getByRole("button", { name: "领用", exact: true }).click();
    await dialog.getByText("电量不足 30%").waitFor();
    await dialog.getByLabel(/电量/).fill("95");
    await dialog.getByRole("button", { name: "领用", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("region", { name: "设备", exact: true }).getByText("领用中").waitFor();
    assert.equal(await page.getByRole("button", { name: "领用", exact: true }).count(), 0);
    await accessible(page, "a device");
  });

  await part("it comes back broken, is sent to repair and in the end scrapped by the head", async () => {
    await step("shili-archivist", device, "归还", (dialog) => dialog.getByLabel("有损坏").check());
    await step("shili-archivist", device, "送修", undefined, "示例：镜头破裂");
    const page = await step(
      "shili-head",
      device,
      "报废",
      (dialog) => dialog.getByLabel(/已经转存、清除/).check(),
      "示例：维修不值得",
    );
    const life = page.getByRole("region", { name: "设备经过" });
    await life.getByText("原因：示例：维修不值得").waitFor();
    assert.equal(await life.getByRole("listitem").count(), 5);
  });

  await part("what is lacking is shown for each agency, and the sheet opens as PDF", async () => {
    const page = await as("cz-head");
    await page.goto("/console/devices?view=equipment");
    await page.getByRole("img", { name: /应配 \d+ 台，可用 \d+ 台，缺 [1-9]/ }).first().waitFor();
    await accessible(page, "equipment");
    const address = await page.getByRole("link", { name: /打开 PDF/ }).getAttribute("href");
    const pdf = await page.request.get(address);
    assert.equal(pdf.headers()["content-type"], "application/pdf");
  });
});

scene("Two people want one room at the same hour", async ({ step: part }) => {
  /** Books the first room for an hour of next Wednesday, for the first matter there is. */
  const book = async (page, from, to) => {
    await page.getByRole("button", { name: /^＋ 预约\s*：询问二室/ }).last().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("从", { exact: true }).fill(from);
    await dialog.getByLabel("到", { exact: true }).fill(to);
    const which = dialog.getByLabel(/^哪一件/);
    await which.locator("option").nth(1).waitFor({ state: "attached" });
    await which.selectOption({ index: 1 });
    await dialog.getByRole("button", { name: "预约", exact: true }).click();
    return dialog;
  };
  /** The booking on the page of its matter. */
  const line = (page) =>
    page
      .getByRole("region", { name: "办案场所" })
      .getByRole("listitem")
      .filter({ hasText: "2027-03-07 18:00 至 19:00" });
  let matter = null;

  await part("the first has it, and the matter lists it", async () => {
    const page = await as("shili-officer");
    await page.goto("/console/rooms?day=2027-03-03");
    const dialog = await book(page, "18:00", "19:00");
    await dialog.waitFor({ state: "detached" });
    await accessible(page, "rooms");
    await page.getByRole("button", { name: /18:00–19:00/ }).click();
    const link = page.getByRole("dialog").getByRole("link");
    matter = await link.getAttribute("href");
    await link.click();
    await line(page).getByText("询问二室").waitFor();
  });

  await part("the second is told who has it and until when", async () => {
    const page = await as("shili-officer2");
    await page.goto("/console/rooms?day=2027-03-03");
    const dialog = await book(page, "18:30", "19:30");
    await dialog.getByText(/18:00 至 19:00 已由.*预约/).waitFor();
    await dialog.getByRole("button", { name: "不了" }).click();
  });

  await part("cancelled with a reason, the hour is free again", async () => {
    const page = await as("shili-officer");
    await page.goto("/console/rooms?day=2027-03-03");
    await page.getByRole("button", { name: /18:00–19:00/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "取消预约" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("示例：改期");
    await dialog.getByRole("button", { name: "取消预约" }).click();
    await page.getByRole("status").getByText(/已取消/).waitFor();
    await page.goto(matter);
    await line(page).getByText(/已取消/).waitFor();
  });

  await part("on a phone the day is a strip for each room", async () => {
    const phone = await freshContext({ viewport: PHONE });
    const page = await phone.newPage();
    await signIn(page, "shili-officer");
    await page.goto("/console/rooms?view=day");
    await page.getByRole("region", { name: "询问一室" }).getByRole("img").waitFor();
    await accessible(page, "rooms on a phone");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= PHONE.width, `${wide}`);
  });
});
