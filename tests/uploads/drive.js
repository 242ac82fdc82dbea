/**
 * Two clients that nobody here wrote, tuspy and tus-js-client, upload a file each at the same time while the server is
 * killed (SIGKILL) and started again. Every byte must arrive: the digests are compared with one made in Python.
 * Prints one JSON object a line, as the benches do; ends with 1 where a digest is wrong.
 *
 * Arguments: program, data folder, work folder, Python, bytes, kills.
 */
import { spawn } from "node:child_process";
import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import tus from "tus-js-client";

const [program, data, work, python, size, kills] = process.argv.slice(2);
const SIZE = Number(size);
const KILLS = Number(kills);
const here = new URL(".", import.meta.url).pathname;

const port = await new Promise((found) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => found(port));
  });
});
const base = `http://127.0.0.1:${port}`;

let server;
let peak = 0;

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
  server = spawn(program, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`], {
    stdio: ["ignore", "ignore", "ignore"],
  });
  for (;;) {
    const ready = await fetch(`${base}/readyz`).then((answer) => answer.ok, () => false);
    if (ready) return;
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    await pause(50);
  }
}

async function kill() {
  look();
  const ended = once(server, "exit");
  server.kill("SIGKILL");
  await ended;
}

/** A file that begins as a PDF does; the rest is random, and different in each. */
async function make(path) {
  const block = randomBytes(8 << 20);
  const file = createWriteStream(path);
  let left = SIZE;
  for (let turn = 0; left > 0; turn += 1) {
    block.write(turn === 0 ? "%PDF-1.7\n" : `${turn}\n`);
    const piece = Buffer.from(block.subarray(0, Math.min(block.length, left)));
    left -= piece.length;
    if (!file.write(piece)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

function run(...given) {
  return new Promise((done, failed) => {
    const child = spawn(python, [`${here}python_client.py`, ...given], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let out = "";
    child.stdout.on("data", (text) => (out += text));
    child.on("exit", (code) => (code === 0 ? done(out.trim()) : failed(new Error(`tuspy ended with ${code}`))));
  });
}

const print = (name, value, unit, baseline = null, ratio = null) =>
  console.log(JSON.stringify({ name, value, unit, baseline, ratio }));

await start();
const accounts = JSON.parse(readFileSync(`${data}/demo-accounts.json`, "utf8"));
const officer = accounts.find((account) => account.role === "officer");
const session = await fetch(`${base}/api/session`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ username: officer.username, password: officer.password }),
});
const { token } = await session.json();
const [first, second] = [`${work}/python.bin`, `${work}/node.bin`];
await Promise.all([make(first), make(second)]);

const began = performance.now();
let sent = 0;
const byPython = run(base, token, first);
const byNode = new Promise((done, failed) => {
  const upload = new tus.Upload(createReadStream(second), {
    endpoint: `${base}/api/uploads`,
    uploadSize: SIZE,
    chunkSize: 64 << 20,
    headers: { Authorization: `Bearer ${token}` },
    metadata: { filename: "tus-js-client.pdf" },
    retryDelays: Array(10_000).fill(200),
    onProgress: (bytes) => (sent = bytes),
    onError: failed,
    onSuccess: async () => {
      const answer = await fetch(upload.url, { headers: { Authorization: `Bearer ${token}` } });
      done((await answer.json()).file.digest);
    },
  });
  upload.start();
});

let killed = 0;
let over = false;
const killing = (async () => {
  while (killed < KILLS && !over) {
    // Each time at another place of the file: after the share that is due, in the middle of a request.
    if (sent >= ((killed + 1) * SIZE) / (KILLS + 1)) {
      await kill();
      killed += 1;
      await start();
    }
    await pause(5);
  }
})();
const found = await Promise.all([byPython, byNode]);
over = true;
await killing;
const seconds = (performance.now() - began) / 1000;
look();
const due = await Promise.all([run("digest", first), run("digest", second)]);
const right = found.map((digest, place) => digest === due[place]);
print("uploads.tuspy.digest_right", Number(right[0]), "yes=1");
print("uploads.tus_js_client.digest_right", Number(right[1]), "yes=1");
print("uploads.bytes_each", SIZE, "B");
print("uploads.server_killed", killed, "times", KILLS, killed / KILLS);
print("uploads.peak_memory_of_server", peak, "B", 300e6, peak / 300e6);
print("uploads.bytes_per_second", Math.round((2 * SIZE) / seconds), "B/s");
await kill();
process.exit(right.every(Boolean) && killed === KILLS ? 0 : 1);
