/** Waits until an address answers 200; gives up when the process behind it is gone, or after a minute. */
import { setTimeout as pause } from "node:timers/promises";

const [address, process_id] = process.argv.slice(2);
const end = Date.now() + 60_000;

function alive() {
  try {
    return process.kill(Number(process_id), 0);
  } catch {
    return false;
  }
}

async function ready() {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}

while (!(await ready())) {
  if (!alive() || Date.now() > end) process.exit(1);
  await pause(100);
}
