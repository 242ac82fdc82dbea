/**
 * Unsent forms, kept in this browser per user, matter and act. They survive a reload and an expired session;
 * they end with success or with signing out. Fields of personal data are never written here: the disk of an
 * office computer is no place for a petitioner's address.
 */
import type { Field } from "../api/types";
import type { FormValues } from "./mapping";

export interface Draft {
  /** What the form is called, for the list of unsent forms. */
  title: string;
  values: FormValues;
  /** Epoch milliseconds. */
  savedAt: number;
}

export interface DraftKey {
  user: string;
  /** Matter id, or `new:<procedure>` for an opening act. */
  matter: string;
  act: string;
}

const PREFIX = "zhiheng.draft";

export class DraftStore {
  private readonly storage: Storage;

  constructor(storage: Storage) {
    this.storage = storage;
  }

  save(key: DraftKey, fields: Field[], values: FormValues, title: string, now: number): void {
    const personal = new Set(fields.filter((field) => field.personal).map((field) => field.id));
    const kept = Object.fromEntries(Object.entries(values).filter(([id]) => !personal.has(id)));
    try {
      this.storage.setItem(name(key), JSON.stringify({ title, values: kept, savedAt: now } satisfies Draft));
    } catch {
      // Storage full or forbidden: the form still works, only a reload would lose it.
    }
  }

  load(key: DraftKey): Draft | null {
    const text = this.storage.getItem(name(key));
    if (!text) return null;
    try {
      const draft = JSON.parse(text) as Partial<Draft>;
      if (typeof draft.savedAt !== "number" || typeof draft.values !== "object" || draft.values === null)
        return null;
      return { title: draft.title ?? "", values: draft.values, savedAt: draft.savedAt };
    } catch {
      return null;
    }
  }

  clear(key: DraftKey): void {
    this.storage.removeItem(name(key));
  }

  /** Forgets every draft of this user, as signing out must on a shared computer. */
  clearUser(user: string): void {
    const mine = `${PREFIX}/${encodeURIComponent(user)}/`;
    for (const key of this.keys()) if (key.startsWith(mine)) this.storage.removeItem(key);
  }

  /** Unsent forms of this user, newest first. */
  list(user: string): (DraftKey & { title: string; savedAt: number })[] {
    const mine = `${PREFIX}/${encodeURIComponent(user)}/`;
    return this.keys()
      .filter((key) => key.startsWith(mine))
      .flatMap((key) => {
        const [matter = "", act = ""] = key.slice(mine.length).split("/").map(decodeURIComponent);
        const draft = this.load({ user, matter, act });
        return draft ? [{ user, matter, act, title: draft.title, savedAt: draft.savedAt }] : [];
      })
      .sort((a, b) => b.savedAt - a.savedAt);
  }

  private keys(): string[] {
    return Array.from({ length: this.storage.length }, (_, index) => this.storage.key(index) ?? "");
  }
}

function name(key: DraftKey): string {
  return [PREFIX, ...[key.user, key.matter, key.act].map(encodeURIComponent)].join("/");
}
