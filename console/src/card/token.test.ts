import { webcrypto } from "node:crypto";
import { expect, test } from "vitest";
import { base64url, clockError, token, untilNext } from "./token";

const DOMAIN = "zhiheng/officer-code/v1";

function bytes(text: string) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
}

test("a code says who, which phone, when and what for, and the phone's key signed just that", async () => {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const pair = await webcrypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  const how = { name: "ECDSA", hash: "SHA-256" };
  const signer = { sign: (message: Uint8Array) => webcrypto.subtle.sign(how, pair.privateKey, message) };
  const said = { realm: "r", officer: "甲", device: "d", seconds: 12, task: "m" };
  const [payload, signature] = (await token(said, DOMAIN, signer)).split(".") as [string, string];
  expect(JSON.parse(new TextDecoder().decode(bytes(payload)))).toEqual(["r", "甲", "d", 12, "m"]);
  expect(bytes(signature)).toHaveLength(64);
  const message = new TextEncoder().encode(`${DOMAIN}\n${payload}`);
  expect(await webcrypto.subtle.verify(how, pair.publicKey, bytes(signature), message)).toBe(true);
  expect(await webcrypto.subtle.verify(how, pair.publicKey, bytes(signature), message.slice(1))).toBe(false);
});

test("base64url needs no escaping in an address", () => {
  expect(base64url(new Uint8Array([251, 255, 254]))).toBe("-__-");
});

test("a code changes with the clock, every renewal", () => {
  expect(untilNext(0, 25)).toBe(25);
  expect(untilNext(24_999, 25)).toBe(1);
  expect(untilNext(25_000, 25)).toBe(25);
});

test("a phone's clock is told from the server's", () => {
  expect(clockError("Mon, 02 Mar 2026 01:00:00 GMT", Date.parse("2026-03-02T01:01:30Z"))).toBe(90);
  expect(clockError(null, 0)).toBeNull();
});
