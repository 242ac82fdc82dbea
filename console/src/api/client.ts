/**
 * The one door to the server: same origin, cookie session, CSRF header on every act, problems as `Refused`.
 * It keeps no data (see `queries`), and knows no page.
 */
import { networkProblem, Refused, readProblem } from "./problem";
import type { FileRef } from "./types";

/** The token that proves a non-GET request comes from this console; given at sign-in, kept in memory only. */
let csrf = "";

/** The same token for requests that a library makes. */
export function csrfToken(): string {
  return csrf;
}

/** What to do when the session has ended while somebody works. */
let onSessionEnd: () => void = () => {};

export function setCsrf(token: string): void {
  csrf = token;
}

export function whenSessionEnds(react: () => void): void {
  onSessionEnd = react;
}

interface Options {
  signal?: AbortSignal | undefined;
  /** One key per attempt: the server answers a repeated key with the first receipt. */
  idempotencyKey?: string;
  accept?: string;
}

export function get<T>(path: string, options: Options = {}): Promise<T> {
  return send<T>("GET", path, undefined, options);
}

export function post<T>(path: string, body: unknown, options: Options = {}): Promise<T> {
  return send<T>("POST", path, JSON.stringify(body), options);
}

export function remove(path: string): Promise<void> {
  return send<void>("DELETE", path, undefined, {});
}

/** Uploads one file as it is; the server answers with its digest. */
export function upload(file: File, signal?: AbortSignal): Promise<FileRef> {
  return send<FileRef>("POST", `/api/blobs?name=${encodeURIComponent(file.name)}`, file, { signal });
}

/** Sends one file as the body of an act, for example a table to import. */
export function sendFile<T>(path: string, file: File): Promise<T> {
  return send<T>("POST", path, file, {});
}

/** Asks for a PDF that is made from what is sent. Nothing is written. */
export async function postForPdf(path: string, body: unknown): Promise<Blob> {
  const response = await request("POST", path, JSON.stringify(body), { accept: "application/pdf" });
  return response.blob();
}

/** Takes something out on the record; the answer is a file. */
export async function postForFile(path: string, body: unknown): Promise<Blob> {
  const response = await request("POST", path, JSON.stringify(body), { accept: "application/zip" });
  return response.blob();
}

async function send<T>(
  method: string,
  path: string,
  body: string | File | undefined,
  options: Options,
): Promise<T> {
  const response = await request(method, path, body, options);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

async function request(
  method: string,
  path: string,
  body: string | File | undefined,
  options: Options,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: options.accept ?? "application/json" };
  if (method !== "GET") headers["X-CSRF-Token"] = csrf;
  if (typeof body === "string") headers["Content-Type"] = "application/json";
  else if (body) headers["Content-Type"] = body.type || "application/octet-stream";
  if (options.idempotencyKey) headers["Idempotency-Key"] = options.idempotencyKey;
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (body !== undefined) init.body = body;
  if (options.signal) init.signal = options.signal;

  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused(networkProblem());
  }
  if (!response.ok) {
    const problem = await readProblem(response);
    // Asking who is signed in may well be answered with nobody; anything else means the session ended.
    if (response.status === 401 && problem.code === "session.required" && path !== "/api/session")
      onSessionEnd();
    throw new Refused(problem);
  }
  return response;
}
