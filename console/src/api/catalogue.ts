/** An agency's review catalogue beside its superior's. Part of the contract. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { Named } from "./terms";

export type Relation = "missing" | "looser" | "stricter" | "added" | "same";

export interface SideEntry {
  id: string;
  agency: Named;
  state: string;
  state_title: string;
  effective: string;
  working: boolean;
}

export interface SideField {
  column: string;
  title: string;
  upper: string;
  own: string;
  relation: "same" | "stricter" | "looser" | "other";
}

export interface CatalogueRemark {
  entry: string;
  n: number;
  who: string;
  at: string;
  text: string;
  answers: { who: string; at: string; text: string }[];
}

export interface AdaptationRow {
  name: string;
  category: string;
  relation: Relation;
  relation_title: string;
  upper: SideEntry | null;
  own: SideEntry | null;
  fields: SideField[];
  remarks: CatalogueRemark[];
}

export interface Adaptation {
  agency: Named;
  upper: Named | null;
  counts: { relation: Relation; title: string; count: number }[];
  unanswered: number;
  rows: AdaptationRow[];
  may_adapt: boolean;
  may_remark: boolean;
  may_answer: boolean;
}

export const adaptationQuery = (agency: string) =>
  queryOptions({
    queryKey: ["catalogue", agency],
    queryFn: ({ signal }) =>
      get<Adaptation>(`/api/catalogue?agency=${encodeURIComponent(agency)}`, { signal }),
  });

export const belowQuery = queryOptions({
  queryKey: ["catalogue", "below"],
  queryFn: ({ signal }) => get<Adaptation[]>("/api/catalogue/below", { signal }),
});
