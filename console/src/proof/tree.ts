/** The way through the Merkle tree (RFC 9162 §2.1.3.2), as `crates/record/src/tree/proof.rs` goes it. */
import type { Bytes } from "./bytes.ts";
import { hash, type Suite } from "./leaf.ts";

/** The root that a leaf and its path lead to; null where the path is too short, too long or beyond the tree. */
export function rootFrom(
  suite: Suite,
  leaf: Bytes,
  index: number,
  size: number,
  path: Bytes[],
): Bytes | null {
  if (index >= size) return null;
  let node = index;
  let edge = size - 1;
  let found = leaf;
  for (const sibling of path) {
    if (edge === 0) return null;
    if (node % 2 === 1 || node === edge) {
      found = hash(suite, Uint8Array.of(1), sibling, found);
      // At the right edge a node without a sibling rises unhashed.
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        edge = Math.floor(edge / 2);
      }
    } else {
      found = hash(suite, Uint8Array.of(1), found, sibling);
    }
    node = Math.floor(node / 2);
    edge = Math.floor(edge / 2);
  }
  return edge === 0 ? found : null;
}
