/** Words that every subject of the contract uses: who, what it is called, why not, and how a thing stands. Part of the contract. */

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

export interface FileRef {
  digest: string;
  name: string;
  size: number;
  type: string;
}
