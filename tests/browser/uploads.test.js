/** A camera's folder goes up in the background, through a reload of the page and a killed server, and everything arrives once. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessible } from "./support/axe.js";
import { formOf, signIn } from "./support/console.js";
import { box } from "./support/form.js";
import { ownServer } from "./support/own.js";
import { freshContext, scene } from "./support/stage.js";

const MiB = 1 << 20;
/** Bytes a second that the line takes: slow enough that there is a middle. */
const SLOW = 6 * MiB;

/** RFC 6962 over SM3, made here without the product's code. */
function digest(content) {
  const hash = (...parts) => parts.reduce((sum, part) => sum.update(part), createHash("sm3")).digest();
  const leaves = [];
  for (let at = 0; at < content.length; at += MiB)
    leaves.push(hash(Buffer.of(0), content.subarray(at, at + MiB)));
  const root = (from, to) => {
    if (to - from === 1) return leaves[from];
    let left = 1;
    while (left * 2 < to - from) left *= 2;
    return hash(Buffer.of(1), root(from, from + left), root(from + left, to));
  };
  return root(0, leaves.length).toString("hex");
}

function recording(seed, size) {
  const content = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4) content.writeUInt32LE((at * 2_654_435_761 + seed) >>> 0, at);
  content.write("%PDF-1.7\n");
  return content;
}

/** Every file below a folder, by its name. */
function below(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, size: statSync(join(entry.parentPath ?? entry.path, entry.name)).size }));
}

scene("A folder of recordings goes up through a reload and a killed server, and everything arrives once", async ({ step }) => {
  const files = new Map([
    ["执法记录1.pdf", recording(1, 24 * MiB + 77)],
    ["执法记录2.pdf", recording(2, 18 * MiB)],
    ["现场照片说明.txt", Buffer.from("东侧墙面开裂，长约二米。\n")],
  ]);
  const camera = join(mkdtempSync(join(tmpdir(), "camera-")), "DCIM");
  mkdirSync(camera);
  for (const [name, content] of files) writeFileSync(join(camera, name), content);
  writeFileSync(join(camera, ".index"), "of the camera itself");
  const server = await ownServer(24);
  const officer = server.account("shili-officer");
  const context = await freshContext({ baseURL: server.base });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const offsets = [];
  page.on("request", (request) => {
    if (request.method() === "PATCH") offsets.push(Number(request.headers()["upload-offset"]));
  });
  let form;
  let field;

  const folder = async () => {
    form = formOf(page, "收集证据");
    await form.waitFor();
    field = box(page, "证据文件");
    await field.getByLabel("选择整个文件夹").setInputFiles(camera);
  };
  const progress = (name) => field.getByRole("progressbar", { name: `${name} 上传进度` });
  /** Waits until more than this share of a file has left. */
  const under = (name, share) =>
    page.waitForFunction(
      ([label, share]) => {
        const bar = document.querySelector(`progress[aria-label="${label}"]`);
        return bar !== null && bar.value > share;
      },
      [`${name} 上传进度`, share],
    );

  await step("the officer chooses the folder, and it goes up while the form is filled in", async () => {
    await signIn(page, officer.username, officer.password);
    const list = await (await page.request.get("/api/matters?procedure=penalty.ordinary&limit=200")).json();
    let found = null;
    for (const row of list.items) {
      const matter = await (await page.request.get(`/api/matters/${row.id}`)).json();
      if (JSON.stringify(matter.possible ?? matter.acts ?? []).includes('"collect_evidence"')) found ??= row.id;
    }
    assert.ok(found, "the demonstration holds a case in which evidence is being collected");
    await page.goto(`/console/matters/${found}/acts/collect_evidence`);
    const line = await context.newCDPSession(page);
    await line.send("Network.enable");
    const conditions = { offline: false, latency: 5, downloadThroughput: -1, uploadThroughput: SLOW };
    await line.send("Network.emulateNetworkConditions", conditions);
    await folder();
    await under("执法记录1.pdf", 0.1);
    await box(page, "证据名称").locator("input").fill("现场录像");
    await progress("执法记录2.pdf").waitFor();
    assert.equal(await field.getByText(".index").count(), 0, "files of the camera's own system stay where they are");
    await accessible(page, "a folder on its way");
  });

  await step("the page is reloaded in the middle, and the same folder goes on where it stopped", async () => {
    await under("执法记录1.pdf", 0.25);
    await page.reload();
    offsets.length = 0;
    await folder();
    await under("执法记录1.pdf", 0.3);
    assert.ok(
      offsets.some((offset) => offset > 0),
      `it began again: ${offsets}`,
    );
  });

  await step("the server is killed in the middle and started again, and the page goes on by itself", async () => {
    await under("执法记录1.pdf", 0.45);
    await server.kill();
    await server.start();
    for (const name of files.keys()) await field.getByRole("button", { name: `移除 ${name}` }).waitFor();
    assert.equal(await field.getByRole("progressbar").count(), 0);
    assert.equal(await field.getByRole("button", { name: /^移除 / }).count(), files.size, "each once");
    assert.equal(await page.locator(".field-fault").count(), 0);
  });

  await step("on the server each is there once, with the digest that its content has", async () => {
    const kept = below(join(server.data, "blobs"));
    for (const [name, content] of files) {
      const same = kept.filter((one) => one.name === digest(content));
      assert.equal(same.length, 1, `${name} is kept once`);
      assert.equal(same[0].size, content.length, name);
    }
    assert.equal(kept.filter((one) => one.name === "data").length, 0, "nothing unfinished is left");
    rmSync(join(camera, ".."), { recursive: true, force: true });
  });
});
