/** Recordings of one matter against what was to be recorded. */
import type { Derivative } from "./files";
import type { FileRef, Named, Titled } from "./terms";

export interface RecordingPiece {
  from: string;
  to: string;
  state: "recorded" | "explained" | "missing";
  reason: string | null;
  by: Named | null;
}

export interface RecordingSpan {
  act: Titled;
  version: number;
  scene: string;
  /** 全程 or 视情. */
  level: string;
  from: string;
  to: string;
  /** False where only the day is known. */
  timed: boolean;
  officers: Named[];
  basis: string;
  pieces: RecordingPiece[];
  /** Papers written of it, by id. */
  papers: string[];
  until: string | null;
}

/** A moment on a recording that an act names, or that somebody marked by hand. */
export interface RecordingMark {
  seconds: number;
  at: string;
  act: Titled;
  what: string;
  /** Set by hand on one file; null where an act names the moment in its own form. */
  hand: HandMark | null;
}

export interface HandMark {
  /** Its number within the matter. */
  version: number;
  /** Digest of the file on which it stands. */
  file: string;
  note: string;
  by: Named;
  /** Why it does not stand any more; null while it stands. */
  withdrawn: string | null;
}

export interface RecordingHeld {
  version: number;
  scene: string;
  from: string;
  to: string;
  device: string;
  by: Named;
  stored: string;
  late: string;
  files: FileRef[];
  transcript: FileRef | null;
  marks: RecordingMark[];
  /** What was made of its files. */
  derivatives: Derivative[];
}

export interface MatterRecordings {
  spans: RecordingSpan[];
  recordings: RecordingHeld[];
  missing: number;
  record_act: string | null;
  explain_act: string | null;
  /** Acts that this person may perform now; null where not. */
  mark_act: string | null;
  unmark_act: string | null;
  derive_act: string | null;
  mark_words: string[];
}

/** Whether a file is still the one that was handed in; the first part that is not. */
export interface Wholeness {
  whole: boolean;
  size: number;
  changed: { from: number; to: number } | null;
}
