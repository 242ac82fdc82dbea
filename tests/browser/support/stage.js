/**
 * The stage on which scenes are played: one browser, a context for each account that is kept for the whole run,
 * and pictures of what stood on the screen when something fails.
 */
import { mkdirSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { BASE, CHROMIUM, SHOTS } from "./place.js";

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 375, height: 812 };

const OUT = fileURLToPath(new URL("../out/", import.meta.url));
const IMAGES = fileURLToPath(new URL("../../../docs/images/", import.meta.url));
/** How long a condition may take to come true, milliseconds. */
const PATIENCE = 10_000;

let browser = null;
const kept = new Map();
/** Contexts, the one used last at the end. */
const used = new Set();

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

function lastUsed(context) {
  used.delete(context);
  used.add(context);
  return context;
}

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
  return lastUsed(context);
}

/** The context kept under a name, made by `make` the first time. */
export async function keptContext(name, make) {
  if (!kept.has(name)) kept.set(name, make());
  return lastUsed(await kept.get(name));
}

/**
 * One test. Its steps are tests below it, played in order; after one that failed the scene ends, because each stands
 * on what went before. Its checks stand for themselves: one that failed keeps no other from being made.
 */
export function scene(name, play) {
  test(name, async (t) => {
    const part = (sentence, act) => {
      let fault = null;
      return t
        .test(sentence, async () => {
          try {
            await act();
          } catch (error) {
            fault = error;
            await pictures(`${name} ${sentence}`);
            throw error;
          }
        })
        .then(() => fault);
    };
    const step = async (sentence, act) => {
      const fault = await part(sentence, act);
      if (fault) throw new Error(`the scene ended at “${sentence}”`);
    };
    await play({ step, check: part });
  });
}

/** What stood on the pages of the two people who acted last when something failed. */
async function pictures(name) {
  mkdirSync(OUT, { recursive: true });
  const stem = name.replaceAll(/[^\p{L}\p{N}]+/gu, "-").slice(-70);
  const pages = [...used].slice(-2).flatMap((context) => context.pages());
  for (const [n, page] of pages.entries()) {
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
