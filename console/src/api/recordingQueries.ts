/** Reads about recordings, with the key each is cached under. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { Inbox } from "./intake";
import { client, path } from "./queries";
import type { MatterRecordings, Wholeness } from "./recordings";

export const recordingsQuery = (matter: string) =>
  queryOptions({
    queryKey: ["matter", matter, "recordings"],
    // A supervisor sees recordings as they come in.
    refetchInterval: 20_000,
    queryFn: ({ signal }) => get<MatterRecordings>(path("matters", matter, "recordings"), { signal }),
  });

/** After an act beside a recording: pages that are not open forget the matter, so that none of them acts on what it was before. */
export async function matterChanged(matter: string): Promise<void> {
  client.removeQueries({ queryKey: ["matter", matter], type: "inactive" });
  await client.invalidateQueries({ queryKey: ["matter", matter] });
}

export const inboxQuery = queryOptions({
  queryKey: ["recordings"],
  queryFn: ({ signal }) => get<Inbox>(path("recordings"), { signal }),
});

/** Asked when a recording breaks off: the server reads all of it. */
export const wholenessQuery = (matter: string, digest: string) =>
  queryOptions({
    queryKey: ["matter", matter, "wholeness", digest],
    staleTime: 0,
    retry: false,
    queryFn: ({ signal }) =>
      get<Wholeness>(`${path("blobs", digest, "check")}?matter=${encodeURIComponent(matter)}`, { signal }),
  });
