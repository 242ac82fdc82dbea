/**
 * 亮证: the officer's phone shows who its owner is by a code that changes with the clock. Works without a network; what it shows
 * was told when it was last online. Small and by itself: no framework, no other page of the console.
 */
import encodeQR from "qr";
import type { CardStep, MyCode } from "../api/officers";
import { forgetKept, type Kept, newKeys, readKept, signerOf, writeKept } from "./kept";
import { base64url, clockError, token, untilNext } from "./token";
import "./card.css";

const place = document.getElementById("card") as HTMLElement;
let kept: Kept | undefined;
let online = false;
let skew: number | null = null;
let shown = "";

type Child = Node | string | null;

/** An element with attributes and children. Text is always text. */
function make(name: string, about: Record<string, string>, ...children: Child[]): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(about)) element.setAttribute(key, value);
  element.append(...children.filter((child): child is Node | string => child !== null));
  return element;
}

function button(label: string, press: () => Promise<void>, look = ""): HTMLElement {
  const made = make("button", { type: "button", class: look }, label) as HTMLButtonElement;
  made.addEventListener("click", () => {
    made.disabled = true;
    press()
      .catch((error: unknown) => say(error instanceof Error ? error.message : "没有办成，请再试一次"))
      .finally(() => {
        made.disabled = false;
      });
  });
  return made;
}

function say(words: string): void {
  const old = place.querySelector(".said");
  const note = make("p", { class: "said", role: "status" }, words);
  if (old) old.replaceWith(note);
  else place.append(note);
}

async function ask<T>(path: string, body?: unknown, csrf = ""): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  const init: RequestInit = { headers, credentials: "same-origin", cache: "no-store" };
  if (body !== undefined) {
    init.method = "POST";
    init.body = JSON.stringify(body);
    headers["Content-Type"] = "application/json";
    headers["X-CSRF-Token"] = csrf;
  }
  const response = await fetch(path, init);
  skew = clockError(response.headers.get("Date"), Date.now()) ?? skew;
  if (response.ok) return (await response.json()) as T;
  const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
  throw new Problem(response.status, problem.detail ?? "服务器没有答复，请稍后再试");
}

class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

async function photoOf(mine: MyCode): Promise<Blob | null> {
  if (!mine.photo) return null;
  const response = await fetch("/api/officers/me/photo", { credentials: "same-origin" });
  return response.ok ? response.blob() : null;
}

/** Asks the server once; without it, what was kept stands. */
async function refresh(): Promise<MyCode | "signed-out" | "no-card" | null> {
  try {
    const mine = await ask<MyCode>("/api/officers/me/code");
    online = true;
    if (kept && kept.officer !== mine.officer.id) {
      // Another person signed in on this phone: nothing of the first one stays.
      await forgetKept();
      kept = undefined;
    }
    if (kept && !mine.devices.some((device) => device.id === kept?.device)) {
      await forgetKept();
      kept = undefined;
      say("这部手机已被停用，可以重新登记。");
    }
    if (kept) {
      kept = { ...kept, mine, photo: await photoOf(mine) };
      if (!mine.tasks.some((task) => task.id === kept?.task)) kept.task = "";
      await writeKept(kept);
    }
    return mine;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return "signed-out";
    if (error instanceof Problem && error.status === 404) return "no-card";
    return null;
  }
}

async function enrol(mine: MyCode): Promise<void> {
  const { csrf } = await ask<{ csrf: string }>("/api/session");
  const keys = await newKeys();
  const key = base64url(await crypto.subtle.exportKey("raw", keys.publicKey));
  const label = /iPhone|iPad/.test(navigator.userAgent)
    ? "苹果手机"
    : /Android/.test(navigator.userAgent)
      ? "安卓手机"
      : "电脑浏览器";
  const id = encodeURIComponent(mine.officer.id);
  const done = await ask<CardStep>(`/api/officers/${id}/steps/enrol`, { fields: { label, key } }, csrf);
  if (!done.device) throw new Error("服务器没有给出手机编号，请再试一次");
  kept = { officer: mine.officer.id, device: done.device, keys, mine, photo: await photoOf(mine), task: "" };
  await writeKept(kept);
  await refresh();
  draw();
}

async function revoke(): Promise<void> {
  if (!kept) return;
  const { csrf } = await ask<{ csrf: string }>("/api/session");
  const id = encodeURIComponent(kept.officer);
  await ask(`/api/officers/${id}/steps/revoke`, { fields: { device: kept.device } }, csrf);
  await forgetKept();
  kept = undefined;
  const mine = await refresh();
  if (mine && typeof mine === "object") invite(mine);
}

function person(mine: MyCode, photo: Blob | null): HTMLElement {
  const picture = photo
    ? make("img", { src: URL.createObjectURL(photo), alt: "证件照片" })
    : make("span", { class: "nophoto", "aria-hidden": "true" }, mine.officer.name.slice(0, 1));
  return make(
    "header",
    { class: "who" },
    picture,
    make(
      "div",
      {},
      make("h1", {}, mine.officer.name),
      make("p", {}, mine.officer.agency.name),
      make("p", { class: "number" }, "执法证号 ", make("b", {}, mine.officer.card)),
    ),
  );
}

/** Enrolled: the code, the task, and what the phone knows about itself. */
function draw(): void {
  if (!kept) return;
  const { mine } = kept;
  const serves = mine.officer.standing === "active" && !lapsed(mine);
  const tasks = make(
    "select",
    { id: "task" },
    make("option", { value: "" }, "没有选择任务"),
    ...mine.tasks.map((task) =>
      make("option", { value: task.id }, `${task.title}${task.number ? ` ${task.number}` : ""}`),
    ),
  ) as HTMLSelectElement;
  tasks.value = kept.task;
  tasks.addEventListener("change", () => {
    if (!kept) return;
    kept = { ...kept, task: tasks.value };
    shown = "";
    void writeKept(kept).then(tick);
  });
  const warning =
    skew !== null && Math.abs(skew) > 45
      ? make(
          "p",
          { class: "said", role: "alert" },
          `手机时钟${skew > 0 ? "快" : "慢"}了 ${Math.abs(skew)} 秒，对方可能核验不了；请在设置里打开自动校时。`,
        )
      : "";
  place.replaceChildren(
    person(mine, kept.photo),
    serves
      ? make(
          "section",
          { class: "code", "aria-label": "亮证码" },
          make("canvas", { width: "10", height: "10", role: "img", "aria-label": "亮证码，请对方扫描" }),
          make("p", { class: "clock" }, make("span", { id: "left" }, ""), " 秒后更换"),
          make("div", { class: "bar" }, make("i", { id: "bar" })),
        )
      : make(
          "section",
          { class: "stopped", role: "alert" },
          make("b", {}, "✕ 不得执法"),
          make("p", {}, `证件${lapsed(mine) ? "已过期" : mine.officer.standing_title}，现在不能亮证。`),
        ),
    make("div", { class: "task" }, make("label", { for: "task" }, "今天的任务"), tasks),
    make(
      "dl",
      { class: "facts" },
      make("dt", {}, "有效期至"),
      make("dd", {}, mine.officer.valid_until ?? "没有登记"),
      make("dt", {}, "执法类别"),
      make("dd", {}, mine.officer.fields.join("、") || "证件没有限定"),
      make("dt", {}, "上次联网"),
      make("dd", {}, mine.at.replace("T", " ")),
    ),
    make(
      "p",
      { class: `state${online ? "" : " off"}` },
      online ? "● 已联网，证件状态是最新的" : "○ 没有网络，亮证码照常有效",
    ),
    warning,
    make(
      "footer",
      {},
      make("a", { href: "/console/" }, "回工作台"),
      online ? button("停用这部手机", revoke, "plain") : null,
    ),
  );
  shown = "";
  void tick();
}

function lapsed(mine: MyCode): boolean {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  return mine.officer.valid_until !== null && mine.officer.valid_until < today;
}

/** Not enrolled: one button. */
function invite(mine: MyCode): void {
  place.replaceChildren(
    person(mine, null),
    make(
      "section",
      { class: "invite" },
      make("h2", {}, "登记这部手机"),
      make(
        "p",
        {},
        "登记一次，以后断网也能亮证。密钥只留在这部手机里，谁也读不出来；手机丢了，到工作台“执法人员”里停用。",
      ),
      mine.officer.standing === "active"
        ? button("登记这部手机", () => enrol(mine), "main")
        : make("p", { class: "said" }, `证件${mine.officer.standing_title}，现在不能亮证。`),
    ),
    make("footer", {}, make("a", { href: "/console/" }, "回工作台")),
  );
}

function tell(title: string, words: string, link: [string, string]): void {
  place.replaceChildren(
    make(
      "section",
      { class: "invite" },
      make("h2", {}, title),
      make("p", {}, words),
      make("a", { class: "main", href: link[1] }, link[0]),
    ),
  );
}

/** A new code when the clock says so. */
async function tick(): Promise<void> {
  const canvas = place.querySelector("canvas");
  if (!kept || !canvas) return;
  const { mine, device, officer, task, keys } = kept;
  const left = untilNext(Date.now(), mine.renewal);
  const place1 = document.getElementById("left");
  const bar = document.getElementById("bar");
  if (place1) place1.textContent = String(left);
  if (bar) bar.style.transform = `scaleX(${left / mine.renewal})`;
  const turn = `${Math.floor(Date.now() / 1000 / mine.renewal)}/${task}`;
  if (turn === shown) return;
  shown = turn;
  const seconds = Math.floor(Date.now() / 1000);
  const text = await token(
    { realm: mine.realm, officer, device, seconds, task },
    mine.domain,
    signerOf(keys),
  );
  paint(canvas, `${location.origin}/o/${text}`);
}

function paint(canvas: HTMLCanvasElement, text: string): void {
  const dots = encodeQR(text, "raw", { ecc: "low", border: 3 });
  const size = 8;
  canvas.width = dots.length * size;
  canvas.height = dots.length * size;
  canvas.dataset.code = text;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#111";
  dots.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) pen.fillRect(x * size, y * size, size, size);
    });
  });
}

async function start(): Promise<void> {
  if ("serviceWorker" in navigator) {
    // Its scope is this page alone: the rest of the console is none of its business.
    navigator.serviceWorker.register("/console/card-sw.js", { scope: "/console/card.html" }).catch(() => {});
  }
  kept = await readKept().catch(() => undefined);
  if (kept) draw();
  const mine = await refresh();
  if (kept) draw();
  else if (mine === "signed-out")
    tell("请先登录", "登录以后登记这部手机，以后断网也能亮证。", ["去登录", "/console/sign-in?next=%2Fme"]);
  else if (mine === "no-card")
    tell("没有您的执法证", "请所在科室先在“执法人员”里为您申领。", ["回工作台", "/console/"]);
  else if (mine === null)
    tell("现在没有网络", "这部手机还没有登记，第一次使用需要联网。请出示证件原件。", [
      "再试一次",
      "/console/card.html",
    ]);
  else invite(mine);
  setInterval(() => void tick(), 500);
  window.addEventListener("online", () => void refresh().then(draw));
  window.addEventListener("offline", () => {
    online = false;
    draw();
  });
}

void start();
