/** From the fields of a public copy to the hash of its leaf, as `crates/record/src/leaf.rs` computes it. */
import { sha256 } from "@noble/hashes/sha2";
import { sm3 } from "sm-crypto-v2";
import { type Bytes, eight, fromHex, joined, utf8 } from "./bytes.ts";

/** National: SM3 and SM2; international: SHA-256 and Ed25519. The key of the log says which. */
export type Suite = "national" | "international";

export interface CopyField {
  name: string;
  salt?: string;
  value?: unknown;
  commitment?: string;
}

export interface Bundle {
  copy: { fields: CopyField[] };
  tlog_proof: string;
}

export function hash(suite: Suite, ...parts: Bytes[]): Bytes {
  const whole = joined(...parts);
  return suite === "national" ? (fromHex(sm3(whole), 32) ?? new Uint8Array(0)) : sha256(whole);
}

/** The bundle of a `proof.json`; null where it has another shape. */
export function bundleOf(json: string): Bundle | null {
  let read: Bundle;
  try {
    read = JSON.parse(json);
  } catch {
    return null;
  }
  const fields = read?.copy?.fields;
  const whole = Array.isArray(fields) && typeof read.tlog_proof === "string";
  return whole && fields.every((field) => typeof field?.name === "string") ? read : null;
}

/** The hash of the leaf that the copy belongs to; null where a field is not of the right form. */
export function leafHash(suite: Suite, fields: CopyField[]): Bytes | null {
  const named: { name: Bytes; commitment: Bytes }[] = [];
  for (const field of fields) {
    const commitment = commitmentOf(suite, field);
    if (commitment === null || field.name === "") return null;
    named.push({ name: utf8(field.name), commitment });
  }
  named.sort((left, right) => order(left.name, right.name));
  const twice = named.some((one, at) => at > 0 && order(one.name, named[at - 1]?.name ?? one.name) === 0);
  if (twice || named.length === 0) return null;
  const list = named.map(({ name, commitment }) => joined(eight(name.length), name, commitment));
  const digest = hash(suite, utf8("zhiheng/fields/v1"), eight(named.length), ...list);
  return hash(suite, Uint8Array.of(0), utf8("zhiheng/leaf/v1\n"), digest);
}

function commitmentOf(suite: Suite, field: CopyField): Bytes | null {
  if ("commitment" in field) {
    return "salt" in field || "value" in field ? null : fromHex(field.commitment, 32);
  }
  const salt = fromHex(field.salt, 16);
  const value = canonical(field.value);
  if (salt === null || value === null) return null;
  const name = utf8(field.name);
  const text = utf8(value);
  return hash(suite, utf8("zhiheng/field/v1"), eight(name.length), name, salt, eight(text.length), text);
}

/** The one way a value is written before it is hashed; null where this browser cannot hold it exactly. */
function canonical(value: unknown): string | null {
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : null;
  if (value === null || typeof value === "string" || typeof value === "boolean") {
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return listed("[", value.map(canonical), "]");
  if (typeof value !== "object") return null;
  const members = Object.entries(value)
    .sort(([left], [right]) => order(utf8(left), utf8(right)))
    .map(([name, member]) => {
      const written = canonical(member);
      return written === null ? null : `${JSON.stringify(name)}:${written}`;
    });
  return listed("{", members, "}");
}

function listed(open: string, items: (string | null)[], close: string): string | null {
  return items.includes(null) ? null : open + items.join(",") + close;
}

function order(left: Bytes, right: Bytes): number {
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const apart = (left[at] ?? 0) - (right[at] ?? 0);
    if (apart !== 0) return apart;
  }
  return left.length - right.length;
}
