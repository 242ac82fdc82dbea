/** What the mock answers about officers and their cards: enough of a life to look at, and steps that change it. */
import type { CanStep, LifeStep, OfficerLine } from "../src/api/officers";
import type { Me, Power } from "../src/api/types";
import { PEOPLE } from "./people";
import { json, problem } from "./replies";

const TODAY = "2026-11-23";
const WANTED = 60;
const HOURS: Record<string, number> = { "p-li": 64, "p-wang": 42, "p-chen": 60, "p-gao": 12 };
const suspended = new Set<string>();
const lives = new Map<string, LifeStep[]>();

const STEPS: [string, string, Power[], boolean][] = [
  ["train", "登记培训", ["approve", "review", "supervise"], false],
  ["transfer", "调动", ["decide"], true],
  ["suspend", "暂扣", ["decide", "supervise"], true],
  ["resume", "恢复", ["decide"], true],
  ["withdraw", "收回", ["decide"], true],
];

function lines(): OfficerLine[] {
  return PEOPLE.filter((person) => person.card).map((person) => {
    const until = person.valid_until ?? "";
    const standing = suspended.has(person.id) ? "suspended" : until < TODAY ? "lapsed" : "active";
    const hours = HOURS[person.id] ?? 0;
    return {
      id: person.id,
      name: person.name,
      agency: person.agency,
      post: person.roles[0]?.title ?? "",
      card: person.card ?? "",
      fields: ["信访", "行政处罚"],
      regions: ["140400"],
      valid_until: person.valid_until,
      standing,
      standing_title: { active: "有效", lapsed: "已过期", suspended: "暂扣中" }[standing] ?? standing,
      soon: false,
      trained: true,
      hours,
      hours_wanted: WANTED,
      short: standing !== "lapsed" && hours < WANTED,
      devices: person.id === "p-li" ? 1 : 0,
    };
  });
}

export function officerList(query: URLSearchParams): Response {
  const words = query.get("q") ?? "";
  const named = lines().filter((line) => `${line.name} ${line.card}`.includes(words));
  const counts: Record<string, number> = {};
  for (const line of named) {
    counts[line.standing] = (counts[line.standing] ?? 0) + 1;
    if (line.short) counts.short = (counts.short ?? 0) + 1;
  }
  const standing = query.get("standing");
  const items = standing
    ? named.filter((line) => (standing === "short" ? line.short : line.standing === standing))
    : named;
  return json({ items, total: items.length, counts });
}

function lifeOf(line: OfficerLine): LifeStep[] {
  const known = lives.get(line.id);
  if (known) return known;
  const step = (at: string, id: string, title: string, by: string, said: string, seq: number): LifeStep => ({
    step: id,
    title,
    at,
    by: { id: by, name: by },
    agency: line.agency.id,
    said,
    reason: "",
    article: id === "activate" ? "处罚法42" : "国办发〔2018〕118号",
    seq,
  });
  const life = [
    step(
      "2023-07-03T10:20",
      "activate",
      "启用",
      "陈立新",
      `${line.name} 的执法证已启用，自今日起可以执法`,
      44,
    ),
    step("2023-07-01T09:12", "train", "登记培训", "陈立新", `已登记 ${line.name} 岗前培训合格，40 学时`, 43),
    step("2023-06-28T16:40", "issue", "发证", "高志强", `已向 ${line.name} 发证`, 42),
    step("2023-06-27T11:02", "examine", "审核", "孙晓梅", `${line.name} 的申领已审核同意，待发证`, 41),
    step("2023-06-26T09:30", "apply", "申领", "陈立新", `已为 ${line.name} 申领执法证，待审核`, 40),
  ];
  lives.set(line.id, life);
  return life;
}

export function officerPage(id: string, me: Me): Response {
  const line = lines().find((each) => each.id === id);
  if (!line) return problem(404, "missing", "没有这名执法人员", "它可能不存在，或者不在您可以查看的范围内。");
  const possible = (step: string) =>
    step === "resume" ? suspended.has(id) : step === "suspend" ? line.standing === "active" : true;
  const can: CanStep[] = STEPS.filter(
    ([step, , powers]) =>
      possible(step) && me.person.id !== id && powers.some((power) => me.powers.includes(power)),
  ).map(([step, title, , reason]) => ({
    id: step,
    title,
    basis: "国办发〔2018〕118号",
    help: "写入记录，不能改写。",
    reason,
  }));
  return json({
    line,
    issuer: "山西省人民政府",
    valid_from: "2023-07-01",
    photo: false,
    asked: null,
    life: lifeOf(line),
    training: [{ before_post: true, day: "2023-06-30", hours: 40, subject: "行政处罚法", passed: true }],
    devices:
      line.devices > 0 ? [{ id: "d1", label: "安卓手机", since: "2026-03-02T09:10", until: null }] : [],
    can,
    can_revoke: true,
    seen: lifeOf(line).length,
  });
}

export function takeStep(id: string, step: string, body: { reason?: string }, me: Me): Response {
  const line = lines().find((each) => each.id === id);
  if (!line) return problem(404, "missing", "没有这名执法人员", "请返回后重新打开。");
  const rule = STEPS.find(([known]) => known === step);
  if (step === "suspend") suspended.add(id);
  if (step === "resume") suspended.delete(id);
  const said = `${line.name} 的执法证已${rule?.[1] ?? "办理"}`;
  lives.set(id, [
    {
      step,
      title: rule?.[1] ?? step,
      at: `${TODAY}T10:00`,
      by: me.person,
      agency: me.agency.id,
      said,
      reason: body.reason ?? "",
      article: "国办发〔2018〕118号",
      seq: 99,
    },
    ...lifeOf(line),
  ]);
  return json({
    id,
    standing: line.standing,
    standing_title: line.standing_title,
    seen: 9,
    said,
    device: null,
  });
}
