/**
 * Lights say how a duty stands by shape, word and number. The server says the words; here is the shape,
 * and which of several lights is the most urgent.
 */
import type { Light, LightState } from "../api/types";

export type Shape = "triangle" | "diamond" | "dot" | "ring" | "bars" | "tick" | "dash";

interface Meaning {
  shape: Shape;
  /** What the light is called in filters and legends. */
  word: string;
  /** Smaller is more urgent. */
  rank: number;
}

const MEANINGS: Record<LightState, Meaning> = {
  overdue: { shape: "triangle", word: "逾期", rank: 0 },
  today: { shape: "diamond", word: "今日到期", rank: 1 },
  soon: { shape: "dot", word: "将到期", rank: 2 },
  ok: { shape: "ring", word: "按期", rank: 3 },
  stopped: { shape: "bars", word: "中止", rank: 4 },
  done: { shape: "tick", word: "已完成", rank: 5 },
  excused: { shape: "dash", word: "已免除", rank: 6 },
};

/** Lights that a list can be narrowed to. */
export const FILTERABLE: LightState[] = ["overdue", "today", "soon", "ok"];

export function meaningOf(state: LightState): Meaning {
  return MEANINGS[state];
}

export function mostUrgent(lights: Light[]): Light | null {
  return lights.reduce<Light | null>(
    (worst, light) => (worst && meaningOf(worst.state).rank <= meaningOf(light.state).rank ? worst : light),
    null,
  );
}
