/** Who is signed in, agencies, people, and who may do what. Part of the contract. */
import type { Named, Power, Titled } from "./terms";

export interface Me {
  username: string;
  person: Named;
  agency: Named & { short: string };
  roles: Titled[];
  powers: Power[];
  /** Agencies this person may see. */
  scope: Named[];
}

export interface Session {
  csrf: string;
  me: Me;
}

export interface OfficerOption {
  id: string;
  name: string;
  card: string | null;
  valid_until: string | null;
  valid: boolean;
  /** Why it is not, after the name. */
  why?: string | null;
}

export interface Agency extends Named {
  short: string;
  kind: string;
  parent: string | null;
  children: Agency[];
}

export interface PersonRow extends Named {
  agency: Named;
  roles: Titled[];
  card: string | null;
  valid_until: string | null;
  valid: boolean;
}

export interface Authority {
  roles: Titled[];
  rows: { power: Power; title: string; cells: Record<string, boolean> }[];
}
