/** Recordings of one matter against what was to be recorded. */
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

/** A moment on a recording that an act names. */
export interface RecordingMark {
  seconds: number;
  at: string;
  act: Titled;
  what: string;
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
}

export interface MatterRecordings {
  spans: RecordingSpan[];
  recordings: RecordingHeld[];
  missing: number;
  record_act: string | null;
  explain_act: string | null;
}

/** Whether a file is still the one that was handed in; the first part that is not. */
export interface Wholeness {
  whole: boolean;
  size: number;
  changed: { from: number; to: number } | null;
}
