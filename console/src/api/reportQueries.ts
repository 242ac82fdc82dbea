/** Reads of the yearly reports, with the key each is cached under. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { AnnualReport, ReportLines, ReportYears } from "./types";

export const reportYearsQuery = (report: string) =>
  queryOptions({
    queryKey: ["reports", "years", report],
    queryFn: ({ signal }) =>
      get<ReportYears>(`/api/reports/years${report ? `?report=${encodeURIComponent(report)}` : ""}`, {
        signal,
      }),
  });

export const annualReportQuery = (filters: string) =>
  queryOptions({
    queryKey: ["reports", "annual", filters],
    queryFn: ({ signal }) => get<AnnualReport>(`/api/reports/annual?${filters}`, { signal }),
  });

export const reportLinesQuery = (filters: string) =>
  infiniteQueryOptions({
    queryKey: ["reports", "lines", filters],
    queryFn: ({ signal, pageParam }) => {
      const after = pageParam ? `&after=${encodeURIComponent(pageParam)}` : "";
      return get<ReportLines>(`/api/reports/annual/lines?${filters}${after}`, { signal });
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const reportFilePath = (filters: string, kind: string) =>
  `/api/reports/annual/file?${filters}&kind=${kind}`;
