/** Files for the public: looked into before they are released, and the masked copy of a paper. Part of the contract. */
import { queryOptions } from "@tanstack/react-query";
import { post } from "./client";
import { path } from "./queries";
import type { FileRef } from "./terms";

export interface LeakReport {
  clean: boolean;
  findings: { how: string; message: string; earlier_only: boolean }[];
  looked_at: string;
}

export interface MaskedCopy extends FileRef {
  check: LeakReport;
}

/** A file does not change under its digest, and what is hidden in a matter changes only by an act. */
export const leakQuery = (matter: string, digest: string) =>
  queryOptions({
    queryKey: ["matter", matter, "public-file", digest],
    queryFn: () => post<LeakReport>(path("matters", matter, "public-files"), { digest }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

export function makeMaskedCopy(matter: string, paper: string): Promise<MaskedCopy> {
  return post<MaskedCopy>(path("matters", matter, "papers", paper, "public-copy"), {});
}

/** What stands against releasing a file. */
export function against(report: LeakReport): string[] {
  return report.findings.filter((finding) => !finding.earlier_only).map((finding) => finding.message);
}
