/** The two kinds of answer: what was asked for, and a problem in the platform's own words. */
import type { Problem, Reason } from "../src/api/types";

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}

export function problem(
  status: number,
  code: string,
  title: string,
  detail: string,
  reasons: Reason[] = [],
): Response {
  const body: Problem = {
    type: "about:blank",
    title,
    status,
    code,
    detail,
    article: reasons[0]?.article ?? null,
    field: reasons[0]?.field ?? null,
    reasons,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });
}
