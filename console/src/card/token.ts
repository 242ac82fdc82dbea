/** The officer code: what it says, how it is signed, and the address that a passer-by opens. No page, no storage. */

export interface Signer {
  /** 64 bytes, r || s. */
  sign(message: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
}

export interface Said {
  realm: string;
  officer: string;
  device: string;
  /** Seconds since 1970. */
  seconds: number;
  /** Matter; empty if none. */
  task: string;
}

export function base64url(bytes: ArrayBuffer | Uint8Array): string {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** `domain` is what the server says must be signed before the payload. */
export async function token(said: Said, domain: string, signer: Signer): Promise<string> {
  const encoder = new TextEncoder();
  const parts = [said.realm, said.officer, said.device, said.seconds, said.task];
  const payload = base64url(encoder.encode(JSON.stringify(parts)));
  const signature = await signer.sign(encoder.encode(`${domain}\n${payload}`));
  return `${payload}.${base64url(signature)}`;
}

/** Seconds until the next code: codes change together with the clock, so that two phones change alike. */
export function untilNext(now: number, renewal: number): number {
  return renewal - (Math.floor(now / 1000) % renewal);
}

/** How far this phone's clock is from the server's, in seconds; null where the server did not say. */
export function clockError(date: string | null, now: number): number | null {
  const told = date ? Date.parse(date) : Number.NaN;
  return Number.isNaN(told) ? null : Math.round((now - told) / 1000);
}
