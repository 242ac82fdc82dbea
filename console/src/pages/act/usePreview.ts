/** Asks the server, a moment after typing rests, what the act would do as it now stands. */
import { useEffect, useState } from "react";
import { post } from "../../api/client";
import type { Preview } from "../../api/types";

const REST = 450;

export interface Previewed {
  preview: Preview | null;
  /** The preview on the screen is older than the form. */
  stale: boolean;
  error: unknown;
}

/** `text` is the request body as JSON: equal text asks nothing again. */
export function usePreview(path: string, text: string): Previewed {
  const [answer, setAnswer] = useState<{ text: string; preview: Preview | null; error: unknown } | null>(
    null,
  );
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      post<Preview>(path, JSON.parse(text), { signal: stop.signal }).then(
        (preview) => {
          if (!stop.signal.aborted) setAnswer({ text, preview, error: null });
        },
        (error: unknown) => {
          // The last good preview stays on the screen; only the newest request may speak.
          if (!stop.signal.aborted)
            setAnswer((before) => ({ text, preview: before?.preview ?? null, error }));
        },
      );
    }, REST);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [path, text]);
  return { preview: answer?.preview ?? null, stale: answer?.text !== text, error: answer?.error ?? null };
}
