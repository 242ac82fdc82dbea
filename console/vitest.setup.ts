/** Lets the pages run in jsdom against the mock, as they run in a browser against a server. */
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";
import { answer, signInAs } from "./mock/answer";

// A busy machine is slow, not wrong: waiting ends when the thing appears, or much later.
configure({ asyncUtilTimeout: 20_000 });

beforeEach(() => {
  Element.prototype.scrollIntoView = () => {};
  // There is nothing to draw on; what is drawn is looked at in a real browser.
  HTMLCanvasElement.prototype.getContext = () => null;
  HTMLDialogElement.prototype.showModal = function open(this: HTMLDialogElement) {
    this.setAttribute("open", "");
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.removeAttribute("open");
    this.dispatchEvent(new Event("close"));
  };
  window.localStorage.clear();
  signInAs("all");
  vi.stubGlobal("fetch", (path: string, init?: RequestInit) =>
    answer(new Request(new URL(path, "http://mock.invalid"), init)),
  );
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  vi.stubGlobal("scrollTo", () => {});
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: false,
    media: query,
    addListener: () => {},
    removeListener: () => {},
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});
