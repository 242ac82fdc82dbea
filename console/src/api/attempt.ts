/**
 * Idempotency keys. One attempt is one body: sent again unchanged after silence it keeps its key, so that the act
 * is never performed twice; a changed body, or a definite answer, begins a new attempt.
 */
import { outcomeUnknown } from "./problem";

export class Attempt {
  private body: string | null = null;
  private key = "";

  /** The key under which this body is to be sent. */
  keyFor(body: unknown): string {
    const text = JSON.stringify(body);
    if (this.body !== text) {
      this.body = text;
      this.key = uuid();
    }
    return this.key;
  }

  /** To be told how the request ended: only silence keeps the key. */
  ended(error?: unknown): void {
    if (!outcomeUnknown(error)) this.body = null;
  }
}

/** A random UUID. `crypto.randomUUID` is missing on plain-HTTP intranets, `getRandomValues` is not. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
