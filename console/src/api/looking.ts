/** Looking at dossiers: who looked at what, and requests to look. Part of the contract. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import { path } from "./queries";
import type { Named, Titled } from "./terms";

export interface LookLine {
  id: string;
  at: string;
  person: Named;
  agency: Named;
  /** `name` is the number; empty if it has none yet. */
  matter: Named;
  procedure: string;
  what: Titled;
  /** Digest of the file, or id of the paper. */
  thing: string;
  how: Titled;
  purpose: string;
  request: string | null;
  unusual: Titled[];
}

export interface LookList {
  items: LookLine[];
  next: string | null;
  /** 24 numbers. */
  hours: number[];
  /** Hours at which the night begins and ends, by the rule in force. */
  night_from: number;
  night_until: number;
  from: string;
  to: string;
  limits: { label: string; value: number; unit: string; basis: string; certainty: string }[];
}

export interface LookRequest {
  id: string;
  matter: Named;
  procedure: string;
  by: Named;
  agency: Named;
  purpose: Titled;
  reason: string;
  /** `id` is the digest, `name` may be empty; none = the whole dossier. */
  files: Named[];
  until: string;
  asked: string;
  superior: boolean;
  standing: Titled;
  answered: Named | null;
  answered_at: string | null;
  said: string;
  can: ("approve" | "refuse" | "withdraw")[];
}

export interface LookRequests {
  waiting: LookRequest[];
  answered: LookRequest[];
  mine: LookRequest[];
}

export interface MatterAccess {
  /** Why the files are open without asking; none where one asks. */
  part: string | null;
  granted_until: string | null;
  whole: boolean;
  files: string[];
  requests: LookRequest[];
  purposes: Titled[];
  longest: number;
  basis: string[];
}

/** What the list is narrowed to; it lives in the address. */
export interface LookFilter {
  matter?: string;
  person?: string;
  day?: string;
  unusual?: string;
}

export const looksQuery = (filter: LookFilter) =>
  infiniteQueryOptions({
    queryKey: ["looks", filter],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => {
      const asked = new URLSearchParams(Object.entries(filter));
      if (pageParam) asked.set("cursor", pageParam);
      return get<LookList>(`/api/looks?${asked.toString()}`, { signal });
    },
    getNextPageParam: (last) => last.next,
  });

export const lookRequestsQuery = queryOptions({
  queryKey: ["access"],
  queryFn: ({ signal }) => get<LookRequests>("/api/access", { signal }),
});

export const accessQuery = (matter: string) =>
  queryOptions({
    queryKey: ["matter", matter, "access"],
    queryFn: ({ signal }) => get<MatterAccess>(path("matters", matter, "access"), { signal }),
  });

/** Whether a file can be opened now. */
export function opens(access: MatterAccess | undefined, digest: string): boolean {
  if (!access) return false;
  return access.part !== null || access.whole || access.files.includes(digest);
}

export interface GivenReceipt {
  /** Where the public checks it. */
  address: string;
  code: string;
  act: string;
  items: { title: string; digest: string; size: number }[];
  papers: { id: string; title: string; number: string | null }[];
  days: { title: string; own: boolean; due: string | null; basis: string }[];
}

export const receiptPath = (matter: string, version: number) =>
  `${path("matters", matter, "events", String(version))}/receipt`;
