/**
 * The shapes that the console API speaks. Dates are `YYYY-MM-DD`, moments `YYYY-MM-DDTHH:MM:SS+08:00`, money is 分.
 * Nothing here computes: it is the contract, and only the contract.
 */

import type { ActType, FieldType } from "./pack";

export type * from "./pack";

export type Power =
  | "register"
  | "handle"
  | "approve"
  | "review"
  | "decide"
  | "publish"
  | "archive"
  | "supervise"
  | "export"
  | "administer";

/** Who owes a duty; the party's are rights, such as to defend itself. */
export type Owner = Power | "party";

export interface Named {
  id: string;
  name: string;
}

export interface Titled {
  id: string;
  title: string;
}

export interface Me {
  username: string;
  person: Named;
  agency: Named & { short: string };
  roles: Titled[];
  powers: Power[];
  /** Agencies this person may see. */
  scope: Named[];
}

export interface Session {
  csrf: string;
  me: Me;
}

export interface Reason {
  code: string;
  message: string;
  article: string | null;
  field: string | null;
  supply: { act: string; title: string } | null;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  article: string | null;
  field: string | null;
  reasons: Reason[];
}

export type LightState = "overdue" | "today" | "soon" | "ok" | "stopped" | "done" | "excused";

export interface Light {
  state: LightState;
  days: number;
  text: string;
}

export interface MatterRef {
  id: string;
  number: string | null;
  title: string;
  procedure: string;
  noun: string;
}

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
  counts: { overdue: number; today: number; week: number; waiting: number };
  duties: DutyRow[];
  waiting: DutyRow[];
  changes: (TimelineRow & { matter: MatterRef })[];
}

export type MatterStatus = "open" | "closed" | "archived";

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

export interface OfficerOption {
  id: string;
  name: string;
  card: string | null;
  valid_until: string | null;
  valid: boolean;
}

export interface ActForm {
  act: ActType;
  defaults: Record<string, unknown>;
  people: OfficerOption[];
}

export interface Preview {
  allowed: boolean;
  reasons: Reason[];
  fulfils: { title: string }[];
  creates: { title: string; due: string | null; steps: string[] }[];
  papers: { title: string; number: string | null; paragraphs: string[] }[];
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

export interface FileRef {
  digest: string;
  name: string;
  size: number;
  type: string;
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

export interface DisclosureProposal {
  fields: { id: string; label: string; inner: unknown; public: unknown; masked: boolean; why: string }[];
}

export interface Agency extends Named {
  short: string;
  kind: string;
  parent: string | null;
  children: Agency[];
}

export interface PersonRow extends Named {
  agency: Named;
  roles: Titled[];
  card: string | null;
  valid_until: string | null;
  valid: boolean;
}

export interface Authority {
  roles: Titled[];
  rows: { power: Power; title: string; cells: Record<string, boolean> }[];
}

export interface RecordHead {
  origin: string;
  suite: string;
  size: number;
  root: string;
  checkpoint: string;
  checked_at: string;
}
