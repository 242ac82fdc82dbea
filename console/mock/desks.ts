/** What the mock shows on the desks: duties, review, disclosure. */
import type {
  Desk,
  DisclosureProposal,
  DisclosureQueue,
  DutyRow,
  MatterRef,
  MatterRow,
  Me,
  ReviewDesk,
  ReviewDossier,
} from "../src/api/types";
import { digestOf } from "./digest";
import { procedureOf } from "./procedures";
import { lightOn, type MockMatter, TODAY, WORLD } from "./world";

export function matterRef({ page }: MockMatter): MatterRef {
  return { id: page.id, number: page.number, title: page.title, procedure: page.procedure, noun: page.noun };
}

export function matterRow(matter: MockMatter): MatterRow {
  const { category, stage, step, agency, opened, due, light, handlers, status, major } = matter.page;
  return { ...matterRef(matter), category, stage, step, agency, opened, due, light, handlers, status, major };
}

export function dutyRows(): DutyRow[] {
  return [...WORLD.matters.values()]
    .flatMap((matter) => {
      const acts = procedureOf(matter.page.procedure).acts;
      return matter.page.duties
        .filter((duty) => duty.state === "open")
        .map((duty): DutyRow => {
          const rule = acts.flatMap((act) => act.owes).find((owed) => owed.title === duty.title);
          const act = acts.find((candidate) => candidate.id === rule?.by);
          return {
            id: duty.id,
            matter: matterRef(matter),
            title: duty.title,
            kind: duty.kind,
            owner: duty.owner,
            agency: duty.agency,
            due: duty.due,
            light: duty.light,
            basis: duty.basis,
            act: act ? { id: act.id, title: act.title } : null,
          };
        });
    })
    .sort((a, b) => (a.due ?? "9").localeCompare(b.due ?? "9"));
}

export function deskOf(me: Me): Desk {
  const rows = dutyRows().filter(
    (row) => row.agency.id === me.agency.id || row.matter.procedure !== "petition",
  );
  const mine = rows.filter(({ owner }) => owner !== "party" && me.powers.includes(owner)).slice(0, 24);
  const waiting = rows.filter((row) => !mine.includes(row)).slice(0, 8);
  const changes = [...WORLD.matters.values()]
    .flatMap((matter) => matter.page.timeline.map((row) => ({ ...row, matter: matterRef(matter) })))
    .sort((a, b) => b.at.localeCompare(a.at))
    .slice(0, 20);
  const count = (test: (row: DutyRow) => boolean) => mine.filter(test).length;
  return {
    today: TODAY,
    counts: {
      overdue: count((row) => row.light.state === "overdue"),
      today: count((row) => row.light.state === "today"),
      week: count((row) => row.light.state === "soon"),
      waiting: waiting.length,
      party: 0,
    },
    duties: mine,
    waiting,
    changes,
  };
}

export function reviewDesk(): ReviewDesk {
  const submitted = [...WORLD.matters.values()].filter((matter) => matter.page.review.state === "submitted");
  return {
    queue: submitted.map((matter) => {
      const at = matter.page.timeline.find((row) => row.act.id === "submit_review");
      const duty = matter.page.duties.find(
        (candidate) => candidate.kind === "review" && candidate.state === "open",
      );
      return {
        matter: matterRef(matter),
        submitted: at?.at ?? "",
        by: at?.actor.name ?? "",
        due: duty?.due ?? null,
        light: lightOn(duty?.due ?? null),
        round: matter.done.get("conclude") ?? 1,
        digest: matter.page.review.digest ?? "",
      };
    }),
    done: [...WORLD.matters.values()].flatMap((matter) =>
      matter.page.timeline
        .filter((row) => row.act.id === "review_opinion")
        .map((row) => ({
          matter: matterRef(matter),
          conclusion: String(row.fields.find((field) => field.id === "conclusion")?.value),
          at: row.at,
        })),
    ),
  };
}

const ITEMS: [string, string, ("符合" | "不符合" | "不适用") | null, string[]][] = [
  ["subject", "执法主体合法", "符合", ["承办机关：长治市城市管理局", "权责清单第 37 项列有本项处罚权"]],
  [
    "officers",
    "执法人员具备资格",
    "符合",
    ["李明远 晋D0400213，有效期至 2028-06-30", "王秀芬 晋D0400214，有效期至 2027-03-31"],
  ],
  ["party", "当事人情况清楚", "符合", ["统一社会信用代码校验通过"]],
  ["power", "在职权和管辖范围内", "符合", ["违法行为发生地：潞州区"]],
  ["facts", "主要事实清楚", null, []],
  ["evidence", "证据确凿、合法、充分", null, ["在卷证据 2 项", "询问笔录有全程录像 1 份"]],
  ["nature", "定性准确", null, []],
  ["law", "适用法律、法规、规章准确", null, ["所引条文在行为时有效"]],
  ["discretion", "执行裁量基准适当", null, ["拟处罚款在该档范围内"]],
  ["procedure", "程序合法", "符合", ["立案、两人执法、亮证、送审次序均有记录"]],
  ["papers", "法律文书齐备、规范", "符合", ["应有文书 3 份，在卷 3 份"]],
  ["transfer", "涉嫌犯罪已移送", "不适用", ["没有移送线索"]],
];

export function reviewDossier(matter: MockMatter): ReviewDossier {
  const { page } = matter;
  const at = page.timeline.find((row) => row.act.id === "submit_review");
  const concluded = page.timeline.filter((row) => row.act.id === "conclude");
  const earlier = concluded[1]?.fields ?? [];
  return {
    submitted: {
      at: at?.at ?? "",
      by: at?.actor.name ?? "",
      digest: page.review.digest ?? digestOf(page.id),
      statement: "事实清楚，证据确凿，拟按一般情节处罚。",
      draft: "",
      declared: true,
      materials: [
        { title: "拟作决定的文本", there: true, note: "见《案件调查终结报告》" },
        { title: "送审说明", there: true, note: "随送审表" },
        { title: "证据", there: true, note: "在卷文件 3 份" },
      ],
      elements: [
        { element: "行为和经过", evidence: "现场检查笔录", place: "第 2 页" },
        { element: "情节和后果", evidence: "", place: "" },
      ],
      facts: page.facts.map((fact) => {
        const before = earlier.find((field) => field.id === fact.id);
        const changed = before !== undefined && JSON.stringify(before.value) !== JSON.stringify(fact.value);
        return { ...fact, changed, before: changed ? before.value : null };
      }),
      evidence: page.timeline.filter((row) => ["question", "collect_evidence"].includes(row.act.id)),
    },
    items: ITEMS.map(([item, title, prefill, proof]) => ({ item, title, prefill, proof })),
    options: ["同意", "建议补正材料", "建议补充调查", "建议纠正", "不同意", "建议移送"],
  };
}

export function disclosureQueue(): DisclosureQueue {
  const due = dutyRows().filter((row) => row.kind === "publish");
  return {
    due: due.map((row) => ({
      ...row,
      preview: {
        title: `${row.matter.title}案行政处罚决定`,
        party: WORLD.matters.get(row.matter.id)?.page.parties[0]?.name ?? "",
        masked: false,
      },
    })),
    published: [...WORLD.matters.values()].flatMap((matter) =>
      matter.page.timeline
        .filter((row) => row.act.id === "publish")
        .map((row) => ({ matter: matterRef(matter), title: matter.page.title, at: row.at })),
    ),
  };
}

export function disclosureOf({ page, values }: MockMatter): DisclosureProposal {
  const party = page.parties[0]?.name ?? "";
  const field = (id: string, label: string, inner: unknown, shown: unknown, why: string) => ({
    id,
    label,
    inner,
    public: shown,
    masked: inner !== shown,
    why,
    finds: [],
  });
  return {
    fields: [
      field(
        "public_title",
        "公开标题",
        `${page.title}案`,
        `${page.title}案行政处罚决定`,
        "标题写明行为，不写个人姓名",
      ),
      field("public_party", "当事人", party, party, "当事人是法人，名称应当公开"),
      field(
        "public_facts",
        "违法事实",
        `${values.facts ?? ""}（现场负责人周某某，电话 139****0021）`,
        values.facts ?? "",
        "自然人姓名和联系方式不公开（处罚法48、个人信息保护法）",
      ),
      field("public_result", "处罚内容", "罚款人民币 15,000 元", "罚款人民币 15,000 元", "处罚内容应当公开"),
    ],
    term: null,
  };
}
