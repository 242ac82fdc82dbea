/** Whom to trust (C2SP tlog-policy): the log's key, the witnesses' keys, and how many witnesses must have cosigned. */
import { ed25519 } from "@noble/curves/ed25519";
import { sha256 } from "@noble/hashes/sha2";
import { sm2 } from "sm-crypto-v2";
import { type Bytes, fromBase64, joined, same, toHex, utf8 } from "./bytes.ts";
import type { Suite } from "./leaf.ts";
import type { Checkpoint } from "./note.ts";

interface Key {
  name: string;
  id: Bytes;
  suite: Suite;
  cosigns: boolean;
  key: Bytes;
}

type Rule = { witness: number } | { needed: number; members: Rule[] } | null;

export interface Policy {
  logs: Key[];
  witnesses: { name: string; key: Key }[];
  quorum: Rule;
}

const SM2_IDENTITY = "1234567812345678";
/** The bytes before the public key: the kind of key (`crates/record/src/key.rs`). */
const KINDS: { type: Bytes; suite: Suite; cosigns: boolean; length: number }[] = [
  { type: Uint8Array.of(1), suite: "international", cosigns: false, length: 32 },
  { type: Uint8Array.of(4), suite: "international", cosigns: true, length: 32 },
  { type: national("zhiheng/sm2-sm3/v1"), suite: "national", cosigns: false, length: 65 },
  { type: national("zhiheng/sm2-sm3-cosignature/v1"), suite: "national", cosigns: true, length: 65 },
];

function national(kind: string): Bytes {
  return joined(Uint8Array.of(0xff), utf8(kind));
}

/** A policy; null where a line is not understood, for what is not understood is not trusted. */
export function policyOf(text: string): Policy | null {
  const policy: Policy = { logs: [], witnesses: [], quorum: null };
  const names = new Map<string, Rule>([["none", null]]);
  let settled = false;
  for (const line of text.split("\n")) {
    const words = line.split(/[ \t]+/).filter((word) => word !== "");
    const [first, name = "", third = ""] = words;
    if (first === undefined || first.startsWith("#")) continue;
    if (first === "log") {
      const key = keyOf(name);
      if (key === null || key.cosigns) return null;
      policy.logs.push(key);
    } else if (first === "witness") {
      const key = keyOf(third);
      if (key === null || !key.cosigns || names.has(name)) return null;
      names.set(name, { witness: policy.witnesses.length });
      policy.witnesses.push({ name, key });
    } else if (first === "group") {
      const members = words.slice(3).map((member) => names.get(member));
      const needed = third === "any" ? 1 : third === "all" ? members.length : Number(third);
      const known = members.every((member) => member !== undefined && member !== null);
      if (!known || names.has(name) || !(needed >= 1 && needed <= members.length)) return null;
      names.set(name, { needed, members: members as Rule[] });
    } else if (first === "quorum") {
      const rule = names.get(name);
      if (rule === undefined || settled) return null;
      policy.quorum = rule;
      settled = true;
    } else {
      return null;
    }
  }
  return settled ? policy : null;
}

/** Reads a key: `name+ID+base64(type ‖ public key)`. The ID must be that of the name and key beside it. */
function keyOf(vkey: string): Key | null {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? [];
  const bytes = fromBase64(encoded ?? "");
  if (name === undefined || bytes === null) return null;
  const kind = KINDS.find(({ type, length }) => {
    return bytes.length === type.length + length && same(bytes.slice(0, type.length), type);
  });
  const own = sha256(joined(utf8(`${name}\n`), bytes)).slice(0, 4);
  if (kind === undefined || toHex(own) !== id) return null;
  const { suite, cosigns, type } = kind;
  return { name, id: own, suite, cosigns, key: bytes.slice(type.length) };
}

export interface Verdict {
  /** The log's key, where the policy knows one for this origin. */
  suite: Suite | null;
  /** Why the checkpoint is not believed; null where it is. */
  fault: string | null;
  /** Witnesses whose cosignatures hold, with the moment of each in seconds since 1970. */
  witnesses: { name: string; seconds: number }[];
}

/** Whether the checkpoint is signed by a known log and cosigned as the quorum asks. */
export function judged(policy: Policy, checkpoint: Checkpoint): Verdict {
  const logs = policy.logs.filter((log) => log.name === checkpoint.origin);
  const suite = logs[0]?.suite ?? null;
  const no = (fault: string): Verdict => ({ suite, fault, witnesses: [] });
  if (suite === null) return no(`信任策略不认识日志“${checkpoint.origin}”`);
  let signed = false;
  const held = new Map<Key, number>();
  for (const line of checkpoint.signatures) {
    const known = [...logs, ...policy.witnesses.map(({ key }) => key)];
    const key = known.find((one) => one.name === line.name && same(one.id, line.id));
    if (key === undefined) continue;
    const seconds = timeOf(key, checkpoint.text, line.signature);
    if (seconds === null) return no(`“${line.name}”的签名不成立`);
    if (key.cosigns) held.set(key, seconds);
    else signed = true;
  }
  if (!signed) return no(`检查点没有日志“${checkpoint.origin}”的签名`);
  const met = (rule: Rule): boolean => {
    if (rule === null) return true;
    if ("witness" in rule) {
      const witness = policy.witnesses[rule.witness];
      return witness !== undefined && held.has(witness.key);
    }
    return rule.members.filter(met).length >= rule.needed;
  };
  const witnesses = policy.witnesses.flatMap(({ name, key }) => {
    const seconds = held.get(key);
    return seconds === undefined ? [] : [{ name, seconds }];
  });
  const fault = met(policy.quorum) ? null : `见证不足：只有 ${witnesses.length} 个见证方的签名成立`;
  return { suite, fault, witnesses };
}

/** The moment of a cosignature, 0 for a log's own signature; null where the signature is false. */
function timeOf(key: Key, text: string, signature: Bytes): number | null {
  if (!key.cosigns) return holds(key, utf8(text), signature) ? 0 : null;
  if (signature.length < 8) return null;
  const head = new DataView(signature.buffer, signature.byteOffset, 8);
  const seconds = head.getUint32(0) * 2 ** 32 + head.getUint32(4);
  if (!Number.isSafeInteger(seconds)) return null;
  const message = utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
  return holds(key, message, signature.slice(8)) ? seconds : null;
}

function holds(key: Key, message: Bytes, signature: Bytes): boolean {
  if (signature.length !== 64) return false;
  try {
    return key.suite === "national"
      ? sm2.doVerifySignature(message, toHex(signature), toHex(key.key), {
          hash: true,
          userId: SM2_IDENTITY,
        })
      : ed25519.verify(signature, message, key.key, { zip215: false });
  } catch {
    // A point that is not on the curve, a number out of range: no signature.
    return false;
  }
}
