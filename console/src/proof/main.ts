/** Runs a check on the decision page: reads what is shown, fetches proof and policy, and writes each step below the button. */

import { decimal } from "./bytes.ts";
import { checked, type Seen, type Step } from "./check.ts";
import type { Shown } from "./page.ts";

declare global {
  interface Window {
    /** Called by the small script of the page once this one is loaded. */
    zhihengCheck?: (place: HTMLElement) => Promise<void>;
  }
}

const KEPT = "zhiheng.checkpoint";
const SIGNS: Record<Step["outcome"], string> = { good: "✓", bad: "✗", open: "○" };
const SAID: Record<Step["outcome"], string> = { good: "通过", bad: "没有通过", open: "没有查" };

window.zhihengCheck = async (place) => {
  const { proof, policy, part, title, index } = place.dataset;
  const told = await Promise.all([text(proof ?? ""), text(policy ?? "")]);
  const { steps, seen } = await checked({
    shown: shown(),
    limits: { part: Number(part), title: Number(title) },
    index: decimal(index),
    proof: told[0],
    policy: told[1],
    seen: remembered(),
    read: async (path) => {
      const response = await fetch(`/record/${path}`);
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
    },
  });
  if (seen) remember(seen);
  write(place, steps);
};

/** The check speaks of what a reader sees, so it reads the page and not what the page was made from. */
function shown(): Shown[] {
  return Array.from(document.querySelectorAll<HTMLElement>("[data-copy]"), (element) => {
    const parts = Array.from(element.querySelectorAll("p:not(.absent)"), (part) => part.textContent);
    return {
      name: element.dataset.copy ?? "",
      text: element.tagName === "SECTION" ? parts.join("\n") : (element.textContent ?? ""),
    };
  });
}

async function text(address: string): Promise<string> {
  const response = await fetch(address, { cache: "no-store" });
  if (!response.ok) throw new Error(`${address} ${response.status}`);
  return response.text();
}

function remembered(): Seen | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "null");
  } catch {
    // A browser may forbid keeping anything: then there is nothing to compare with.
    return null;
  }
}

function remember(seen: Seen): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(seen));
  } catch {
    // As above.
  }
}

function write(place: HTMLElement, steps: Step[]): void {
  const failed = steps.find((step) => step.outcome === "bad");
  const verdict = element("p", failed ? "outcome bad" : "outcome good");
  verdict.textContent = failed ? `✗ 没有通过：${failed.title}` : "✓ 全部通过，由您的浏览器算出";
  const list = element("ol", "checks");
  for (const { title, outcome, said } of steps) {
    const line = element("li", outcome);
    const head = element("b", "");
    head.textContent = `${SIGNS[outcome]} ${title}：${SAID[outcome]}`;
    const body = element("p", "");
    body.textContent = said;
    line.append(head, body);
    list.append(line);
  }
  place.replaceChildren(verdict, list);
}

function element(tag: string, name: string): HTMLElement {
  const made = document.createElement(tag);
  if (name) made.className = name;
  return made;
}
