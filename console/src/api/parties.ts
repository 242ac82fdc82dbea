/** 当事人来件: what a party itself brought forward, and the code with which it comes in. Part of the contract. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import { path } from "./queries";
import type { Light, Titled } from "./terms";

export interface PartyItem {
  /** Version of the event; the number by which an act takes it over. */
  n: number;
  act: Titled;
  title: string;
  at: string;
  due: string | null;
  in_time: boolean;
  /** Article by which nothing is decided before it was heard. */
  unheard: string | null;
  sender: string;
  phone: string;
  text: string;
  masked: boolean;
  files: { digest: string; name: string; size: number; type: string }[];
  state: "waiting" | "taken" | "answered";
  light: Light;
  heard: string | null;
  said: string;
  /** The form of the act that takes it over, filled in; empty where something is hidden. */
  fields: Record<string, unknown>;
}

export interface PartyDesk {
  used: boolean;
  gives: boolean;
  code: { at: string; by: string } | null;
  waiting: number;
  /** Act that answers; none for whoever may not. */
  answer: string | null;
  items: PartyItem[];
}

export interface GivenCode {
  code: string;
  number: string;
  address: string;
}

export const partyQuery = (matter: string) =>
  queryOptions({
    queryKey: ["matter", matter, "party"],
    queryFn: ({ signal }) => get<PartyDesk>(path("matters", matter, "party"), { signal }),
  });

export const partyCodePath = (matter: string) => path("matters", matter, "party-code");
export const partySlipPath = (matter: string) => path("matters", matter, "party-slip.pdf");
