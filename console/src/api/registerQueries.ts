/** Reads of the registers and the addresses of their acts. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get, sendFile } from "./client";
import { path } from "./queries";
import type {
  EntryComparison,
  EntryList,
  EntryPage,
  ImportReport,
  RegisterInfo,
  RegistersOwed,
} from "./types";

export const registersQuery = queryOptions({
  queryKey: ["registers"],
  queryFn: ({ signal }) => get<RegisterInfo[]>("/api/registers", { signal }),
});

export const registersOwedQuery = queryOptions({
  queryKey: ["registers", "owed"],
  queryFn: ({ signal }) => get<RegistersOwed>("/api/registers/owed", { signal }),
});

/** `filter` is the query string of the list, in the API's own names. */
export const entriesQuery = (register: string, filter: string) =>
  queryOptions({
    queryKey: ["registers", register, "entries", filter],
    queryFn: ({ signal }) =>
      get<EntryList>(`${path("registers", register, "entries")}${filter ? `?${filter}` : ""}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const entryQuery = (register: string, entry: string) =>
  queryOptions({
    queryKey: ["registers", register, "entry", entry],
    queryFn: ({ signal }) => get<EntryPage>(path("registers", register, "entries", entry), { signal }),
  });

export const entryCompareQuery = (register: string, entry: string, left: number, right: number) =>
  queryOptions({
    queryKey: ["registers", register, "entry", entry, "compare", left, right],
    queryFn: ({ signal }) =>
      get<EntryComparison>(
        `${path("registers", register, "entries", entry, "compare")}?left=${left}&right=${right}`,
        { signal },
      ),
  });

/** What a form may choose from: entries of one agency that hold today. */
const inForce = (register: string, agency: string, narrowing: Record<string, string>) => {
  const given = Object.entries(narrowing).filter(([, value]) => value !== "");
  const filter = new URLSearchParams([["in_force", "true"], ["agency", agency], ...given]);
  return entriesQuery(register, filter.toString());
};

/** Items whose code or name holds the words. */
export const itemsQuery = (agency: string, words: string) => inForce("items", agency, { words, limit: "20" });

/** The item of this code. */
export const itemQuery = (agency: string, code: string) =>
  inForce("items", agency, { item: code, limit: "1" });

/** Tiers of discretion of the item of this code. */
export const tiersQuery = (agency: string, item: string) =>
  inForce("discretion", agency, { item, limit: "50" });

export const stepPath = (register: string, step: string) => path("registers", register, step);
export const templatePath = (register: string) => `${path("registers", register)}/template.xlsx`;

export function importSheet(
  register: string,
  file: File,
  options: { check: boolean; submit: boolean },
): Promise<ImportReport> {
  const query = new URLSearchParams({ name: file.name });
  if (options.check) query.set("check", "true");
  if (options.submit) query.set("submit", "true");
  return sendFile<ImportReport>(`${path("registers", register, "import")}?${query}`, file);
}
