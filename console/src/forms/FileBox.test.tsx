/** The file field: what is on its way, two at a time, and what can be done with it. */
import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { networkProblem, Refused } from "../api/problem";
import type { Sending } from "../api/sending";
import type { FileRef } from "../api/types";
import { FileBox } from "./FileBox";

interface Way extends Sending {
  name: string;
  progress: (share: number) => void;
  arrive: () => void;
  fail: () => void;
}

const ways = vi.hoisted(() => [] as unknown[]) as Way[];

vi.mock("../api/sending", () => ({
  beginSending: (file: File, progress: (share: number) => void): Sending => {
    let arrive = () => {};
    let fail = () => {};
    const done = new Promise<FileRef>((resolve, reject) => {
      arrive = () =>
        resolve({ digest: `d-${file.name}`, name: file.name, size: file.size, type: "video/mp4" });
      fail = () => reject(new Refused(networkProblem()));
    });
    const way: Way = {
      name: file.name,
      done,
      progress,
      arrive,
      fail,
      pause: vi.fn(),
      resume: vi.fn(),
      cancel: vi.fn(),
    };
    ways.push(way);
    return way;
  },
}));

function Field() {
  const [files, setFiles] = useState<FileRef[]>([]);
  return <FileBox id="files" files={files} several onFiles={setFiles} />;
}

function recording(name: string): File {
  const file = new File(["x"], name);
  Object.defineProperty(file, "size", { value: 3 * 1024 ** 3 });
  return file;
}

async function choose(...files: File[]) {
  render(<Field />);
  await userEvent.upload(document.getElementById("files") as HTMLInputElement, files);
}

beforeEach(() => {
  ways.length = 0;
});
afterEach(cleanup);

test("given three recordings, then two are on their way and the third follows when one has arrived", async () => {
  await choose(recording("一.mp4"), recording("二.mp4"), recording("三.mp4"));
  expect(ways.map((way) => way.name)).toEqual(["一.mp4", "二.mp4"]);
  expect(screen.getByText("等待上传")).toBeTruthy();
  await act(async () => ways[0]?.progress(0.374));
  expect(screen.getByText("正在上传，37%")).toBeTruthy();
  await act(async () => ways[0]?.arrive());
  expect(await screen.findByRole("button", { name: "移除 一.mp4" })).toBeTruthy();
  expect(ways.map((way) => way.name)).toEqual(["一.mp4", "二.mp4", "三.mp4"]);
});

test("given a recording on its way, then it can be paused, continued and taken back", async () => {
  await choose(recording("一.mp4"));
  await userEvent.click(screen.getByRole("button", { name: /暂停/ }));
  expect(ways[0]?.pause).toHaveBeenCalledOnce();
  expect(screen.getByText("已暂停，0%")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: /继续/ }));
  expect(ways[0]?.resume).toHaveBeenCalledOnce();
  await userEvent.click(screen.getByRole("button", { name: /取消/ }));
  expect(ways[0]?.cancel).toHaveBeenCalledOnce();
  expect(screen.queryByText(/一\.mp4/)).toBeNull();
});

test("given a recording that did not arrive, then the reason is told and the others go on", async () => {
  await choose(recording("一.mp4"), recording("二.mp4"));
  await act(async () => ways[0]?.fail());
  const told = await screen.findByText(/“一\.mp4”没有传上/);
  expect(told.textContent).toContain("network.unreachable");
  await act(async () => ways[1]?.arrive());
  expect(await screen.findByRole("button", { name: "移除 二.mp4" })).toBeTruthy();
});

test("given the page is left, then what is on its way is paused and not lost", async () => {
  await choose(recording("一.mp4"));
  cleanup();
  expect(ways[0]?.pause).toHaveBeenCalledOnce();
  expect(ways[0]?.cancel).not.toHaveBeenCalled();
});
