/** Reads of the law section and the addresses of its acts and files. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import { path } from "./queries";
import type {
  ArticleText,
  ExampleRun,
  LawComparison,
  LawParameter,
  LawProposal,
  TouchedMatters,
} from "./types";

export const articleQuery = (cite: string) =>
  queryOptions({
    queryKey: ["law", "article", cite],
    queryFn: ({ signal }) =>
      get<ArticleText>(`/api/law/articles?cite=${encodeURIComponent(cite)}`, { signal }),
    staleTime: 300_000,
  });

export const examplesQuery = (procedure: string) =>
  queryOptions({
    queryKey: ["law", "examples", procedure],
    queryFn: ({ signal }) => get<ExampleRun[]>(path("law", "procedures", procedure, "examples"), { signal }),
    staleTime: 300_000,
  });

export const compareQuery = (left: string, right: string) =>
  queryOptions({
    queryKey: ["law", "compare", left, right],
    queryFn: ({ signal }) =>
      get<LawComparison>(`/api/law/compare?${new URLSearchParams({ left, right })}`, { signal }),
    staleTime: 300_000,
  });

export const touchedQuery = (procedure: string) =>
  queryOptions({
    queryKey: ["law", "touched", procedure],
    queryFn: ({ signal }) =>
      get<TouchedMatters>(`/api/law/touched?${new URLSearchParams({ procedure })}`, { signal }),
  });

export const parametersQuery = queryOptions({
  queryKey: ["law", "parameters"],
  queryFn: ({ signal }) => get<LawParameter[]>("/api/law/parameters", { signal }),
});

export const proposalsQuery = queryOptions({
  queryKey: ["law", "proposals"],
  queryFn: ({ signal }) => get<LawProposal[]>("/api/law/proposals", { signal }),
});

export const switchPath = (procedure: string) => path("law", "procedures", procedure, "switch");
export const proposePath = (procedure: string, name: string) =>
  path("law", "parameters", procedure, name, "propose");
export const proposalPath = (id: string, step: "approve" | "reject" | "publish") =>
  path("law", "proposals", id, step);
export const samplePath = (procedure: string, act: string, paper: string) =>
  `${path("papers", "samples", procedure, act, paper)}.pdf`;
export const paperPdfPath = (matter: string, paper: string) =>
  path("matters", matter, "papers", paper, "pdf");
