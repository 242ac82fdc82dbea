/**
 * Marking the twelve items from the keyboard: which item is in hand, how each is marked, and what is missing
 * before the opinion can be signed. Pure; the page feeds it keys.
 */
import type { Mark, ReviewDossier, ReviewItem } from "../../api/types";

export interface Marking {
  /** Index of the item in hand. */
  at: number;
  items: { item: string; title: string; mark: Mark | null; reason: string }[];
}

/** What a key can ask of the page besides a step of the marking. */
export const EVIDENCE_KEY = "e";

export type MarkingStep =
  | { do: "move"; by: 1 | -1 }
  | { do: "take"; at: number }
  | { do: "mark"; mark: Mark }
  | { do: "reason"; at: number; text: string };

export const MARKS: Mark[] = ["符合", "不符合", "不适用"];

export function startMarking(items: ReviewDossier["items"]): Marking {
  return {
    at: 0,
    items: items.map(({ item, title, prefill }) => ({ item, title, mark: prefill, reason: "" })),
  };
}

export function marking(state: Marking, step: MarkingStep): Marking {
  switch (step.do) {
    case "move":
      return { ...state, at: within(state, state.at + step.by) };
    case "take":
      return { ...state, at: within(state, step.at) };
    case "mark":
      return { ...state, items: change(state, state.at, { mark: step.mark }) };
    case "reason":
      return { ...state, items: change(state, step.at, { reason: step.text }) };
  }
}

/** What a key asks for while nothing is being typed; null where it asks nothing. */
export function stepForKey(key: string): MarkingStep | null {
  switch (key) {
    case "j":
      return { do: "move", by: 1 };
    case "k":
      return { do: "move", by: -1 };
    case "1":
    case "2":
    case "3": {
      const mark = MARKS[Number(key) - 1];
      return mark ? { do: "mark", mark } : null;
    }
    default:
      return null;
  }
}

/** Why the opinion cannot be signed yet, in words; empty when it can. */
export function missingFor(state: Marking, conclusion: string, text: string): string[] {
  const missing: string[] = [];
  const unmarked = state.items.filter((item) => item.mark === null);
  if (unmarked.length > 0)
    missing.push(`还有 ${unmarked.length} 项没有标记：${unmarked.map((item) => item.title).join("、")}`);
  const unexplained = state.items.filter((item) => item.mark === "不符合" && item.reason.trim() === "");
  if (unexplained.length > 0)
    missing.push(`标为“不符合”的要写明理由：${unexplained.map((item) => item.title).join("、")}`);
  if (!conclusion) missing.push("还没有选审核结论");
  if (conclusion && conclusion !== "同意" && text.trim() === "")
    missing.push(`结论为“${conclusion}”，请写明审核意见`);
  if (conclusion === "同意" && state.items.some((item) => item.mark === "不符合"))
    missing.push("有“不符合”的项目，结论不能是“同意”");
  return missing;
}

export function signedItems(state: Marking): ReviewItem[] {
  return state.items.flatMap(({ item, mark, reason }) =>
    mark ? [{ item, mark, reason: reason.trim() }] : [],
  );
}

function within(state: Marking, at: number): number {
  return Math.max(0, Math.min(state.items.length - 1, at));
}

function change(state: Marking, at: number, part: Partial<Marking["items"][number]>): Marking["items"] {
  return state.items.map((item, index) => (index === at ? { ...item, ...part } : item));
}
