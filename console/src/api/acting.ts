/** Performing an act: its form, what it would do, and the receipt. Part of the contract. */

import type { ActType } from "./pack";
import type { Blank } from "./papers";
import type { OfficerOption } from "./people";
import type { Reason } from "./terms";

export interface ActForm {
  act: ActType;
  defaults: Record<string, unknown>;
  people: OfficerOption[];
  /** Open numbered forms on which this act may have been done. */
  reserved?: Blank[];
}

/** Something the person should know before acting; it stops nobody. */
export interface Warning {
  message: string;
  cite: string | null;
}

export interface Preview {
  allowed: boolean;
  reasons: Reason[];
  fulfils: { title: string }[];
  creates: { title: string; due: string | null; steps: string[] }[];
  /** `id` is the paper's rule in the pack; a draft can be asked for as PDF by it. */
  papers: { id?: string; title: string; number: string | null; paragraphs: string[] }[];
  warnings?: Warning[];
}

export interface Receipt {
  matter: { id: string; number: string | null; title: string };
  version: number;
  seq: number;
  sentence: string;
  papers: { id: string; title: string; number: string | null }[];
  fulfilled: string[];
  created: { title: string; due: string | null }[];
  query_code: string | null;
}
