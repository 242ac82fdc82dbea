/** Reads about papers on paper, and the addresses of their acts and files. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import { path } from "./queries";
import type { Blanks } from "./types";

export const blanksQuery = queryOptions({
  queryKey: ["blanks"],
  queryFn: ({ signal }) => get<Blanks>("/api/blanks", { signal }),
});

export const scansPath = (matter: string) => path("matters", matter, "scans");
export const blankPdfPath = (id: string) => path("blanks", id, "pdf");
export const blankVoidPath = (id: string) => path("blanks", id, "void");
