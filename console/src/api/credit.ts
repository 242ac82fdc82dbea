/** 双公示: decisions owed to the credit platform, deliveries, receipts. No value of a personal field comes here. Part of the contract. */
import { queryOptions } from "@tanstack/react-query";
import { get, post, sendFile } from "./client";
import { client, path } from "./queries";
import type { Light, Named, Titled } from "./terms";

export interface CreditFault {
  field: string;
  title: string;
  code: string;
  message: string;
  advice: string;
}

export interface CreditLine {
  decision: string;
  number: string;
  title: string;
  matter: Named;
  report: Titled;
  /** None where nothing is owed. */
  operation: Titled | null;
  /** Which kind of delivery it goes with. */
  content: Titled | null;
  /** Of a state row what is told. */
  change: string;
  decided: string;
  due: string | null;
  light: Light;
  basis: string;
  standing: Titled;
  /** Why the platform did not take it; empty where it was not asked or took it. */
  rejected: string;
  faults: CreditFault[];
  ready: boolean;
}

export interface CreditBatchLine {
  decision: string;
  matter: Named;
  number: string;
  operation: Titled;
  standing: Titled;
  reason: string;
}

export interface CreditBatch {
  id: string;
  report: Titled;
  content: Titled;
  by: Named;
  made: string;
  digest: string;
  rows: number;
  waiting: number;
  accepted: number;
  rejected: number;
  /** Empty in lists. */
  lines: CreditBatchLine[];
}

export interface CreditDesk {
  from: string;
  numbers: { id: string; title: string; count: number }[];
  owed: CreditLine[];
  more: boolean;
  batches: CreditBatch[];
  more_batches: boolean;
  rule: { standard: string; term: string; basis: string; most: number; unverified: string[] };
}

export interface CreditField {
  code: string;
  title: string;
  kind: "text" | "date" | "money" | "choice" | "choices";
  options: string[];
  /** Always empty where the field is personal. */
  value: string;
  held: boolean;
  from_dossier: boolean;
  personal: boolean;
  limit: number;
  certainty: string;
}

export interface CreditPage {
  line: CreditLine;
  fields: CreditField[];
}

const KEY = "credit";

export const creditQuery = (from: string | undefined) =>
  queryOptions({
    queryKey: [KEY, "desk", from ?? ""],
    queryFn: ({ signal }) =>
      get<CreditDesk>(from ? `/api/credit?from=${encodeURIComponent(from)}` : "/api/credit", { signal }),
  });

export const creditDecisionQuery = (decision: string) =>
  queryOptions({
    queryKey: [KEY, "decision", decision],
    queryFn: ({ signal }) => get<CreditPage>(path("credit", "decisions", decision), { signal }),
  });

export const creditBatchQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, "batch", id],
    queryFn: ({ signal }) => get<CreditBatch>(path("credit", "batches", id), { signal }),
  });

/** Address of the file of a delivery: every download is put on the record. */
export const creditFilePath = (id: string, format: "csv" | "xlsx" | "json") =>
  `${path("credit", "batches", id)}/file?format=${format}`;

const changed = () => client.invalidateQueries({ queryKey: [KEY] });

/** Types what no dossier says; on the record with who and when. */
export async function fillCredit(decision: string, values: Record<string, string>): Promise<CreditPage> {
  const page = await post<CreditPage>(`${path("credit", "decisions", decision)}/fill`, { values });
  await changed();
  return page;
}

/** Freezes these decisions as one delivery. */
export async function deliverCredit(
  report: string,
  content: string,
  decisions: string[],
): Promise<CreditBatch> {
  const batch = await post<CreditBatch>("/api/credit/batches", { report, content, decisions });
  await changed();
  return batch;
}

/** Enters what the platform answered of some rows. */
export async function enterReceipt(
  id: string,
  accepted: string[],
  rejected: { number: string; reason: string }[],
): Promise<void> {
  await post(`${path("credit", "batches", id)}/receipt`, { accepted, rejected });
  await changed();
}

/** Enters the receipt file that the platform gave. */
export async function enterReceiptFile(id: string, file: File): Promise<void> {
  await sendFile(`${path("credit", "batches", id)}/receipt-file`, file);
  await changed();
}
