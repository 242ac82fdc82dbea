/** Reads of ledgers, with the key each is cached under. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import { path } from "./queries";
import type { Ledger, LedgerKind } from "./types";

export const ledgerKindsQuery = queryOptions({
  queryKey: ["ledgers"],
  queryFn: ({ signal }) => get<LedgerKind[]>("/api/ledgers", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const ledgerQuery = (kind: string, filters: string) =>
  queryOptions({
    queryKey: ["ledgers", kind, filters],
    queryFn: ({ signal }) => get<Ledger>(`${path("ledgers", kind)}?${filters}`, { signal }),
  });

export const ledgerTablePath = (kind: string, filters: string) =>
  `${path("ledgers", kind, "table.xlsx")}?${filters}`;
