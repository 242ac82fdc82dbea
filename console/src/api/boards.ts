/** The boards in the halls, and what on each is stale. Part of the contract. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { Named } from "./terms";

export interface BoardCheck {
  agency: Named;
  /** Where the board is shown. */
  address: string;
  stale: { block: string; what: string; remedy: string }[];
}

export const boardsQuery = queryOptions({
  queryKey: ["boards"],
  queryFn: ({ signal }) => get<BoardCheck[]>("/api/boards", { signal }),
});
