/** A proof text with its signed checkpoint (C2SP tlog-proof, tlog-checkpoint, signed-note), taken apart. Nothing is believed yet. */
import { type Bytes, decimal, fromBase64 } from "./bytes.ts";

export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
  /** What is signed. */
  text: string;
  signatures: { name: string; id: Bytes; signature: Bytes }[];
}

export interface Proof {
  index: number;
  path: Bytes[];
  checkpoint: Checkpoint;
}

const MOST_SIGNATURES = 128;

export function proofOf(text: string): Proof | null {
  const divide = text.indexOf("\n\n");
  const lines = text.slice(0, divide).split("\n");
  if (divide < 0 || lines.shift() !== "c2sp.org/tlog-proof@v1") return null;
  if (lines[0]?.startsWith("extra ")) lines.shift();
  const index = decimal(/^index (.*)$/.exec(lines.shift() ?? "")?.[1]);
  const path = lines.map(digest);
  const checkpoint = checkpointOf(text.slice(divide + 2));
  if (index === null || checkpoint === null || !path.every((one) => one !== null)) return null;
  return { index, path, checkpoint };
}

export function checkpointOf(note: string): Checkpoint | null {
  // The last empty line divides; the text may contain empty lines itself.
  const divide = note.lastIndexOf("\n\n");
  if (divide < 0 || !note.endsWith("\n")) return null;
  const text = note.slice(0, divide + 1);
  const [origin, size, root] = text.split("\n");
  const count = decimal(size);
  const head = digest(root ?? "");
  const lines = note.slice(divide + 2, -1).split("\n");
  if (!origin || count === null || head === null || lines.length > MOST_SIGNATURES) return null;
  const signatures = [];
  for (const line of lines) {
    const [, name, encoded] = /^— ([^\s+]+) (\S+)$/.exec(line) ?? [];
    const bytes = fromBase64(encoded ?? "");
    if (name === undefined || bytes === null || bytes.length < 5) return null;
    signatures.push({ name, id: bytes.slice(0, 4), signature: bytes.slice(4) });
  }
  return { origin, size: count, root: head, text, signatures };
}

function digest(text: string): Bytes | null {
  const bytes = fromBase64(text);
  return bytes?.length === 32 ? bytes : null;
}
