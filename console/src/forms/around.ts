/** What a field may need to know of the rest of its form: tiers belong to the item chosen in the field above, or long ago in the matter. */
import { createContext, useContext } from "react";
import type { Field } from "../api/types";
import type { FormValues } from "./mapping";

export interface Around {
  /** Code of the item the matter is about; null where none is chosen. */
  item: string | null;
}

const NOTHING: Around = { item: null };

export const AroundContext = createContext<Around>(NOTHING);

export function useAround(): Around {
  return useContext(AroundContext);
}

/** What stands in the form goes before what the matter's facts say. */
export function aroundOf(
  fields: Field[],
  values: FormValues,
  facts: { id: string; value: unknown }[],
): Around {
  const field = fields.find((each) => each.type === "item");
  const here = field ? values[field.id] : undefined;
  if (typeof here === "string" && here !== "") return { item: here };
  const known = facts.find((fact) => fact.id === "item")?.value;
  return { item: typeof known === "string" && known !== "" ? known : null };
}
