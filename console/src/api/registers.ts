/** Registers that procedures use: which columns each has, its entries, their versions and steps. Part of the contract. */
import type { Light, Named, Titled } from "./terms";

export type ColumnType =
  | "text"
  | "long"
  | "day"
  | "money"
  | "yesno"
  | "list"
  | "code"
  | "choice"
  | "integer"
  | "decimal"
  | "agency"
  | "procedure"
  | "item";

export interface Column {
  id: string;
  title: string;
  type: ColumnType;
  required: boolean;
  options: string[];
  help: string;
  public: boolean;
  /** Belongs to what makes an entry this entry. */
  key: boolean;
}

export type EntryState = "draft" | "pending" | "published" | "repealed";

export interface RegisterInfo extends Titled {
  noun: string;
  help: string;
  basis: string[];
  public: boolean;
  /** Column by which entries are grouped. */
  group: string | null;
  groups: string[];
  columns: Column[];
  /** By state; states without entries may be absent. */
  counts: Partial<Record<EntryState, number>>;
  /** Agencies that stated to have none of it. */
  none: { agency: Named; group: string; effective: string; id: string }[];
  can: { propose: boolean; examine: boolean; publish: boolean };
}

/** What waits to be published, and what is lacking of the registers that must say something of every kind. */
export interface RegistersOwed {
  waiting: {
    register: Titled;
    agency: Named;
    work: "draft" | "pending" | "examined";
    work_title: string;
    held: number;
    since: string;
    due: string | null;
    light: Light;
  }[];
  lacking: { register: Titled; agency: Named; kinds: string[]; basis: string }[];
  basis: string;
}

export type EntryFields = Record<string, unknown>;

export interface EntryLine {
  id: string;
  /** Code of the item that it is about. */
  code: string | null;
  name: string;
  agency: Named;
  /** Empty where the register has no groups. */
  group: string;
  /** This entry says that there is none. */
  none: boolean;
  state: EntryState;
  state_title: string;
  version: number;
  effective: string;
  until: string | null;
  working: { version: number; state: EntryState; state_title: string; examined: boolean } | null;
  seen: number;
  fields: EntryFields;
}

export interface EntryList {
  items: EntryLine[];
  next: string | null;
  total: number;
  /** False where `total` is only "at least". */
  exact: boolean;
}

/** Who did something with a version, and when. */
export interface EntryMark {
  person: string;
  name: string;
  at: string;
  opinion: string;
}

export interface EntryVersion {
  version: number;
  state: EntryState;
  state_title: string;
  fields: EntryFields;
  effective: string;
  until: string | null;
  source: string;
  collected: EntryMark;
  examined: EntryMark | null;
  published: EntryMark | null;
  withdrawn: EntryMark | null;
}

export type EntryStep =
  | "draft"
  | "propose"
  | "submit"
  | "examine"
  | "return"
  | "publish"
  | "withdraw"
  | "discard";

export interface EntryPage {
  register: Titled;
  id: string;
  name: string;
  agency: Named;
  group: string;
  none: boolean;
  state: EntryState;
  state_title: string;
  seen: number;
  current: EntryVersion | null;
  working: EntryVersion | null;
  versions: EntryVersion[];
  history: {
    at: string;
    who: string;
    step: string;
    title: string;
    version: number;
    opinion: string;
  }[];
  can: {
    step: EntryStep;
    title: string;
    allowed: boolean;
    reasons: { code: string; message: string; article: string | null }[];
  }[];
}

export interface EntryComparison {
  left: number;
  right: number;
  changes: {
    column: string;
    title: string;
    kind: "added" | "removed" | "changed";
    left: string;
    right: string;
  }[];
}

export interface RegisterDone {
  entries: { id: string; state: EntryState; state_title: string; seen: number; version: number }[];
  said: string;
}

export interface ImportReport {
  rows: number;
  accepted: number;
  unchanged: number;
  rejected: number;
  report: { sheet?: string; row: number; column: string; code: string; reason: string }[];
  mapping: { kind: string; columns: Record<string, string> };
}
