/** Papers on paper: scans held against the electronic pages, and numbered blank forms. Part of the contract. */

/** What was found about a scanned page. */
export type Verdict =
  | "matched"
  | "altered"
  | "replaced"
  | "no_code"
  | "several_codes"
  | "other_dossier"
  | "unknown_page"
  | "other_version"
  | "repeated"
  | "no_original";

/** A place on a page, mm from its upper left corner. */
export interface PageMark {
  kind: "missing" | "added" | "seal";
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface ScannedPage {
  place: number;
  file: string;
  page_of_file: number;
  code: string | null;
  paper: string | null;
  title: string | null;
  page: number | null;
  verdict: Verdict;
  altered: PageMark[];
  added: PageMark[];
  agreement: number;
  misplaced: boolean;
  /** PNG as Base64, for the first of `altered`, in their order; none for whoever may not see the persons on it. */
  pictures?: { page: string; scan: string }[];
}

export interface ScanReport {
  whole: boolean;
  pages: ScannedPage[];
  missing: { paper: string; title: string; page: number }[];
}

export interface Blank {
  id: string;
  number: string;
  kind: string;
  year: number;
  n: number;
  procedure: string;
  act: string;
  paper: string;
  title: string;
  day: string;
  by: string;
  by_name?: string;
  state: "reserved" | "used" | "void";
  matter?: string;
  reason?: string;
}

export interface BlankKind {
  procedure: string;
  procedure_title: string;
  act: string;
  act_title: string;
  paper: string;
  title: string;
}

export interface Blanks {
  kinds: BlankKind[];
  blanks: Blank[];
}
