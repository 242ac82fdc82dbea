/** The published tiles of the record (C2SP tlog-tiles), and what can be read out of them: an entry, and whether a tree only grew. */
import { type Bytes, same } from "./bytes.ts";
import { hash, type Suite } from "./leaf.ts";

/** The bytes of a file of the record by its path; null where it cannot be had. */
export type Read = (path: string) => Promise<Bytes | null>;

const WIDTH = 256;

/** The hash of a leaf as the published tiles hold it. */
export async function entry(read: Read, index: number, size: number): Promise<Bytes | null> {
  const tile = await tileOf(read, 0, Math.floor(index / WIDTH), size);
  return tile === null ? null : (at(tile, index % WIDTH) ?? null);
}

/**
 * Whether the tree of `size` leaves with `root` begins with the tree of `old` leaves with `oldRoot`, by the proof of
 * RFC 9162 §2.1.4 taken from the tiles; null where the tiles cannot be had.
 */
export async function onlyGrew(
  read: Read,
  suite: Suite,
  old: { size: number; root: Bytes },
  now: { size: number; root: Bytes },
): Promise<boolean | null> {
  if (old.size > now.size) return false;
  if (old.size === now.size) return same(old.root, now.root);
  if (old.size === 0) return true;
  const kept = new Map<string, Promise<Bytes | null>>();
  const once: Read = (path) => {
    const asked = kept.get(path) ?? read(path);
    kept.set(path, asked);
    return asked;
  };
  const nodes: { index: number; node: Bytes }[] = [];
  // The old tree is a row of complete subtrees, left to right; the new one goes on where it ends.
  for (const [level, index] of [...covering(0, old.size), ...covering(old.size, now.size)]) {
    const node = await nodeOf(once, suite, level, index, now.size);
    if (node === null) return null;
    nodes.push({ index, node });
  }
  const before = nodes.slice(0, covering(0, old.size).length).map(({ node }) => node);
  if (!same(folded(suite, before), old.root)) return false;
  // From the very nodes that gave the old root, and from those behind them, the new root must follow.
  const after: Bytes[] = [];
  for (const { index, node } of nodes) {
    let [place, found] = [index, node];
    // An odd one is the right half of a pair whose left half was put down before it.
    for (; place % 2 === 1; place = (place - 1) / 2) {
      found = hash(suite, Uint8Array.of(1), after.pop() ?? found, found);
    }
    after.push(found);
  }
  return same(folded(suite, after), now.root);
}

/** The complete subtrees that the leaves from `start` to before `end` are made of, each as level and index in it. */
function covering(start: number, end: number): [number, number][] {
  const found: [number, number][] = [];
  for (let from = start; from < end; ) {
    let level = 0;
    while (from % 2 ** (level + 1) === 0 && from + 2 ** (level + 1) <= end) level += 1;
    found.push([level, from / 2 ** level]);
    from += 2 ** level;
  }
  return found;
}

/** The root over subtrees that grow smaller from left to right. */
function folded(suite: Suite, nodes: Bytes[]): Bytes {
  return nodes.reduceRight((right, left) => hash(suite, Uint8Array.of(1), left, right));
}

async function nodeOf(
  read: Read,
  suite: Suite,
  level: number,
  index: number,
  size: number,
): Promise<Bytes | null> {
  const within = level % 8;
  const first = index * 2 ** within;
  const tile = await tileOf(read, Math.floor(level / 8), Math.floor(first / WIDTH), size);
  if (tile === null) return null;
  let row = Array.from({ length: 2 ** within }, (_, place) => at(tile, (first % WIDTH) + place));
  while (row.length > 1) {
    const below = row;
    row = Array.from({ length: row.length / 2 }, (_, place) => {
      const [left, right] = [below[2 * place], below[2 * place + 1]];
      return left && right ? hash(suite, Uint8Array.of(1), left, right) : undefined;
    });
  }
  return row[0] ?? null;
}

function at(tile: Bytes, place: number): Bytes | undefined {
  const bytes = tile.slice(32 * place, 32 * place + 32);
  return bytes.length === 32 ? bytes : undefined;
}

async function tileOf(read: Read, level: number, index: number, size: number): Promise<Bytes | null> {
  const width = Math.min(WIDTH, Math.floor(size / WIDTH ** level) - index * WIDTH);
  return width < 1 ? null : read(tilePath(level, index, width));
}

/** Groups of three digits, all but the last marked; the number of hashes where the tile is not full. */
export function tilePath(level: number, index: number, width: number): string {
  const groups = [];
  for (let rest = index, first = true; first || rest > 0; rest = Math.floor(rest / 1000), first = false) {
    const digits = String(rest % 1000).padStart(3, "0");
    groups.unshift(first ? digits : `x${digits}`);
  }
  return `tile/${level}/${groups.join("/")}${width < WIDTH ? `.p/${width}` : ""}`;
}
