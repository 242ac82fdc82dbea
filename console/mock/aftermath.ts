/** What follows from an act in the mock: where the matter stands, and how legal review stands. */
import type { StageView } from "../src/api/types";
import { shown } from "../src/words/shown";
import { digestOf } from "./digest";
import type { MockAct } from "./procedure-parts";
import { procedureOf } from "./procedures";
import { lightOn, type MockMatter, WORLD } from "./world";

/** Everything of the page that follows from what was done. */
export function settle(matter: MockMatter, last: MockAct): void {
  const { page } = matter;
  const type = procedureOf(page.procedure);
  const open = page.duties.filter((duty) => duty.state === "open");
  page.due =
    open
      .map((duty) => duty.due)
      .filter((due) => due !== null)
      .sort()[0] ?? null;
  page.light = page.status === "open" ? lightOn(page.due) : lightOn(null, "fulfilled");
  const here = type.stages.find((stage) => stage.id === last.stage);
  if (here) page.stage = { id: here.id, title: here.title };
  page.step = last.step;
  const reached = type.stages.findIndex((stage) => stage.id === last.stage);
  page.stages = type.stages.map((stage, index): StageView => {
    const step = stage.steps.indexOf(last.step);
    return {
      id: stage.id,
      title: stage.title,
      state: page.status === "archived" || index < reached ? "done" : index === reached ? "now" : "ahead",
      steps: stage.steps.map((title, position) => ({
        title,
        state:
          page.status === "archived" || index < reached || (index === reached && position < step)
            ? "done"
            : index === reached && position === step
              ? "now"
              : "ahead",
      })),
    };
  });
  page.record = { events: page.version, from: page.record.from, to: WORLD.seq };
}

export function review(matter: MockMatter, act: MockAct, fields: Record<string, unknown>): void {
  const state = matter.page.review;
  const type = procedureOf(matter.page.procedure);
  if (act.id === "conclude") {
    state.draft_digest = digestOf(fields);
    state.major = true;
    state.why = [{ title: "拟处罚款达到较大数额", basis: "处罚法58" }];
    matter.page.major = true;
    const labels = type.acts.find((candidate) => candidate.id === "conclude")?.fields ?? [];
    matter.page.facts = labels
      .filter((field) => fields[field.id] !== undefined)
      .map((field) => ({ id: field.id, label: field.label, value: fields[field.id], type: field.type }));
    if (matter.submitted && state.state === "agreed") state.state = "void";
    const before = matter.submitted;
    state.changed = before
      ? labels
          .filter((field) => JSON.stringify(before[field.id]) !== JSON.stringify(fields[field.id]))
          .map((field) => ({
            label: field.label,
            before: shown(before[field.id], field.type),
            after: shown(fields[field.id], field.type),
          }))
      : [];
  }
  if (act.kind === "submit") {
    state.state = "submitted";
    state.digest = state.draft_digest;
    matter.submitted = Object.fromEntries(matter.page.facts.map((fact) => [fact.id, fact.value]));
  }
  if (act.kind === "opine") state.state = fields.conclusion === "同意" ? "agreed" : "returned";
}
