/** What a list of matters is narrowed to, as it stands in the address bar and as it is asked of the server. */
import { writeAddress } from "../../words/address";

export interface Filter {
  q?: string;
  procedure?: string;
  stage?: string;
  light?: string;
  agency?: string;
  status?: string;
  sort?: string;
  cursor?: string;
}

const NAMES = ["q", "procedure", "stage", "light", "agency", "status", "sort", "cursor"] as const;

export function readFilter(search: Record<string, unknown>): Filter {
  const filter: Filter = {};
  for (const name of NAMES) {
    const value = search[name];
    if (typeof value === "string" && value !== "") filter[name] = value;
  }
  return filter;
}

/** A change of the filter begins again at the first page; stages belong to a procedure and go with it. */
export function changed(filter: Filter, part: Partial<Filter>): Filter {
  const next = { ...filter, ...part };
  if ("procedure" in part) delete next.stage;
  delete next.cursor;
  return readFilter({ ...next });
}

export function queryOf(filter: Filter, limit: number): string {
  return writeAddress({ ...filter, limit }).slice(1);
}

/** The spreadsheet of exactly what is shown: the same filter and order, all pages. */
export function sheetPath(filter: Filter): string {
  const { cursor: _cursor, ...rest } = filter;
  return `/api/matters.xlsx${writeAddress(rest)}`;
}

export function isNarrowed(filter: Filter): boolean {
  return NAMES.some((name) => name !== "sort" && name !== "cursor" && filter[name] !== undefined);
}
