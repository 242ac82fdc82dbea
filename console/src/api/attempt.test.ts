import { expect, test } from "vitest";
import { Attempt, uuid } from "./attempt";
import { networkProblem, Refused } from "./problem";

test("given silence, when the same body is sent again, then it keeps its key and cannot be performed twice", () => {
  const attempt = new Attempt();
  const first = attempt.keyFor({ fine: 1 });
  attempt.ended(new Refused(networkProblem()));
  expect(attempt.keyFor({ fine: 1 })).toBe(first);
});

test("given silence, when the body was changed, then it is a new attempt", () => {
  const attempt = new Attempt();
  const first = attempt.keyFor({ fine: 1 });
  attempt.ended(new Refused(networkProblem()));
  expect(attempt.keyFor({ fine: 2 })).not.toBe(first);
});

test("given a definite answer, then the next attempt has a new key even for the same body", () => {
  const attempt = new Attempt();
  const first = attempt.keyFor({ fine: 1 });
  attempt.ended(new Refused({ ...networkProblem(), status: 422, code: "gate.after" }));
  expect(attempt.keyFor({ fine: 1 })).not.toBe(first);
});

test("keys are UUIDs of version 4", () => {
  expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
