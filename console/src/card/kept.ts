/**
 * What this phone keeps: its key, which no script can read out, and what the server last told.
 * IndexedDB, because it keeps a CryptoKey as it is.
 */
import type { MyCode } from "../api/officers";

export interface Kept {
  /** Person id; another person on the same phone starts anew. */
  officer: string;
  device: string;
  keys: CryptoKeyPair;
  mine: MyCode;
  photo: Blob | null;
  task: string;
}

const NAME = "zhiheng-card";
const STORE = "kept";

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asking = indexedDB.open(NAME, 1);
    asking.onupgradeneeded = () => asking.result.createObjectStore(STORE);
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
}

async function within<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const base = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const asking = ask(base.transaction(STORE, mode).objectStore(STORE));
      asking.onsuccess = () => resolve(asking.result);
      asking.onerror = () => reject(asking.error);
    });
  } finally {
    base.close();
  }
}

export const readKept = () => within<Kept | undefined>("readonly", (store) => store.get("me"));
export const writeKept = (kept: Kept) => within("readwrite", (store) => store.put(kept, "me"));
export const forgetKept = () => within("readwrite", (store) => store.delete("me"));

/** A key pair whose private half never leaves this browser. */
export async function newKeys(): Promise<CryptoKeyPair> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  return crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
}

export function signerOf(keys: CryptoKeyPair) {
  const how = { name: "ECDSA", hash: "SHA-256" };
  return { sign: (message: Uint8Array<ArrayBuffer>) => crypto.subtle.sign(how, keys.privateKey, message) };
}
