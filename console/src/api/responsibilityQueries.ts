/** Reads about reviewers and responsibility, with the key each is cached under. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import { path } from "./queries";
import type { AccountabilityDesk, Responsibility, ReviewAids, ReviewStrength } from "./types";

export const strengthQuery = (agency: string) =>
  queryOptions({
    queryKey: ["reviewers", agency],
    queryFn: ({ signal }) =>
      get<ReviewStrength>(`/api/reviewers?agency=${encodeURIComponent(agency)}`, { signal }),
  });

export const accountabilityQuery = queryOptions({
  queryKey: ["accountability"],
  queryFn: ({ signal }) => get<AccountabilityDesk>("/api/accountability", { signal }),
});

export const responsibilityQuery = (matter: string) =>
  queryOptions({
    queryKey: ["matter", matter, "responsibility"],
    queryFn: ({ signal }) => get<Responsibility>(path("matters", matter, "responsibility"), { signal }),
  });

export const reviewAidsQuery = (matter: string) =>
  queryOptions({
    queryKey: ["matter", matter, "review", "aids"],
    queryFn: ({ signal }) => get<ReviewAids>(path("matters", matter, "review", "aids"), { signal }),
  });
