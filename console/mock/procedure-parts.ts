/** Short ways to write procedures down for the mock. */
import type { ActType, DutyRule, Field, GateView, Power } from "../src/api/types";

export function field(id: string, label: string, type: Field["type"], extra: Partial<Field> = {}): Field {
  return {
    id,
    label,
    type,
    required: true,
    options: [],
    max: type === "long" ? 2000 : type === "text" ? 100 : 0,
    help: "",
    basis: "",
    personal: false,
    public: false,
    ...extra,
  };
}

export interface MockAct extends ActType {
  /** Acts that must have been done. */
  after: string[];
  repeat: boolean;
  sentence: string;
  /** Duties with days until due; `fulfils` names duties that this act ends. */
  owes: (DutyRule & { days: number; by: string })[];
  fulfils: string[];
  paper: { title: string; kind: string | null; body: string[] } | null;
}

interface Told {
  title: string;
  stage: string;
  step: string;
  power?: Power;
  kind?: string;
  basis: string[];
  help: string;
  sentence: string;
  after?: string[];
  repeat?: boolean;
  fields?: Field[];
  owes?: {
    id: string;
    title: string;
    kind: string;
    owner: Power;
    days: number;
    basis: string;
    rule: string;
    by: string;
  }[];
  fulfils?: string[];
  paper?: { title: string; kind: string | null; body: string[] };
  gates?: GateView[];
}

export function act(id: string, told: Told): MockAct {
  const after = told.after ?? [];
  return {
    id,
    title: told.title,
    kind: told.kind ?? "ordinary",
    stage: told.stage,
    step: told.step,
    power: told.power ?? "handle",
    by: "own",
    basis: told.basis,
    help: told.help,
    sentence: told.sentence,
    fields: told.fields ?? [],
    gates: told.gates ?? [],
    duties: (told.owes ?? []).map((owed) => ({ ...owed, period: `${owed.days} 日` })),
    papers: told.paper
      ? [{ id: `${id}-paper`, title: told.paper.title, number_kind: told.paper.kind, outward: true }]
      : [],
    after,
    repeat: told.repeat ?? false,
    owes: told.owes ?? [],
    fulfils: told.fulfils ?? [],
    paper: told.paper ?? null,
  };
}

/** The gate that asks for an earlier act, as the pack would say it. */
export function needs(supply: string, basis: string, message: string, gate = "after"): GateView {
  return { gate, when: null, basis, message, supply };
}
