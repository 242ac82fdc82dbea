/** What a law pack says, as the API hands it out: fields, acts, gates, duties, papers, procedures. Part of the contract. */
import type { Power, Titled } from "./types";

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
  | "review_items";

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
  owner: Power;
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
}

export interface Procedure extends Titled {
  category: string;
  noun: string;
  from: string;
  to: string | null;
  basis: string[];
  stages: { id: string; title: string; steps: string[] }[];
  parameters: Record<
    string,
    { label: string; value: number; unit: string; basis: string; certainty: string }
  >;
  acts: ActType[];
}
