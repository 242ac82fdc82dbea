/** A matter: its line in a list, its page, its time line, duties and papers. Part of the contract. */

import type { FieldType } from "./pack";
import type { Light, Named, Owner, Reason, Titled } from "./terms";

export interface MatterRef {
  id: string;
  number: string | null;
  title: string;
  procedure: string;
  noun: string;
}

export type MatterStatus = "open" | "closed" | "archived" | "destroyed";

export interface MatterRow extends MatterRef {
  category: string;
  stage: Titled;
  step: string;
  agency: Named;
  opened: string;
  due: string | null;
  light: Light;
  handlers: string[];
  status: MatterStatus;
  major: boolean;
}

export interface MatterList {
  items: MatterRow[];
  next: string | null;
  total?: number;
  total_at_least?: number;
}

export type Progress = "done" | "now" | "ahead";

export interface StageView extends Titled {
  state: Progress;
  steps: { title: string; state: Progress }[];
}

export interface ActOption {
  id: string;
  title: string;
  step: string;
  kind: string;
  help: string;
  basis: string[];
  allowed: boolean;
  reasons: Reason[];
  /** Whether the person asking holds the power. */
  mine: boolean;
}

export interface FieldShown {
  id: string;
  label: string;
  value: unknown;
  type: FieldType;
  masked: boolean;
}

export interface TimelineRow {
  version: number;
  seq: number;
  at: string;
  act: Titled;
  actor: Named;
  agency: Named;
  sentence: string;
  fields: FieldShown[];
  papers: { id: string; title: string; number: string | null }[];
  fulfilled: string[];
  created: { title: string; due: string | null }[];
  stage: string;
}

export interface Duty {
  id: string;
  title: string;
  kind: string;
  owner: Owner;
  agency: Named;
  created: string;
  due: string | null;
  light: Light;
  basis: string;
  rule: string | null;
  steps: string[];
  alarms: string[];
  state: "open" | "stopped" | "fulfilled" | "excused";
  closed: string | null;
}

export interface PaperRow {
  id: string;
  title: string;
  number: string | null;
  act: string;
  at: string;
  outward: boolean;
  served: string | null;
}

export interface PaperText {
  id: string;
  title: string;
  number: string | null;
  agency: string;
  addressee: string;
  date: string;
  paragraphs: string[];
  draft: boolean;
}

export interface ReviewState {
  major: boolean;
  why: { title: string; basis: string }[];
  state: "none" | "submitted" | "returned" | "agreed" | "void";
  digest: string | null;
  draft_digest: string | null;
  changed: { label: string; before: unknown; after: unknown }[];
}

export interface MatterPage extends MatterRow {
  version: number;
  procedure_title: string;
  pack_version: string;
  query_code: string | null;
  stages: StageView[];
  possible: ActOption[];
  blocked: ActOption[];
  timeline: TimelineRow[];
  duties: Duty[];
  papers: PaperRow[];
  people: { role: string; id: string; name: string; card: string | null }[];
  parties: { name: string; kind: string; masked: boolean }[];
  facts: { id: string; label: string; value: unknown; type?: FieldType }[];
  review: ReviewState;
  record: { events: number; from: number; to: number };
}
