/** 音像记录: the bar of what was recorded, the player with its marks and captions, and recordings that find their matter. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { accessible } from "./support/axe.js";
import { as } from "./support/console.js";
import { scene } from "./support/stage.js";

const film = new URL("../../demonstration/recordings/questioning.mp4", import.meta.url);

/** A matter of the demonstration whose recordings are so. */
async function recorded(page, wanted) {
  const list = await page.request.get("/api/matters?procedure=penalty.ordinary&limit=200");
  for (const row of (await list.json()).items) {
    const held = await (await page.request.get(`/api/matters/${row.id}/recordings`)).json();
    if (held.recordings.length > 0 && wanted(held)) return { id: row.id, held };
  }
  return null;
}

scene("What was recorded of a questioning is seen at a glance, and played at the step", async ({ step }) => {
  let found = null;

  await step("a questioning of which a part was not recorded shows why", async () => {
    const page = await as("shili-officer");
    const explained = (held) => held.spans.some((span) => span.pieces.some((piece) => piece.state === "explained"));
    const part = await recorded(page, explained);
    assert.ok(part, "the demonstration holds a recording with a gap that is explained");
    await page.goto(`/console/matters/${part.id}`);
    const panel = page.getByRole("region", { name: "音像记录" });
    await panel.getByRole("img", { name: /已录；.*已说明/ }).waitFor();
    await panel.getByText("存储卡写满").waitFor();
    await accessible(page, "a matter with recordings");
  });

  await step("the recording opens with its steps and captions, and a caption leads to its second", async () => {
    const page = await as("shili-officer");
    found = await recorded(page, (held) => held.recordings[0].transcript && held.recordings[0].marks.length > 0);
    await page.goto(`/console/matters/${found.id}`);
    await page.getByRole("region", { name: "音像记录" }).getByRole("link", { name: /mp4/ }).first().click();
    const player = page.getByRole("region", { name: "播放器" });
    await player.locator("video").evaluate(
      (video) =>
        video.readyState >= 1 ||
        new Promise((ready, failed) => {
          video.addEventListener("loadedmetadata", ready, { once: true });
          video.addEventListener("error", () => failed(new Error("the recording does not play")), { once: true });
        }),
    );
    await player.getByRole("button", { name: /询问.*开始时间/ }).waitFor();
    await player.getByRole("searchbox", { name: "在字幕里找" }).fill("属实");
    await player.getByRole("button", { name: /属实，已着手整改/ }).first().click();
    const at = await player.locator("video").evaluate((video) => video.currentTime);
    assert.ok(at >= 26 && at <= 28, `the caption leads to ${at}`);
    await accessible(page, "the player");
  });

  await step("the keys go back five seconds and change the speed", async () => {
    const page = await as("shili-officer");
    const player = page.getByRole("region", { name: "播放器" });
    const video = player.locator("video");
    await player.getByRole("combobox", { name: /速度/ }).evaluate((box) => box.blur());
    await player.locator(".player-screen").focus();
    const before = await video.evaluate((one) => one.currentTime);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowUp");
    const after = await video.evaluate((one) => [one.currentTime, one.playbackRate]);
    assert.ok(Math.abs(before - 5 - after[0]) < 0.5, `${before} → ${after[0]}`);
    assert.equal(after[1], 1.25);
  });

  await step("the sound has a shape, and a mark is set from the keyboard and withdrawn", async () => {
    const page = await as("shili-officer");
    const player = page.getByRole("region", { name: "播放器" });
    await player.locator(".wave path").waitFor({ state: "attached" });
    const line = player.getByRole("slider", { name: "时间轴" });
    await line.focus();
    await page.keyboard.press("Home");
    assert.equal(await line.getAttribute("aria-valuenow"), "0");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("m");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("heading", { name: "在 0:05 标记" }).waitFor();
    await dialog.getByLabel("签字", { exact: true }).check();
    await dialog.getByLabel(/说明/).fill("当事人逐页签字");
    await accessible(page, "setting a mark");
    await dialog.getByRole("button", { name: "标记", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await player.getByRole("button", { name: /签字：当事人逐页签字/ }).first().waitFor();
    await player.getByRole("button", { name: /撤回.*签字：当事人逐页签字/ }).click();
    await page.getByRole("dialog").getByLabel("原因").fill("标早了");
    await page.getByRole("dialog").getByRole("button", { name: "撤回", exact: true }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await player.getByText("撤回的标记 1 个").click();
    await player.getByText(/：标早了/).waitFor();
  });

  await step("captions that were written later stand under the original, and the player takes them", async () => {
    const page = await as("shili-officer");
    await page.getByRole("link", { name: "登记节选、遮盖件、字幕" }).click();
    await page.getByLabel("字幕或者转写稿", { exact: true }).check();
    await page.getByLabel(/为什么制作/).fill("补做字幕，便于审核");
    const later = "WEBVTT\n\n00:01.000 --> 00:04.000\n后补的字幕第一句。\n";
    await page
      .locator('input[type="file"]')
      .first()
      .setInputFiles({ name: "后补.vtt", mimeType: "text/vtt", buffer: Buffer.from(later) });
    await page.getByRole("button", { name: "移除 后补.vtt" }).waitFor();
    await page.locator("main").getByRole("button", { name: "登记衍生件" }).click();
    await page.getByText("原件没有改动").first().waitFor();
    await page.goto(`/console/matters/${found.id}`);
    const files = page.getByRole("region", { name: "材料" });
    await files.getByText(/字幕或者转写稿.*补做字幕/).waitFor();
    await files.getByRole("button", { name: /看缩略图/ }).click();
    await files.getByRole("img", { name: /缩略图/ }).first().waitFor();
    await accessible(page, "the files of a matter");
    await page.getByRole("region", { name: "音像记录" }).getByRole("link", { name: /mp4/ }).first().click();
    const player = page.getByRole("region", { name: "播放器" });
    await player.getByText("后补的字幕第一句。").first().waitFor();
  });

  await step("the look is on the record", async () => {
    const page = await as("shili-section");
    const looks = await (await page.request.get(`/api/looks?matter=${found.id}`)).json();
    assert.ok(looks.items.length > 0, JSON.stringify(looks));
  });
});

scene("A recording that belongs nowhere yet is handed in, and set aside with a reason", async ({ step }) => {
  await step("a file without the time is asked for it", async () => {
    const page = await as("shili-officer");
    await page.goto("/console/recordings");
    await accessible(page, "recordings without a matter");
    const content = await readFile(film);
    // Another file than the demonstration's: one byte of padding at its end makes another digest.
    const mine = Buffer.concat([content, Buffer.from([0, 0, 0, 9, 0x66, 0x72, 0x65, 0x65, 1])]);
    await page.locator("#takes").setInputFiles({ name: "巡查.mp4", mimeType: "video/mp4", buffer: mine });
    await page.getByText("“巡查.mp4”里没有拍摄时间").waitFor();
    await page.getByLabel("开始").fill("2026-01-05T09:00");
    await page.getByRole("button", { name: "收下" }).click();
    await page.getByText("巡查.mp4", { exact: true }).waitFor();
    await page.getByRole("img", { name: "巡查.mp4 的缩略图" }).waitFor();
    await page.getByText("没有找到时间相符").waitFor();
  });

  await step("it is set aside, and the list is empty again", async () => {
    const page = await as("shili-officer");
    await page.getByRole("button", { name: "不属于任何事项" }).click();
    await page.getByLabel("理由").fill("试机误录");
    await page.getByRole("button", { name: "搁置" }).click();
    await page.getByText("没有待归集的音像").waitFor();
  });
});
