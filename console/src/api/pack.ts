/** What a law pack says, as the API hands it out: fields, acts, gates, duties, papers, procedures. Part of the contract. */
import type { Owner, Power, Titled } from "./terms";

export type FieldType =
  | "text"
  | "long"
  | "date"
  | "moment"
  | "money"
  | "integer"
  | "bool"
  | "choice"
  | "choices"
  | "officers"
  | "person"
  | "file"
  | "files"
  | "review_items"
  | "table"
  | "signature"
  | "item"
  | "tier"
  | "matter"
  | "held";

export interface Field {
  id: string;
  label: string;
  type: FieldType;
  required: boolean;
  options: string[];
  max: number;
  help: string;
  basis: string;
  personal: boolean;
  public: boolean;
  fact?: string | null;
  /** Heads of the columns of a `table`. */
  columns?: string[];
  /** The platform fills it in; nobody types it. */
  filled?: boolean;
}

export interface GateView {
  /** The check by its stable code, for example `review_cleared`. */
  gate: string;
  when: string | null;
  basis: string;
  message: string;
  supply: string | null;
}

export interface DutyRule {
  id: string;
  title: string;
  kind: string;
  owner: Owner;
  rule: string | null;
  /** The rule in words, where the server gives it: `90 日`. */
  period?: string;
  basis: string;
}

export interface PaperRule {
  id: string;
  title: string;
  number_kind: string | null;
  outward: boolean;
  /** The form it is set in: `decision`, `notice`, `letter` … */
  layout?: string;
  /** Article that its mandatory elements rest on. */
  basis?: string;
  /** May be printed beforehand as a numbered blank form. */
  blank?: boolean;
}

/** What an applicant brings. */
export interface Material {
  title: string;
  required: boolean;
  copies: number;
  basis: string;
  help: string;
  /** Labels of a sample form; empty where there is none. */
  form: string[];
}

export interface ActType {
  id: string;
  title: string;
  kind: string;
  stage: string;
  step: string;
  power: Power;
  by: "own" | "upper" | "upper_upper";
  basis: string[];
  help: string;
  fields: Field[];
  gates: GateView[];
  duties: DutyRule[];
  papers: PaperRule[];
}

export interface ProcedureRow extends Titled {
  category: string;
  noun: string;
  version: string;
  /** Procedures of one family are versions of each other. */
  family?: string;
  from?: string;
  to?: string | null;
  /** False where this agency has stated that it has no such matters. */
  on?: boolean;
  /** Applies to matters that are opened today. */
  in_force?: boolean;
}

export interface Parameter {
  label: string;
  value: number;
  unit: string;
  min?: number | null;
  max?: number | null;
  basis: string;
  /** `read`, `excerpt` or `unverified`. */
  certainty: string;
  changed?: { national: number; basis: string } | null;
}

export interface Procedure extends Titled {
  category: string;
  noun: string;
  version?: string;
  family?: string;
  from: string;
  to: string | null;
  basis: string[];
  stages: { id: string; title: string; steps: string[] }[];
  parameters: Record<string, Parameter>;
  materials?: Material[];
  acts: ActType[];
}
