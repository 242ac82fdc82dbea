/** A server of a scene's own, over a small demonstration of its own: one that may be killed without harm to the others. */
import { spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { BINARY } from "./place.js";

/** A free port that no connection going out is given by chance while the server is down. */
async function freePort() {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    const probe = createServer();
    const free = await new Promise((told) => {
      probe.once("error", () => told(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => told(true)));
    });
    if (free) return port;
  }
}

export async function ownServer(matters) {
  const folder = mkdtempSync(join(tmpdir(), "own-"));
  const data = join(folder, "data");
  const made = spawnSync(BINARY, ["demo", "--data", data, "--matters", String(matters)], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(made.stderr);
  const address = `127.0.0.1:${await freePort()}`;
  const base = `http://${address}`;
  let server = null;

  async function start() {
    server = spawn(BINARY, ["serve", "--data", data, "--listen", address], { stdio: "ignore" });
    while (!(await fetch(`${base}/readyz`).then((answer) => answer.ok, () => false))) {
      if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
      await pause(50);
    }
  }

  async function kill() {
    if (server === null || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  }

  after(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  });
  await start();
  const accounts = JSON.parse(readFileSync(join(data, "demo-accounts.json"), "utf8"));
  return {
    base,
    data,
    start,
    kill,
    account: (username) => accounts.find((account) => account.username === username),
  };
}
