import { expect, test } from "vitest";
import type { Light, LightState } from "../api/types";
import { FILTERABLE, meaningOf, mostUrgent } from "./lights";

const STATES: LightState[] = ["overdue", "today", "soon", "ok", "stopped", "done", "excused"];
const light = (state: LightState): Light => ({ state, days: 1, text: state });

test("no two lights share a shape or a word, so that none depends on colour", () => {
  expect(new Set(STATES.map((state) => meaningOf(state).shape)).size).toBe(STATES.length);
  expect(new Set(STATES.map((state) => meaningOf(state).word)).size).toBe(STATES.length);
});

test("given several lights, the overdue one speaks for all", () => {
  expect(mostUrgent([light("ok"), light("overdue"), light("soon")])?.state).toBe("overdue");
  expect(mostUrgent([light("done"), light("stopped")])?.state).toBe("stopped");
});

test("given no lights, nothing is urgent", () => {
  expect(mostUrgent([])).toBeNull();
});

test("lists can be narrowed by the four lights that the server knows as filters", () => {
  expect(FILTERABLE).toEqual(["overdue", "today", "soon", "ok"]);
});
