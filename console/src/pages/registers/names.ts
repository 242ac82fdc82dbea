/** Agencies and procedures by id, for columns that hold ids. */
import { useQuery } from "@tanstack/react-query";
import { agenciesQuery, proceduresQuery } from "../../api/queries";
import type { Agency } from "../../api/types";

export function useNames(): ReadonlyMap<string, string> {
  const agencies = useQuery(agenciesQuery);
  const procedures = useQuery(proceduresQuery);
  return new Map([
    ...flat(agencies.data ?? []).map((agency) => [agency.id, agency.name] as const),
    ...(procedures.data ?? []).map((procedure) => [procedure.id, procedure.title] as const),
  ]);
}

/** The tree of agencies as one list, superiors first. */
export function flat(tree: Agency[]): Agency[] {
  return tree.flatMap((agency) => [agency, ...flat(agency.children)]);
}
