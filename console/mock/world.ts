/** What the mock remembers, and how an act changes it. A small imitation: gates know only which acts came before. */
import type {
  ActOption,
  Duty,
  Light,
  MatterPage,
  Me,
  Named,
  Preview,
  Reason,
  Receipt,
  TimelineRow,
} from "../src/api/types";
import { addDays } from "../src/words/dates";
import { shown } from "../src/words/shown";
import { review, settle } from "./aftermath";
import { BUREAU, PEOPLE } from "./people";
import type { MockAct } from "./procedure-parts";
import { PROCEDURES, procedureOf } from "./procedures";

export const TODAY = "2026-11-23";

export interface MockMatter {
  page: MatterPage;
  done: Map<string, number>;
  values: Record<string, unknown>;
  /** Fields that legal review covers, as they were when last submitted. */
  submitted: Record<string, unknown> | null;
}

export const WORLD = { matters: new Map<string, MockMatter>(), seq: 48_213, serial: 300, papers: 40 };

export function lightOn(due: string | null, state: Duty["state"] = "open"): Light {
  if (state === "fulfilled") return { state: "done", days: 0, text: "已完成" };
  if (state === "excused") return { state: "excused", days: 0, text: "已免除" };
  if (state === "stopped") return { state: "stopped", days: 0, text: "已中止" };
  if (!due) return { state: "ok", days: 0, text: "及时办理" };
  const days = Math.round((Date.parse(due) - Date.parse(TODAY)) / 86_400_000);
  if (days < 0) return { state: "overdue", days: -days, text: `逾期 ${-days} 天` };
  if (days === 0) return { state: "today", days: 0, text: "今日到期" };
  return { state: days <= 5 ? "soon" : "ok", days, text: `还剩 ${days} 天` };
}

export function openMatter(procedure: string, id: string, agency: Named): MockMatter {
  const type = procedureOf(procedure);
  const first = type.stages[0];
  const page: MatterPage = {
    id,
    number: null,
    title: "",
    procedure,
    noun: type.noun,
    category: type.category,
    stage: { id: first?.id ?? "", title: first?.title ?? "" },
    step: first?.steps[0] ?? "",
    agency,
    opened: TODAY,
    due: null,
    light: lightOn(null),
    handlers: [],
    status: "open",
    major: false,
    version: 0,
    procedure_title: type.title,
    pack_version: "2026.3",
    query_code: null,
    stages: [],
    possible: [],
    blocked: [],
    timeline: [],
    duties: [],
    papers: [],
    people: [],
    parties: [],
    facts: [],
    review: { major: false, why: [], state: "none", digest: null, draft_digest: null, changed: [] },
    record: { events: 0, from: WORLD.seq + 1, to: WORLD.seq },
  };
  return { page, done: new Map(), values: {}, submitted: null };
}

export function refusals(matter: MockMatter, act: MockAct, fields: Record<string, unknown>): Reason[] {
  const missing = act.fields
    .filter((field) => field.required && (fields[field.id] === undefined || fields[field.id] === false))
    .map((field) => ({
      code: "input.required",
      message: `“${field.label}”没有填。`,
      article: field.basis || null,
      field: field.id,
      supply: null,
    }));
  return [...gateRefusals(matter, act), ...missing, ...officerRefusals(act, fields)];
}

function gateRefusals(matter: MockMatter, act: MockAct): Reason[] {
  const type = procedureOf(matter.page.procedure);
  return act.after
    .filter((id) => !matter.done.has(id))
    .map((id) => {
      const gate = act.gates.find((candidate) => candidate.supply === id);
      const supplier = type.acts.find((candidate) => candidate.id === id);
      return {
        code: `gate.${gate?.gate ?? "after"}`,
        message: gate?.message ?? `还没有${supplier?.title ?? id}。`,
        article: gate?.basis ?? act.basis[0] ?? null,
        field: null,
        supply: supplier ? { act: id, title: supplier.title } : null,
      };
    });
}

function officerRefusals(act: MockAct, fields: Record<string, unknown>): Reason[] {
  return act.fields
    .filter((field) => field.type === "officers")
    .flatMap((field) => {
      const named = Array.isArray(fields[field.id]) ? (fields[field.id] as string[]) : [];
      const valid = named.filter((id) => PEOPLE.find((person) => person.id === id)?.valid);
      if (named.length === 0 || valid.length >= 2) return [];
      return [
        {
          code: "gate.officers",
          message: `执法人员不得少于两人，现有 ${valid.length} 人的执法证有效。请再选一名持有效执法证的人员。`,
          article: "处罚法42",
          field: field.id,
          supply: null,
        },
      ];
    });
}

export function preview(matter: MockMatter, act: MockAct, fields: Record<string, unknown>): Preview {
  const reasons = refusals(matter, act, fields);
  const open = matter.page.duties.filter(
    (duty) => duty.state === "open" && act.fulfils.includes(ruleId(duty)),
  );
  const warnings = Object.values(fields).some(
    (value) => typeof value === "string" && value.includes("处罚法38"),
  )
    ? [{ message: "正文引用的“处罚法38”已由 2021 年修订改为第五十七条，请核对。", cite: "处罚法58" }]
    : [];
  return {
    warnings,
    allowed: reasons.length === 0,
    reasons,
    fulfils: open.map((duty) => ({ title: duty.title })),
    creates: act.owes.map((owed) => ({
      title: owed.title,
      due: addDays(TODAY, owed.days),
      steps: stepsOf(TODAY, owed.days, owed.basis),
    })),
    papers: act.paper
      ? [
          {
            id: `${act.id}-paper`,
            title: act.paper.title,
            number: act.paper.kind ? "（编号于出具时生成）" : null,
            paragraphs: act.paper.body.map((line) => fill(line, act, fields)),
          },
        ]
      : [],
  };
}

export function perform(
  matter: MockMatter,
  act: MockAct,
  fields: Record<string, unknown>,
  actor: Me["person"],
  on = TODAY,
  at = "09:30",
): Receipt {
  const { page } = matter;
  WORLD.seq += 1;
  page.version += 1;
  matter.done.set(act.id, (matter.done.get(act.id) ?? 0) + 1);
  Object.assign(matter.values, fields);
  if (act.kind === "open") {
    page.opened = on;
    page.title = String(fields.request ?? fields.subject ?? "");
    page.parties = [
      {
        name: fields.petitioner ? mask(String(fields.petitioner)) : String(fields.party ?? ""),
        kind: fields.petitioner ? "信访人" : "当事人",
        masked: Boolean(fields.petitioner),
      },
    ];
    page.query_code =
      page.category === "信访" ? `${1000 + (WORLD.seq % 9000)}-${2000 + ((WORLD.seq * 7) % 7000)}` : null;
    page.record.from = WORLD.seq;
  }
  if ((act.kind === "open" && page.category === "信访") || act.id === "file_case") {
    WORLD.serial += 1;
    page.number = `${page.category === "信访" ? "长信信" : "长城管处"}〔2026〕${WORLD.serial}号`;
  }
  const fulfilled = page.duties.filter((duty) => duty.state === "open" && act.fulfils.includes(ruleId(duty)));
  for (const duty of fulfilled)
    Object.assign(duty, { state: "fulfilled", closed: on, light: lightOn(null, "fulfilled") });
  const created = act.owes.map((owed) => {
    const due = addDays(on, owed.days);
    const duty: Duty = {
      id: `${page.id}/${page.duties.length + 1}`,
      title: owed.title,
      kind: owed.kind,
      owner: owed.owner,
      agency: page.agency,
      created: on,
      due,
      light: lightOn(due),
      basis: owed.basis,
      rule: owed.rule,
      steps: stepsOf(on, owed.days, owed.basis),
      alarms: [`${addDays(due, -3)} 起提醒承办人`, `${due} 未完成即报科室负责人`],
      state: "open",
      closed: null,
    };
    page.duties.push(duty);
    return duty;
  });
  const papers = act.paper
    ? [
        {
          id: `p${page.papers.length + 1}`,
          title: act.paper.title,
          number: act.paper.kind ? `长信${act.paper.kind}〔2026〕${++WORLD.papers}号` : null,
        },
      ]
    : [];
  for (const paper of papers)
    page.papers.push({
      ...paper,
      act: act.id,
      at: `${on}T${at}:00+08:00`,
      outward: act.paper?.kind !== null,
      served: null,
    });
  const names = [...new Set([actor.name, ...page.handlers])];
  if (act.power === "handle" || act.power === "register") page.handlers = names.slice(0, 3);
  if (Array.isArray(fields.officers)) {
    page.people = (fields.officers as string[]).map((id) => {
      const person = PEOPLE.find((candidate) => candidate.id === id);
      return { role: "承办", id, name: person?.name ?? id, card: person?.card ?? null };
    });
  }
  const due = created[0]?.due ?? page.due;
  const row: TimelineRow = {
    version: page.version,
    seq: WORLD.seq,
    at: `${on}T${at}:00+08:00`,
    act: { id: act.id, title: act.title },
    actor,
    agency: page.agency,
    sentence: fill(act.sentence, act, fields)
      .replace("{number}", page.number ?? "")
      .replace(
        "{paper}",
        papers[0] ? `${papers[0].title}${papers[0].number ? ` ${papers[0].number}` : ""}` : "文书",
      )
      .replace("{due}", due ?? ""),
    fields: act.fields
      .filter((field) => fields[field.id] !== undefined)
      .map((field) => ({
        id: field.id,
        label: field.label,
        type: field.type,
        value: field.personal ? mask(String(fields[field.id])) : fields[field.id],
        masked: field.personal,
      })),
    papers,
    fulfilled: fulfilled.map((duty) => duty.title),
    created: created.map(({ title, due: day }) => ({ title, due: day })),
    stage: act.stage,
  };
  page.timeline.unshift(row);
  review(matter, act, fields);
  if (act.kind === "archive") page.status = "archived";
  settle(matter, act);
  return {
    matter: { id: page.id, number: page.number, title: page.title },
    version: page.version,
    seq: WORLD.seq,
    sentence: row.sentence,
    papers,
    fulfilled: row.fulfilled,
    created: row.created,
    query_code: act.kind === "open" ? page.query_code : null,
  };
}

export function optionsFor(matter: MockMatter, me: Me): Pick<MatterPage, "possible" | "blocked"> {
  const type = procedureOf(matter.page.procedure);
  const wanted = type.acts.filter((act) => act.kind !== "open" && (act.repeat || !matter.done.has(act.id)));
  const options =
    matter.page.status === "archived"
      ? []
      : wanted.map((act): ActOption => {
          const reasons = gateRefusals(matter, act);
          return {
            id: act.id,
            title: act.title,
            step: act.step,
            kind: act.kind,
            help: act.help,
            basis: act.basis,
            allowed: reasons.length === 0,
            reasons,
            mine: me.powers.includes(act.power),
          };
        });
  return {
    possible: options.filter((option) => option.allowed),
    blocked: options.filter((option) => !option.allowed),
  };
}

function fill(text: string, act: MockAct, fields: Record<string, unknown>): string {
  return text.replace(/\{(\w+)\}/g, (whole, id: string) => {
    const type = act.fields.find((field) => field.id === id);
    if (!type) return whole;
    const value = fields[id];
    if (value === undefined) return "＿＿＿＿";
    if (type.type === "officers")
      return (value as string[])
        .map((one) => PEOPLE.find((person) => person.id === one)?.name ?? one)
        .join("、");
    return shown(value, type.type);
  });
}

function stepsOf(start: string, days: number, basis: string): string[] {
  const due = addDays(start, days);
  return [
    `起算：${start} 当日不计，从次日起算（民法典201）`,
    `期间：${days} 日（${basis}）`,
    `届满：${due}，不是法定休假日，不顺延`,
  ];
}

function ruleId(duty: Duty): string {
  for (const type of PROCEDURES)
    for (const act of type.acts) for (const owed of act.owes) if (owed.title === duty.title) return owed.id;
  return "";
}

function mask(name: string): string {
  return /^\d+$/.test(name)
    ? name.replace(/.(?=.{4})/g, "*")
    : `${name.slice(0, 1)}${"＊".repeat(Math.max(1, name.length - 1))}`;
}

export const HOME = BUREAU;
