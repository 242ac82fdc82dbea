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
  heads: ReportHead[];
  rows: { agency: Named; values: string[]; standing: ReportStanding }[];
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

export interface AnnualReport {
  year: number;
  agency: Named;
  title: string;
  form: Titled;
  source: string;
  certainty: string;
  standing: ReportStanding;
  day: string;
  tables: ReportTable[];
  sections: { id: string; title: string; text: string }[];
  charts: { title: string; unit: string; months: number[] }[];
  matter: Titled | null;
  published: string | null;
  corrections: { day: string; reason: string; changes: FigureChange[] }[];
  differences: FigureChange[];
  signoffs: string[];
}

export interface ReportYears {
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
}

export interface ReportLines {
  rule: CellRule;
  agency: Named;
  year: number;
  now: string;
  lines: { matter: string | null; number: string; title: string; day: string; amount: string }[];
  next: string | null;
}
