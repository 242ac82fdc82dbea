/**
 * A file on its way to the server: whole in one request where it is small, in resumable pieces (tus 1.0) where it is
 * not. A large one can be paused; where the line or the page breaks off, choosing the same file goes on where it stopped.
 * It knows no field and no form.
 */
import { type DetailedError, Upload } from "tus-js-client";
import { csrfToken, get, upload } from "./client";
import { networkProblem, Refused, readProblem } from "./problem";
import type { FileRef } from "./types";

/** Larger files are sent in pieces. */
const SMALL = 8 * 1024 * 1024;
/** One piece: after each, the server has it on its disk. */
const PIECE = 32 * 1024 * 1024;
/** How long to wait before each new attempt, in milliseconds. */
const AGAIN = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000];

export interface Sending {
  /** Settles once: the file, or `Refused`. */
  done: Promise<FileRef>;
  pause: () => void;
  resume: () => void;
  /** Stops, and removes what the server has of it. */
  cancel: () => void;
}

/** Begins to send. `onProgress` is told the share that has left, from 0 to 1. */
export function beginSending(file: File, onProgress: (share: number) => void): Sending {
  if (file.size <= SMALL) {
    const stop = new AbortController();
    const nothing = () => undefined;
    return { done: upload(file, stop.signal), pause: nothing, resume: nothing, cancel: () => stop.abort() };
  }
  let settle: (file: FileRef) => void;
  let fail: (error: unknown) => void;
  const done = new Promise<FileRef>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  const sending = new Upload(file, {
    endpoint: "/api/uploads",
    chunkSize: PIECE,
    retryDelays: AGAIN,
    metadata: { filename: file.name },
    removeFingerprintOnSuccess: true,
    onBeforeRequest: (request) => request.setHeader("X-CSRF-Token", csrfToken()),
    // What the server refuses with a reason will be refused again; only a broken line or a busy server is tried again.
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      return status === 0 || status === 409 || status === 423 || status >= 500;
    },
    onProgress: (sent, all) => onProgress(all > 0 ? sent / all : 0),
    onError: (error) => void refusal(error).then((reason) => fail(reason)),
    onSuccess: () => {
      const place = new URL(sending.url ?? "", window.location.href).pathname;
      get<{ file: FileRef | null }>(place).then(({ file: kept }) => {
        if (kept) settle(kept);
        else fail(new Refused(networkProblem()));
      }, fail);
    },
  });
  void begin(sending);
  return {
    done,
    pause: () => void sending.abort(),
    resume: () => sending.start(),
    // An upload that cannot be removed now expires on the server.
    cancel: () => void sending.abort(true).catch(() => undefined),
  };
}

/** Goes on with an upload of the same file that an earlier page began, if there is one. */
async function begin(sending: Upload): Promise<void> {
  const [earlier] = await sending.findPreviousUploads().catch(() => []);
  if (earlier) sending.resumeFromPreviousUpload(earlier);
  sending.start();
}

async function refusal(error: Error | DetailedError): Promise<Refused> {
  const response = "originalResponse" in error ? error.originalResponse : null;
  if (!response) return new Refused(networkProblem());
  const answer = new Response(response.getBody() ?? "", { status: Math.max(response.getStatus(), 200) });
  return new Refused(await readProblem(answer));
}
