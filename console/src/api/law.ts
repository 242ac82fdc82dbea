/** The law section: articles, worked examples, versions beside each other, parameters and how they are set. Part of the contract. */
import type { Named, Titled } from "./terms";

export interface ArticleText {
  /** Code by which packs cite the statute. */
  statute: string;
  title: string;
  version: string;
  in_force: boolean;
  /** As people say it: `第五十八条`. */
  article: string;
  text: string;
  paragraphs: { n: number; text: string; items: { n: number; text: string }[] }[];
  /** Paragraph and item that the citation means, where it says so. */
  paragraph?: number | null;
  item?: number | null;
  /** For example that the article has been repealed. */
  warning: string | null;
  /** What else the citation names: 处罚法54、76. */
  others?: ArticleText[];
}

export interface ExampleRun {
  title: string;
  passed: boolean;
  steps: {
    at: string;
    who: string;
    act: string;
    /** Code of the refusal that the law wants here; none where the act is lawful. */
    refused: string | null;
    basis: string | null;
    outcome: string;
  }[];
  /** Where a run went otherwise than the example says. */
  deviation: string | null;
}

export type ChangeKind = "added" | "removed" | "changed";

export interface LawComparison {
  changes: { path: string; kind: ChangeKind; left: unknown; right: unknown }[];
}

export interface TouchedMatters {
  count: number;
  matters: { id: string; number: string | null; title: string; opened: string; why: string }[];
}

/** A number that an agency may set within limits. Money is 分. */
export interface LawParameter {
  procedure: Titled;
  /** Belongs to the rules beside procedures (devices, looking …), of which there is no page. */
  general: boolean;
  name: string;
  label: string;
  unit: string;
  /** In force here. */
  value: number;
  national: number;
  min: number | null;
  max: number | null;
  basis: string;
  certainty: string;
  /** Id of the proposal under way. */
  proposal: string | null;
}

export type ProposalState = "proposed" | "approved" | "rejected" | "published";

export interface LawProposal {
  id: string;
  procedure: Titled;
  name: string;
  label: string;
  unit: string;
  /** In force when it was proposed. */
  before: number;
  value: number;
  basis: string;
  by: Named;
  at: string;
  state: ProposalState;
  decided: { by: Named; at: string; opinion: string } | null;
  /** Day from which it holds, once published. */
  from: string | null;
  /** What the person asking may do with it now. */
  can: { decide: boolean; publish: boolean };
}
