/** Recordings that belong to no matter yet. */
import type { FileFacts } from "./files";
import type { MatterRef } from "./matter";
import type { FileRef } from "./terms";

export interface TakeSuggestion {
  matter: MatterRef;
  version: number;
  scene: string;
  from: string;
  to: string;
  timed: boolean;
  share: number;
  sure: boolean;
  late: boolean;
}

export interface TakeLine extends FileRef {
  id: string;
  device: string;
  from: string;
  to: string;
  taken_at: string;
  state: "waiting" | "linked" | "aside";
  doubt: string | null;
  facts: FileFacts;
  suggestions: TakeSuggestion[];
}

export interface Inbox {
  waiting: TakeLine[];
  owed: number;
  done: number;
}
