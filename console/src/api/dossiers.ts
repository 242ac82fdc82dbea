/** The dossier of a matter: its catalogue, what it lacks, and the test of its four properties. Part of the contract. */

export interface DossierPiece {
  n: number;
  section: string;
  kind: string;
  /** Paper within the matter, or digest of the file. */
  id: string;
  number: string | null;
  responsible: string;
  title: string;
  date: string;
  from: number;
  to: number;
  note: string;
  media: string | null;
  size: number | null;
  open: boolean;
  supplement: boolean;
  version: number;
  /** What it was made of; null where it is an original. */
  made: {
    of: string;
    title: string;
    kind: string;
    span: [number, number] | null;
    maker: string;
    reason: string;
  } | null;
}

export interface DossierPage {
  matter: string;
  number: string | null;
  title: string;
  agency: string;
  arrangement: string;
  basis: string;
  volumes: { title: string; pieces: DossierPiece[]; pages: number }[];
  lacks: { title: string; message: string; basis: string; supply: string | null; explained: boolean }[];
  locked: boolean;
  keeping: {
    period: string;
    chosen: boolean;
    until: string | null;
    reasons: { title: string; period: string; basis: string; certainty: string }[];
  };
  archive_number: string | null;
  pieces: number;
  pages: number;
  whole: boolean;
}

export interface PropertyReport {
  passed: boolean;
  properties: {
    title: string;
    checks: { title: string; outcome: "passed" | "failed" | "not_tested"; detail: string }[];
  }[];
}
