/** Reads of the registers and the addresses of their acts. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get, sendFile } from "./client";
import { path } from "./queries";
import type { EntryComparison, EntryLine, EntryList, EntryPage, ImportReport, RegisterInfo } from "./types";

export const registersQuery = queryOptions({
  queryKey: ["registers"],
  queryFn: ({ signal }) => get<RegisterInfo[]>("/api/registers", { signal }),
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

/** Items in force whose code or name holds the words: what a form may choose from. */
export const itemsQuery = (words: string) =>
  entriesQuery("items", new URLSearchParams({ in_force: "true", words, limit: "20" }).toString());

/** One item in force, by its code. */
export const itemQuery = (code: string) =>
  queryOptions({
    queryKey: ["registers", "items", "in force", code],
    queryFn: async ({ signal }): Promise<EntryLine | null> => {
      const filter = new URLSearchParams({ in_force: "true", words: code, limit: "20" });
      const list = await get<EntryList>(`/api/registers/items/entries?${filter}`, { signal });
      return list.items.find((item) => item.id === code) ?? null;
    },
  });

export const tiersQuery = (item: string) =>
  entriesQuery("discretion", new URLSearchParams({ in_force: "true", item, limit: "50" }).toString());

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
