/** What stands on the desks: duties, legal review, disclosure, and the head of the record. Part of the contract. */

import type { MatterRef, TimelineRow } from "./matter";
import type { FieldType } from "./pack";
import type { Light, Named, Owner, Titled } from "./terms";

export interface DutyRow {
  id: string;
  matter: MatterRef;
  title: string;
  kind: string;
  owner: Owner;
  agency: Named;
  due: string | null;
  light: Light;
  basis: string;
  act: Titled | null;
}

export interface Desk {
  today: string;
  counts: { overdue: number; today: number; week: number; waiting: number; party: number };
  duties: DutyRow[];
  waiting: DutyRow[];
  changes: (TimelineRow & { matter: MatterRef })[];
}

export interface ReviewDesk {
  queue: {
    matter: MatterRef;
    submitted: string;
    by: string;
    due: string | null;
    light: Light;
    round: number;
    digest: string;
  }[];
  done: { matter: MatterRef; conclusion: string; at: string }[];
}

export type Mark = "符合" | "不符合" | "不适用";

export interface ReviewItem {
  item: string;
  mark: Mark;
  reason: string;
}

export interface ReviewDossier {
  submitted: {
    at: string;
    by: string;
    digest: string;
    /** The section's statement. */
    statement: string;
    /** Text of the intended decision; empty where the report stands for it. */
    draft: string;
    /** The head of the section declared the materials true, accurate and complete. */
    declared: boolean;
    materials: { title: string; there: boolean; note: string }[];
    elements: { element: string; evidence: string; place: string }[];
    facts: {
      id: string;
      label: string;
      value: unknown;
      type?: FieldType;
      changed: boolean;
      before: unknown;
    }[];
    evidence: TimelineRow[];
  };
  items: { item: string; title: string; prefill: Mark | null; proof: string[] }[];
  options: string[];
}

export interface DisclosureQueue {
  due: (DutyRow & { preview: { title: string; party: string; masked: boolean } })[];
  published: { matter: MatterRef; title: string; at: string }[];
}

/** A stretch of text that is taken for personal data; places count characters, not code units. */
export interface Marked {
  from: number;
  to: number;
  kind: string;
  title: string;
  certain: boolean;
  why: string;
  text: string;
  shown: string;
}

export interface DisclosureProposal {
  fields: {
    id: string;
    label: string;
    inner: unknown;
    public: unknown;
    masked: boolean;
    why: string;
    finds: Marked[];
  }[];
  term: {
    class: string;
    basis: string;
    certainty: string;
    first: string;
    last: string;
    proposed: string;
  } | null;
}

export interface Reread {
  fields: { id: string; finds: Marked[] }[];
}

export interface DisclosureSettings {
  channels: {
    id: string;
    title: string;
    help: string;
    treatments: { kind: string; title: string; treatment: string; basis: string; certainty: string }[];
  }[];
  decisions: {
    id: string;
    title: string;
    categories: string[];
    items: { title: string; text: string; basis: string; certainty: string }[];
  }[];
  classes: {
    title: string;
    sanctions: string[];
    from: string;
    min: number;
    max: number;
    months: number;
    parameter: string;
    basis: string;
    certainty: string;
  }[];
}

export interface RecordHead {
  origin: string;
  suite: string;
  size: number;
  root: string;
  checkpoint: string;
  checked_at: string;
}
