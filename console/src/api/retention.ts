/** The end of a dossier's life: due, held, appraised, destroyed. Part of the contract. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import { path } from "./queries";
import type { Named, Titled } from "./terms";
import type { Light } from "./types";

export interface DueLine {
  /** `name` is the number. */
  matter: Named;
  /** None once it is destroyed. */
  title: string | null;
  volume: string;
  category: string;
  agency: Named;
  archived: string;
  pages: number;
  period: string;
  until: string | null;
  appraise_by: string | null;
  light: Light;
  ended: boolean;
  standing: Titled;
  held: string[];
  sheet: string | null;
  paper: string | null;
  appraise: boolean;
}

export interface SheetLine {
  matter: string;
  number: string;
  volume: string;
  category: string;
  opened: string;
  archived: string;
  period: string;
  until: string | null;
  pages: number;
}

export type SheetStep = "approve" | "reject" | "prepare" | "destroy";

export interface Sheet {
  id: string;
  number: string;
  agency: Named;
  answer: Titled;
  reason: string;
  period: string;
  archive: string;
  state: Titled;
  by: Named;
  at: string;
  approved: Named | null;
  prepared: Named | null;
  witnessed: Named | null;
  lines: SheetLine[];
  can: SheetStep[];
  blocked: string[];
}

export interface DueList {
  items: DueLine[];
  tally: { year: number; agency: Named; category: string; count: number }[];
  more: boolean;
  counts: Record<string, number>;
  sheets: Sheet[];
  appraises: boolean;
  grounds: Titled[];
  within: number;
  basis: string;
  certainty: string;
}

export interface Hold {
  n: number;
  ground: Titled;
  basis: string;
  reason: string;
  by: Named;
  at: string;
  stale: boolean;
  lifted: Named | null;
  lifted_at: string | null;
  lifted_for: string;
}

export interface Life {
  line: DueLine;
  holds: Hold[];
  steps: { title: string; by: Named; at: string; said: string }[];
  can: { id: string; title: string; basis: string; help: string; reason: boolean }[];
  /** One sentence, once it is destroyed. */
  destroyed: string | null;
  /** Places in the record of what was destroyed: first and last of each stretch. */
  leaves: [number, number][];
  grounds: Titled[];
}

/** What the list is narrowed to; it lives in the address. */
export interface DueFilter {
  tab?: string;
  year?: string;
  agency?: string;
  category?: string;
}

export const dueQuery = (filter: DueFilter) =>
  queryOptions({
    queryKey: ["retention", filter],
    queryFn: ({ signal }) =>
      get<DueList>(`/api/retention?${new URLSearchParams(Object.entries(filter)).toString()}`, { signal }),
  });

export const sheetQuery = (id: string) =>
  queryOptions({
    queryKey: ["retention", "sheet", id],
    queryFn: ({ signal }) => get<Sheet>(path("retention", "sheets", id), { signal }),
  });

export const lifeQuery = (matter: string) =>
  queryOptions({
    queryKey: ["retention", "life", matter],
    queryFn: ({ signal }) => get<Life>(path("matters", matter, "retention"), { signal }),
  });

export const sheetPdfPath = (id: string) => `${path("retention", "sheets", id)}/pdf`;
export const certificatePath = (matter: string) => `${path("matters", matter, "retention")}/certificate.pdf`;
