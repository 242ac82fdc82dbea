/** Serves the mock inside Vite's own server, under the same content policy as the real one. Never part of a build. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Connect, type Plugin, runnerImport } from "vite";

/** Loaded when first asked, so that a build never reads the mock at all. */
const loaded = () =>
  runnerImport<typeof import("./answer")>(new URL("./answer.ts", import.meta.url).pathname);
let mock: ReturnType<typeof loaded> | undefined;

const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; script-src 'self'";

export function mockApi(): Plugin {
  return {
    name: "mock-api",
    configureServer: (server) => {
      server.middlewares.use(serve);
    },
    configurePreviewServer: (server) => {
      server.middlewares.use((_request, response, next) => {
        response.setHeader("Content-Security-Policy", POLICY);
        next();
      });
      server.middlewares.use(serve);
    },
  };
}

function serve(request: IncomingMessage, response: ServerResponse, next: Connect.NextFunction): void {
  if (!request.url?.startsWith("/api/")) {
    next();
    return;
  }
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const method = request.method ?? "GET";
    const init: RequestInit = { method, headers: request.headers as Record<string, string> };
    if (method !== "GET" && method !== "HEAD") init.body = Buffer.concat(chunks);
    mock ??= loaded();
    mock
      .then(({ module }) => module.answer(new Request(`http://mock.invalid${request.url}`, init)))
      .then(async (result) => {
        response.statusCode = result.status;
        result.headers.forEach((value, name) => {
          response.setHeader(name, value);
        });
        response.end(Buffer.from(await result.arrayBuffer()));
      })
      .catch((error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      });
  });
}
