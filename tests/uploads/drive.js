/**
 * Two clients that nobody here wrote, tuspy and tus-js-client, upload a file each at the same time while the server is
 * killed (SIGKILL) and started again. Every byte must arrive: the digests are compared with one made in Python.
 * Prints one JSON object a line, as the benches do; ends with 1 where a digest is wrong or something did not run.
 *
 * No client gets far ahead of the kills, however fast the machine and however slowly the other one starts: the file is
 * divided into as many bands as there are kills and one, and nobody goes more than half a band past the kill that is due.
 *
 * Arguments: program, data folder, work folder, Python, bytes, kills.
 */
import { spawn } from "node:child_process";
import { createReadStream, createWriteStream, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { once } from "node:events";
import { randomBytes, randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import tus from "tus-js-client";

const [program, data, work, python, size, kills] = process.argv.slice(2);
const SIZE = Number(size);
const KILLS = Number(kills);
const BAND = SIZE / (KILLS + 1);
const here = new URL(".", import.meta.url).pathname;
const log = `${work}/serve.log`;

/** Bytes that a client sends in one request: small beside a band. */
const piece = (most) => Math.max(1, Math.min(most, Math.floor(BAND / 4)));

let server;
let base;
let peak = 0;
let killed = 0;
/** How far each client is, in bytes. */
const reached = { python: 0, node: 0 };
const running = new Set();

function begun(child) {
  running.add(child);
  child.on("exit", () => running.delete(child));
  return child;
}

/**
 * A free port that no connection going out is given by chance: while the server is down, a client that keeps connecting
 * to a port of that range can meet itself, and the server never gets the port back.
 */
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

/** The most memory that the server held so far, in bytes. */
function look() {
  try {
    const text = readFileSync(`/proc/${server.pid}/status`, "utf8");
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(text)?.[1] ?? 0) * 1024);
  } catch {
    // It has ended; what it held was looked at before.
  }
}

async function start() {
  const said = openSync(log, "a");
  const address = new URL(base).host;
  server = begun(
    spawn(program, ["serve", "--data", data, "--listen", address], { stdio: ["ignore", said, said] }),
  );
  for (;;) {
    const ready = await fetch(`${base}/readyz`).then((answer) => answer.ok, () => false);
    if (ready) return;
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    await pause(50);
  }
}

async function stop(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

/** A file that begins as a PDF does; the rest is random, and different in each. */
async function make(path) {
  const block = randomBytes(8 << 20);
  const file = createWriteStream(path);
  let left = SIZE;
  for (let turn = 0; left > 0; turn += 1) {
    block.write(turn === 0 ? "%PDF-1.7\n" : `${turn}\n`);
    const slice = Buffer.from(block.subarray(0, Math.min(block.length, left)));
    left -= slice.length;
    if (!file.write(slice)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

/** Waits until a client that is here may send its next piece. */
async function turn(client, offset, length) {
  reached[client] = Math.max(reached[client], offset);
  while (killed < KILLS && offset + length > BAND * (killed + 1.5)) await pause(5);
}

/** Asks until there is an answer: the server comes back. */
async function persist(ask) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 600) throw error;
      await pause(100);
    }
  }
}

/** Runs the Python client; answers the digest that it prints. */
async function inPython(length, ...given) {
  const child = begun(
    spawn(python, [`${here}python_client.py`, ...given], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  const ended = once(child, "exit");
  let digest;
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, value] = line.split(" ");
    if (word === "digest") digest = value;
    if (word === "at") {
      await turn("python", Number(value), length);
      child.stdin.write("go\n");
    }
  }
  const [code] = await ended;
  if (code !== 0 || !digest) throw new Error(`the Python client ended with ${code}`);
  return digest;
}

async function byNode(token, path) {
  const headers = { Authorization: `Bearer ${token}` };
  const chunkSize = piece(64 << 20);
  const upload = await new Promise((done, failed) => {
    const upload = new tus.Upload(createReadStream(path), {
      endpoint: `${base}/api/uploads`,
      uploadSize: SIZE,
      chunkSize,
      headers,
      metadata: { filename: "tus-js-client.pdf" },
      retryDelays: Array(10_000).fill(200),
      onProgress: (bytes) => (reached.node = bytes),
      onBeforeRequest: async (request) => {
        if (request.getMethod() !== "PATCH") return;
        await turn("node", Number(request.getHeader("Upload-Offset")), chunkSize);
      },
      onError: failed,
      onSuccess: () => done(upload),
    });
    upload.start();
  });
  return persist(async () => (await (await fetch(upload.url, { headers })).json()).file.digest);
}

/** Each time at another place of the files: after the share that is due, in the middle of requests. */
async function killing(over) {
  while (killed < KILLS && !over.signal.aborted) {
    if (reached.python + reached.node >= 2 * BAND * (killed + 1)) {
      look();
      await stop(server, "SIGKILL");
      await start();
      killed += 1;
    }
    await pause(5);
  }
}

const print = (name, value, unit, baseline = null, ratio = null) =>
  console.log(JSON.stringify({ name, value, unit, baseline, ratio }));

async function run() {
  base = `http://127.0.0.1:${await freePort()}`;
  await start();
  const accounts = JSON.parse(readFileSync(`${data}/demo-accounts.json`, "utf8"));
  const officer = accounts.find((account) => account.role === "officer");
  const session = await fetch(`${base}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: officer.username, password: officer.password }),
  });
  if (!session.ok) throw new Error(`nobody could sign in: ${session.status}`);
  const { token } = await session.json();
  const [first, second] = [`${work}/python.bin`, `${work}/node.bin`];
  await Promise.all([make(first), make(second)]);

  const began = performance.now();
  const over = new AbortController();
  const length = piece(16 << 20);
  const sending = Promise.all([
    inPython(length, base, token, first, String(length)),
    byNode(token, second),
  ]).finally(() => over.abort());
  const [found] = await Promise.all([sending, killing(over)]);
  const seconds = (performance.now() - began) / 1000;
  look();
  const due = [await inPython(0, "digest", first), await inPython(0, "digest", second)];
  const right = found.map((digest, place) => digest === due[place]);
  print("uploads.tuspy.digest_right", Number(right[0]), "yes=1");
  print("uploads.tus_js_client.digest_right", Number(right[1]), "yes=1");
  print("uploads.bytes_each", SIZE, "B");
  print("uploads.server_killed", killed, "times", KILLS, killed / KILLS);
  print("uploads.peak_memory_of_server", peak, "B", 300e6, peak / 300e6);
  print("uploads.bytes_per_second", Math.round((2 * SIZE) / seconds), "B/s");
  return right.every(Boolean) && killed === KILLS;
}

/** Nobody goes on behind our back: the work folder is removed when this ends. */
async function end(code) {
  await Promise.all([...running].map((child) => stop(child, "SIGKILL")));
  process.exit(code);
}

process.on("SIGTERM", () => end(1));
process.on("SIGINT", () => end(1));
try {
  await end((await run()) ? 0 : 1);
} catch (error) {
  console.error(`uploads: ${error.stack ?? error}`);
  try {
    console.error(readFileSync(log, "utf8").split("\n").slice(-20).join("\n"));
  } catch {
    // The server never began: then it said nothing.
  }
  await end(1);
}
