/**
 * What a refused request becomes: an error that carries the server's problem as it was said.
 * A network that does not answer is told in the same form, with a code of its own.
 */
import type { Problem } from "./types";

export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "Refused";
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** True where the outcome of the request is unknown, so that the same key must be used again. */
export function outcomeUnknown(error: unknown): boolean {
  return error instanceof Refused && (error.problem.status === 0 || error.problem.status >= 502);
}

export function networkProblem(): Problem {
  return bare(
    0,
    "network.unreachable",
    "没有连上服务器",
    "请检查网络后再试。已填写的内容保存在本机，不会丢失；同一次提交重试不会重复登记。",
  );
}

export async function readProblem(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as Partial<Problem>;
    if (typeof body.code === "string") {
      return {
        ...bare(response.status, body.code, body.title ?? "没有办成", body.detail ?? ""),
        article: body.article ?? null,
        field: body.field ?? null,
        reasons: body.reasons ?? [],
      };
    }
  } catch {
    // Not JSON: a gateway answered, not the platform. Told below in plain words.
  }
  return bare(
    response.status,
    `http.${response.status}`,
    response.status >= 500 ? "服务器暂时不能回答" : "请求没有被接受",
    "请稍后再试；若一直如此，请把代码告诉系统管理员。",
  );
}

/** Something that the page itself sees before anything is sent. */
export function ownProblem(code: string, title: string, detail: string): Problem {
  return bare(400, code, title, detail);
}

/** Any thrown value as a problem that can be shown. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  return bare(0, "console.unexpected", "页面出了意外", "请刷新页面再试；若仍如此，请把代码告诉系统管理员。");
}

function bare(status: number, code: string, title: string, detail: string): Problem {
  return { type: "about:blank", title, status, code, detail, article: null, field: null, reasons: [] };
}
