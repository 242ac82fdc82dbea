/** What a register is narrowed to, as it stands in the address bar and as it is asked of the server. */
import { writeAddress } from "../../words/address";

export interface EntryFilter {
  words?: string;
  state?: string;
  agency?: string;
  group?: string;
  /** `true`: only what holds today. */
  in_force?: string;
  /** `true`: only what waits to be published. */
  waiting?: string;
  cursor?: string;
}

const NAMES = ["words", "state", "agency", "group", "in_force", "waiting", "cursor"] as const;

export function readEntryFilter(search: Record<string, unknown>): EntryFilter {
  const filter: EntryFilter = {};
  for (const name of NAMES) {
    const value = search[name];
    if (typeof value === "string" && value !== "") filter[name] = value;
  }
  return filter;
}

/** A change of the filter begins again at the first page. */
export function narrowed(filter: EntryFilter, part: Partial<EntryFilter>): EntryFilter {
  return readEntryFilter({ ...filter, ...part, cursor: undefined });
}

export function entryQueryOf(filter: EntryFilter, limit: number): string {
  return writeAddress({ ...filter, limit }).slice(1);
}

export function isNarrowed(filter: EntryFilter): boolean {
  return NAMES.some((name) => name !== "cursor" && filter[name] !== undefined);
}
