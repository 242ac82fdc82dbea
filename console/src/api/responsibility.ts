/** Who reviews, who answers for a decision, and what follows where one is revoked. Part of the contract. */

import type { MatterRef } from "./matter";
import type { Named, Titled } from "./terms";

export interface Asked {
  value: number;
  unit: string;
  basis: string;
  certainty: string;
}

export interface ReviewerLine {
  person: Named;
  listed: boolean;
  unit: string;
  degree: string;
  qualified: boolean;
  qualified_on: string | null;
  began_on: string | null;
  beginner: boolean;
  /** May review penalties. */
  penalties: boolean;
  appointment: string;
  open: number;
  month: number;
  hours_thousandths: number;
  hours_short_thousandths: number;
}

export interface Advice {
  matter: MatterRef;
  agency: Named;
  stage: Titled;
  title: string;
  checked: string;
  adviser: string | null;
  text: string | null;
  day: string;
  advisory: boolean;
  status: string;
}

export interface ReviewStrength {
  agency: Named;
  published: boolean;
  year: number;
  ratio: { officers: number; reviewers: number; needed: number; short: number; asked: Asked };
  hours: Asked;
  reviewers: ReviewerLine[];
  unassigned: number;
  pool: Advice[];
  warnings: string[];
}

export interface ChainLine {
  part: Titled;
  person: Named;
  agency: Named;
  act: Titled;
  day: string;
  article: string;
  version: number;
  conclusion: string | null;
}

export interface DecisionAnswer {
  act: Titled;
  day: string;
  number: string | null;
  version: number;
  reviewed: boolean;
  chain: ChainLine[];
  changes: { act: Titled; how: string; day: string; grave: boolean }[];
  proposed: boolean;
}

export interface CheckLine {
  matter: MatterRef;
  agency: Named;
  stage: Titled;
  trigger: string;
  checked: string;
  outcome: string | null;
  opened: string;
  status: string;
}

export interface Responsibility {
  decisions: DecisionAnswer[];
  checks: CheckLine[];
  may_propose: boolean;
}

export interface AccountabilityDesk {
  proposals: { matter: MatterRef; agency: Named; since: string; basis: string }[];
  checks: CheckLine[];
}

/** Beside the form of a review: lessons of earlier checks by item, and advice that clears nothing. */
export interface ReviewAids {
  lessons: { item: string; title: string; text: string; trigger: string; day: string }[];
  advice: Advice[];
  reviewer: Named | null;
  conflicts: Named[];
  warnings: string[];
}
