/** Reads about recordings, with the key each is cached under. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { Inbox } from "./intake";
import { path } from "./queries";
import type { MatterRecordings } from "./recordings";

export const recordingsQuery = (matter: string) =>
  queryOptions({
    queryKey: ["matter", matter, "recordings"],
    // A supervisor sees recordings as they come in.
    refetchInterval: 20_000,
    queryFn: ({ signal }) => get<MatterRecordings>(path("matters", matter, "recordings"), { signal }),
  });

export const inboxQuery = queryOptions({
  queryKey: ["recordings"],
  queryFn: ({ signal }) => get<Inbox>(path("recordings"), { signal }),
});
