/** The law section in the mock: articles, examples, two versions to compare, parameters that one proposes and another approves. */
import type {
  ArticleText,
  ExampleRun,
  LawComparison,
  LawParameter,
  LawProposal,
  Me,
  TouchedMatters,
} from "../src/api/types";
import { TODAY, WORLD } from "./world";

const ARTICLES: Record<string, ArticleText> = {
  处罚法58: {
    statute: "处罚法",
    title: "中华人民共和国行政处罚法",
    version: "2021-01-22",
    in_force: true,
    article: "第五十八条",
    text: "",
    paragraphs: [
      {
        n: 1,
        text: "有下列情形之一，在行政机关负责人作出行政处罚的决定之前，应当由从事行政处罚决定法制审核的人员进行法制审核；未经法制审核或者审核未通过的，不得作出决定：",
        items: [
          { n: 1, text: "（一）涉及重大公共利益的；" },
          { n: 2, text: "（二）直接关系当事人或者第三人重大权益，经过听证程序的；" },
          { n: 3, text: "（三）案件情况疑难复杂、涉及多个法律关系的；" },
          { n: 4, text: "（四）法律、法规规定应当进行法制审核的其他情形。" },
        ],
      },
      {
        n: 2,
        text: "行政机关中初次从事行政处罚决定法制审核的人员，应当通过国家统一法律职业资格考试取得法律职业资格。",
        items: [],
      },
    ],
    warning: null,
  },
  处罚法42: {
    statute: "处罚法",
    title: "中华人民共和国行政处罚法",
    version: "2021-01-22",
    in_force: true,
    article: "第四十二条",
    text: "",
    paragraphs: [
      {
        n: 1,
        text: "行政处罚应当由具有行政执法资格的执法人员实施。执法人员不得少于两人，法律另有规定的除外。",
        items: [],
      },
      { n: 2, text: "执法人员应当文明执法，尊重和保护当事人合法权益。", items: [] },
    ],
    warning: null,
  },
};

export function articleOf(cite: string): ArticleText | null {
  return ARTICLES[cite] ?? null;
}

export const EXAMPLES: Record<string, ExampleRun[]> = {
  "penalty.ordinary": [
    {
      title: "送审以后改了罚款数额的，同意失效，不得作出决定",
      passed: true,
      steps: [
        {
          at: "2026-03-02T09:00",
          who: "officer-a",
          act: "登记线索",
          refused: null,
          basis: null,
          outcome: "已登记线索",
        },
        {
          at: "2026-03-20T15:00",
          who: "reviewer",
          act: "出具法制审核意见",
          refused: null,
          basis: null,
          outcome: "法制审核意见：同意",
        },
        {
          at: "2026-03-23T10:00",
          who: "principal",
          act: "作出处罚决定",
          refused: "gate.review_cleared",
          basis: "处罚法58",
          outcome: "拒绝：草案在送审以后有改动，原来的同意已经失效",
        },
      ],
      deviation: null,
    },
    {
      title: "一名执法人员的证件已经到期的，不得询问",
      passed: false,
      steps: [
        {
          at: "2026-03-04T09:00",
          who: "officer-expired",
          act: "询问当事人",
          refused: "gate.officers",
          basis: "处罚法42",
          outcome: "没有拒绝",
        },
      ],
      deviation: "应当以 gate.officers 拒绝，实际已办成",
    },
  ],
};

export const COMPARISON: LawComparison = {
  changes: [
    { path: "title", kind: "changed", left: "行政处罚·普通程序（2017）", right: "行政处罚·普通程序" },
    { path: "acts/decide/basis", kind: "changed", left: ["处罚法38"], right: ["处罚法57", "处罚法60"] },
    {
      path: "acts/file_case/duties/decide",
      kind: "added",
      left: null,
      right: { id: "decide", title: "作出处罚决定" },
    },
    { path: "acts/hearing/fields/waived", kind: "removed", left: { label: "放弃听证" }, right: null },
    { path: "parameters/hearing_days/value", kind: "changed", left: 3, right: 5 },
  ],
};

export function touchedBy(procedure: string): TouchedMatters {
  const matters = [...WORLD.matters.values()].filter(
    ({ page }) => page.procedure === procedure && page.status === "open",
  );
  return {
    count: matters.length,
    matters: matters.slice(0, 8).map(({ page }) => ({
      id: page.id,
      number: page.number,
      title: page.title,
      opened: page.opened,
      why: `${page.opened} 登记，登记时这个版本已经施行，按这个版本办到底`,
    })),
  };
}

const PENALTY = { id: "penalty.ordinary", title: "行政处罚·普通程序" };

const PARAMETERS: LawParameter[] = [
  {
    procedure: PENALTY,
    general: false,
    name: "major_fine_person",
    label: "对个人罚款的较大数额",
    unit: "分",
    value: 500_000,
    national: 500_000,
    min: 100_000,
    max: 1_000_000,
    basis: "处罚法58",
    certainty: "unverified",
    proposal: null,
  },
  {
    procedure: PENALTY,
    general: false,
    name: "archive_days",
    label: "结案后归档的期限",
    unit: "日",
    value: 20,
    national: 30,
    min: 1,
    max: 30,
    basis: "示例参数",
    certainty: "excerpt",
    proposal: null,
  },
  {
    procedure: { id: "rules.looking", title: "调阅" },
    general: true,
    name: "longest",
    label: "一次批准最长多少日",
    unit: "日",
    value: 30,
    national: 30,
    min: 1,
    max: 180,
    basis: "蒙244第24",
    certainty: "unverified",
    proposal: null,
  },
];

const PROPOSALS: LawProposal[] = [
  {
    id: "lp-1",
    procedure: PENALTY,
    name: "major_fine_person",
    label: "对个人罚款的较大数额",
    unit: "分",
    before: 500_000,
    value: 300_000,
    basis: "《长治市重大行政执法决定法制审核目录》第三条",
    by: { id: "p-li", name: "李明远" },
    at: "2026-11-20T10:12:00+08:00",
    state: "proposed",
    decided: null,
    from: null,
    can: { decide: false, publish: false },
  },
  {
    id: "lp-0",
    procedure: PENALTY,
    name: "archive_days",
    label: "结案后归档的期限",
    unit: "日",
    before: 30,
    value: 20,
    basis: "《长治市行政执法案卷管理办法》第九条",
    by: { id: "p-li", name: "李明远" },
    at: "2026-03-02T09:00:00+08:00",
    state: "published",
    decided: {
      by: { id: "p-sun", name: "孙晓梅" },
      at: "2026-03-05T16:00:00+08:00",
      opinion: "有依据，同意。",
    },
    from: "2026-03-10",
    can: { decide: false, publish: false },
  },
];

export function parametersFor(): LawParameter[] {
  return PARAMETERS.map((row) => ({
    ...row,
    proposal:
      PROPOSALS.find((each) => each.name === row.name && ["proposed", "approved"].includes(each.state))?.id ??
      null,
  }));
}

export function proposalsFor(me: Me): LawProposal[] {
  return PROPOSALS.map((row) => ({
    ...row,
    can: {
      decide:
        row.state === "proposed" &&
        row.by.id !== me.person.id &&
        (me.powers.includes("approve") || me.powers.includes("review")),
      publish: row.state === "approved" && me.powers.includes("publish"),
    },
  }));
}

export function propose(
  [procedure, name]: [string, string],
  { value, basis }: { value: number; basis: string },
  me: Me,
): LawProposal | null {
  const parameter = PARAMETERS.find((row) => row.procedure.id === procedure && row.name === name);
  if (!parameter) return null;
  const proposal: LawProposal = {
    id: `lp-${PROPOSALS.length + 1}`,
    procedure: parameter.procedure,
    name,
    label: parameter.label,
    unit: parameter.unit,
    before: parameter.value,
    value,
    basis,
    by: me.person,
    at: `${TODAY}T10:00:00+08:00`,
    state: "proposed",
    decided: null,
    from: null,
    can: { decide: false, publish: false },
  };
  PROPOSALS.unshift(proposal);
  return proposal;
}

export function stepProposal(
  id: string,
  step: string,
  body: { opinion?: string; from?: string },
  me: Me,
): LawProposal | null {
  const proposal = PROPOSALS.find((row) => row.id === id);
  if (!proposal) return null;
  if (step === "publish") {
    proposal.state = "published";
    proposal.from = body.from ?? TODAY;
    const parameter = PARAMETERS.find((row) => row.name === proposal.name);
    if (parameter) parameter.value = proposal.value;
  } else {
    proposal.state = step === "approve" ? "approved" : "rejected";
    proposal.decided = { by: me.person, at: `${TODAY}T10:00:00+08:00`, opinion: body.opinion ?? "" };
  }
  return proposal;
}

/** Procedures that this agency has switched off. */
export const OFF = new Set<string>();
