/**
 * The stage on which scenes are played: one browser, a context for each account that is kept for the whole run,
 * and a picture of every open page when a scene fails.
 */
import { mkdirSync } from "node:fs";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { BASE, CHROMIUM, SHOTS } from "./place.js";

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 375, height: 812 };

const OUT = new URL("../out/", import.meta.url).pathname;
const IMAGES = new URL("../../../docs/images/", import.meta.url).pathname;
/** How long a condition may take to come true, milliseconds. */
const PATIENCE = 10_000;

let browser = null;
const kept = new Map();

async function theBrowser() {
  browser ??= chromium.launch({
    executablePath: CHROMIUM,
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  return browser;
}

after(async () => {
  if (browser) await (await browser).close();
});

/** A context of its own, for somebody without an account or with another screen. */
export async function freshContext(options = {}) {
  const context = await (await theBrowser()).newContext({
    baseURL: BASE,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: WIDE,
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  return context;
}

/** The context kept under a name, made by `make` the first time. */
export async function keptContext(name, make) {
  if (!kept.has(name)) kept.set(name, make());
  return kept.get(name);
}

/**
 * One test. Its steps are tests below it, played in order; after one that failed the others are skipped, because
 * each stands on what went before.
 */
export function scene(name, play) {
  test(name, async (t) => {
    let broken = null;
    const step = async (sentence, act) => {
      await t.test(sentence, { skip: broken ? "an earlier step failed" : false }, async () => {
        try {
          await act();
        } catch (error) {
          broken = error;
          throw error;
        }
      });
      if (broken) throw broken;
    };
    try {
      await play({ step });
    } catch (error) {
      await pictures(name);
      throw error;
    }
  });
}

/** What stood on every open page when something failed. */
async function pictures(name) {
  mkdirSync(OUT, { recursive: true });
  const stem = name.replaceAll(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60);
  for (const [n, page] of (await theBrowser())
    .contexts()
    .flatMap((context) => context.pages())
    .entries()) {
    const path = `${OUT}${stem}-${n}.png`;
    await page.screenshot({ path, fullPage: true }).then(
      () => console.error(`picture: tests/browser/out/${stem}-${n}.png of ${page.url()}`),
      (error) => console.error(`no picture of ${page.url()}: ${error.message}`),
    );
  }
}

/** A picture for the documents, taken only when asked for by SHOTS=1. */
export async function picture(page, name, size = WIDE) {
  if (!SHOTS) return;
  const before = page.viewportSize();
  await page.setViewportSize(size);
  await page.evaluate(() => {
    document.activeElement?.blur();
    window.scrollTo(0, 0);
  });
  await page.mouse.move(0, 0);
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: `${IMAGES}${name}.png`, animations: "disabled", caret: "hide" });
  if (before) await page.setViewportSize(before);
}
