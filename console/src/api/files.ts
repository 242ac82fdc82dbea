/** The files of a matter, what they say of themselves, what was made of them, and glimpses of them. Part of the contract. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import { path } from "./queries";
import type { FileRef, Named, Titled } from "./terms";

/** What a file says of itself; whatever it does not say is left out. */
export interface FileFacts {
  type: string;
  duration_ms?: number;
  width?: number;
  height?: number;
  tracks?: { kind: string; codec: string }[];
  recorded?: string;
  place?: { latitude: number; longitude: number; altitude?: number };
  make?: string;
  model?: string;
  pages?: number;
  cues?: number;
  damaged?: boolean;
}

/** A file made of another: a span, a masked copy, later captions. */
export interface Derivative extends FileRef {
  version: number;
  /** Digest of the original. */
  of: string;
  kind: string;
  from: number | null;
  to: number | null;
  maker: string;
  reason: string;
  by: Named;
  at: string;
}

export interface MatterFile extends FileRef {
  label: string;
  act: Titled;
  version: number;
  day: string;
  by: Named;
  recording: boolean;
  /** This person may open it. */
  open: boolean;
  /** None for whoever may not open it. */
  facts: FileFacts | null;
  /** Its time does not agree with the act that brought it. */
  doubt: string | null;
  derivatives: Derivative[];
}

export interface MatterFiles {
  files: MatterFile[];
  doubtful: number;
  derive_act: string | null;
  tolerance: { minutes: number; basis: string; certainty: string };
}

export interface Waveform {
  step_ms: number;
  peaks: number[];
  until_ms: number;
}

export const filesQuery = (matter: string) =>
  queryOptions({
    queryKey: ["matter", matter, "files"],
    queryFn: ({ signal }) => get<MatterFiles>(path("matters", matter, "files"), { signal }),
  });

/** The shape of a sound; `null` where there is none. */
export const waveformQuery = (matter: string, digest: string) =>
  queryOptions({
    queryKey: ["matter", matter, "waveform", digest],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) =>
      (await get<Waveform | undefined>(
        `${path("blobs", digest, "waveform")}?matter=${encodeURIComponent(matter)}`,
        {
          signal,
        },
      )) ?? null,
  });

/** A small picture of a file of a matter, or of a recording that belongs to none yet. */
export const thumbnailPath = (digest: string, of: { matter: string } | { take: string }) =>
  `${path("blobs", digest, "thumbnail")}?${new URLSearchParams({ ...of }).toString()}`;
