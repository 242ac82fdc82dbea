/** The people who enforce: their cards, the steps in the life of a card, and what a phone keeps. Part of the contract. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { Named } from "./terms";

export interface OfficerLine {
  id: string;
  name: string;
  agency: Named;
  post: string;
  /** Number of the card; empty if none. */
  card: string;
  /** Empty = all. */
  fields: string[];
  /** Division codes; empty = everywhere. */
  regions: string[];
  valid_until: string | null;
  standing: string;
  standing_title: string;
  soon: boolean;
  trained: boolean;
  hours: number;
  hours_wanted: number;
  short: boolean;
  devices: number;
}

export interface OfficerList {
  items: OfficerLine[];
  total: number;
  counts: Record<string, number>;
}

export interface LifeStep {
  step: string;
  title: string;
  at: string;
  by: Named;
  agency: string;
  said: string;
  reason: string;
  article: string;
  seq: number | null;
}

export interface CanStep {
  id: string;
  title: string;
  basis: string;
  help: string;
  reason: boolean;
}

export interface DeviceLine {
  id: string;
  label: string;
  since: string;
  until: string | null;
}

export interface OfficerPage {
  line: OfficerLine;
  issuer: string;
  valid_from: string | null;
  photo: boolean;
  asked: { fields: string[]; regions: string[]; post: string } | null;
  life: LifeStep[];
  training: { before_post: boolean; day: string; hours: number; subject: string; passed: boolean }[];
  devices: DeviceLine[];
  can: CanStep[];
  can_revoke: boolean;
  seen: number;
}

export interface CardStep {
  id: string;
  standing: string;
  standing_title: string;
  seen: number;
  said: string;
  device: string | null;
}

/** What a phone keeps to show the code without a network. */
export interface MyCode {
  realm: string;
  domain: string;
  officer: OfficerLine;
  photo: boolean;
  renewal: number;
  window: number;
  devices: DeviceLine[];
  tasks: { id: string; number: string | null; title: string; due: string | null }[];
  at: string;
  seen: number;
}

export const officersQuery = (filter: string) =>
  queryOptions({
    queryKey: ["officers", filter],
    queryFn: ({ signal }) => get<OfficerList>(`/api/officers${filter ? `?${filter}` : ""}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const officerQuery = (id: string) =>
  queryOptions({
    queryKey: ["officers", "one", id],
    queryFn: ({ signal }) => get<OfficerPage>(`/api/officers/${encodeURIComponent(id)}`, { signal }),
  });

export const stepAddress = (id: string, step: string) =>
  `/api/officers/${encodeURIComponent(id)}/steps/${step}`;
