import { expect, test, vi } from "vitest";
import { get, post, setCsrf, whenSessionEnds } from "./client";
import { Refused } from "./problem";

function answering(status: number, body: string): { seen: Request[] } {
  const seen: Request[] = [];
  vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
    seen.push(new Request(new URL(path, "http://test.invalid"), init));
    return new Response(body, { status });
  });
  return { seen };
}

test("every act carries the CSRF token and its idempotency key; a read carries neither", async () => {
  setCsrf("token-1");
  const { seen } = answering(200, "{}");
  await post("/api/x", { a: 1 }, { idempotencyKey: "key-1" });
  await get("/api/x");
  expect(seen[0]?.headers.get("X-CSRF-Token")).toBe("token-1");
  expect(seen[0]?.headers.get("Idempotency-Key")).toBe("key-1");
  expect(seen[1]?.headers.get("X-CSRF-Token")).toBeNull();
});

test("a problem of the server arrives as it was said", async () => {
  answering(
    422,
    JSON.stringify({
      title: "还不能办理",
      code: "gate.review_cleared",
      detail: "没有通过法制审核",
      article: "处罚法58",
    }),
  );
  const error = await get("/api/x").catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Refused);
  expect((error as Refused).problem).toMatchObject({
    status: 422,
    code: "gate.review_cleared",
    article: "处罚法58",
    reasons: [],
  });
});

test("given a gateway's page instead of a problem, then the person still gets a code and plain words", async () => {
  answering(502, "<html>Bad Gateway</html>");
  const error = (await get("/api/x").catch((reason: unknown) => reason)) as Refused;
  expect(error.problem.code).toBe("http.502");
  expect(error.problem.title).not.toContain("html");
});

test("given no network, then the refusal says so and has no status", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("failed");
  });
  const error = (await get("/api/x").catch((reason: unknown) => reason)) as Refused;
  expect(error.problem).toMatchObject({ status: 0, code: "network.unreachable" });
});

test("when the session has ended, then the console is told; a wrong password is not an ended session", async () => {
  const told = vi.fn();
  whenSessionEnds(told);
  answering(401, JSON.stringify({ code: "session.wrong", title: "", detail: "" }));
  await post("/api/session", {}).catch(() => {});
  expect(told).not.toHaveBeenCalled();
  answering(401, JSON.stringify({ code: "session.required", title: "", detail: "" }));
  await get("/api/desk").catch(() => {});
  expect(told).toHaveBeenCalledOnce();
});
