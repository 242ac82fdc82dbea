/** The yearly report: its tables, its narrative, and what stands behind each number. Part of the contract. */
import type { Named, Titled } from "./terms";

export type ReportStanding = "live" | "compiling" | "published";

export interface ReportHead {
  title: string;
  over: string;
  unit: string;
  cells: string[];
  sum: boolean;
}

export interface ReportTable {
  id: string;
  title: string;
  stub: string;
  lines: boolean;
  heads: ReportHead[];
  rows: { agency: Named; title: string; over: string; values: string[]; standing: ReportStanding }[];
  total: string[] | null;
  notes: string[];
}

export interface FigureChange {
  cell: string;
  title: string;
  unit: string;
  before: string;
  now: string;
}

/** Who entered what the platform does not know. */
export interface ReportEntry {
  by: string;
  day: string;
  source: string;
}

export interface ReportKind {
  id: string;
  title: string;
  short: string;
  lead: string;
}

export interface AnnualReport {
  report: string;
  name: string;
  numbered: boolean;
  year: number;
  agency: Named;
  title: string;
  form: Titled;
  source: string;
  certainty: string;
  standing: ReportStanding;
  day: string;
  tables: ReportTable[];
  sections: { id: string; title: string; text: string; behind: boolean }[];
  charts: { title: string; unit: string; months: number[] }[];
  matter: Titled | null;
  published: string | null;
  corrections: { day: string; reason: string; changes: FigureChange[] }[];
  differences: FigureChange[];
  entries: ReportEntry[];
  signoffs: string[];
}

export interface ReportYears {
  report: ReportKind;
  reports: ReportKind[];
  years: number[];
  due: number;
  agency: string;
  agencies: Named[];
  forms: Titled[];
}

export interface CellRule {
  id: string;
  title: string;
  unit: string;
  rule: string;
  by: string;
  basis: string;
  certainty: string;
  procedures: Titled[];
  acts: string[];
  when: string | null;
  heaviest: boolean;
  entered: boolean;
}

export interface ReportLines {
  rule: CellRule;
  agency: Named;
  year: number;
  now: string;
  lines: { matter: string | null; number: string; title: string; day: string; amount: string }[];
  next: string | null;
  entries: ReportEntry[];
}
