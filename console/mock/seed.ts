/** Fills the mock with invented matters, by performing acts as people would. */
import { addDays } from "../src/words/dates";
import { CITY, COUNTY_BUREAUS, personNamed } from "./people";
import { procedureOf } from "./procedures";
import { HOME, type MockMatter, openMatter, perform, TODAY, WORLD } from "./world";

type Fields = Record<string, unknown>;

const file = (name: string, size: number) => ({
  digest: name.length.toString(16).padStart(64, "7"),
  name,
  size,
  type: name.endsWith(".mp4") ? "video/mp4" : "image/jpeg",
});

function run(
  matter: MockMatter,
  script: [act: string, who: string, daysAgo: number, at: string, fields: Fields][],
): void {
  for (const [id, who, daysAgo, at, fields] of script) {
    const act = procedureOf(matter.page.procedure).acts.find((candidate) => candidate.id === id);
    if (act) perform(matter, act, fields, personNamed(who), addDays(TODAY, -daysAgo), at);
  }
  WORLD.matters.set(matter.page.id, matter);
}

const REQUESTS = [
  "要求解决小区供热管网漏水问题",
  "反映村集体土地承包款未兑付",
  "要求核实低保资格取消情况",
  "反映建筑工地夜间施工扰民",
  "要求支付拖欠的农民工工资",
  "反映河道堆放垃圾影响防汛",
  "要求落实退役士兵安置待遇",
  "反映幼儿园周边占道经营",
  "建议增设城南社区公交站点",
  "要求办理多年未下发的不动产权证",
  "反映物业公司不公开收支账目",
  "要求修复雨后塌陷的乡村道路",
];
const SURNAMES = "王李张刘陈杨赵黄周吴郭牛";

function petition(index: number): void {
  const agency = index % 3 === 0 ? HOME : (COUNTY_BUREAUS[index % 12] ?? HOME);
  const matter = openMatter("petition", `m-${String(index).padStart(4, "0")}`, agency);
  const request = REQUESTS[index % REQUESTS.length] ?? "";
  const depth = index % 5;
  // Most are in time; a few are not, as in life.
  const age =
    [
      1 + ((index * 7) % 17),
      2 + ((index * 5) % 16),
      8 + ((index * 11) % 55),
      12 + ((index * 7) % 40),
      6 + ((index * 3) % 8),
    ][depth] ?? 9;
  const opening: Fields = {
    channel: ["走访", "来信", "网上", "来电"][index % 4],
    petitioner: `${SURNAMES[index % SURNAMES.length]}某`,
    address: "某县某乡某村",
    headcount: 1 + (index % 4),
    request,
    facts: `${request}。信访人称曾向有关单位反映，未得到答复。`,
  };
  const steps: Parameters<typeof run>[1] = [
    ["register", index % 2 ? "p-li" : "p-wang", age, "09:12", opening],
  ];
  if (depth >= 1)
    steps.push(["route", "p-li", age - 1, "15:02", { path: "信访程序", reason: "没有其他法定途径" }]);
  if (depth >= 2)
    steps.push([
      "notice",
      "p-wang",
      age - 2,
      "10:20",
      { accepted_on: addDays(TODAY, 2 - age), officers: ["p-li", "p-wang"], text: "由督查科办理。" },
    ]);
  if (depth >= 3)
    steps.push([
      "investigate",
      "p-li",
      age - 3,
      "16:40",
      { officers: ["p-li", "p-wang"], findings: "已到现场核实。" },
    ]);
  if (depth >= 4) {
    steps.push([
      "opinion",
      "p-chen",
      Math.max(1, age - 4),
      "11:05",
      { outcome: "支持", found: "反映情况基本属实。", law: "信访工作条例第三十二条" },
    ]);
    if (index % 2)
      steps.push([
        "serve_opinion",
        "p-wang",
        1,
        "14:30",
        { manner: "直接送达", served_on: addDays(TODAY, -(index % 4)) },
      ]);
  }
  run(matter, steps);
}

function penalty(id: string, subject: string, party: string, until: number): void {
  const both = { officers: ["p-li", "p-wang"] };
  const concluded = (fine: number): Fields => ({
    facts: `${party}自 2026 年 9 月起未经批准，在府后西街人行道堆放钢管、模板等建筑材料，占用面积约 46 平方米，经责令限期清理仍未改正。`,
    law: "《城市道路管理条例》第二十七条、第四十二条",
    kinds: ["罚款"],
    fine,
    discretion: "占用面积四十平方米以上，责令后未改正，属于较重情形；积极配合调查，未造成人身伤害。",
  });
  const script: Parameters<typeof run>[1] = [
    [
      "register_clue",
      "p-li",
      52,
      "08:50",
      {
        source: "投诉举报",
        subject,
        party,
        content: "沿街住户多次来电反映人行道被建筑材料占用，行人只能走机动车道。",
      },
    ],
    [
      "file_case",
      "p-chen",
      48,
      "10:12",
      {
        violation_ended: "2026-10-05",
        conditions: ["有证据初步证明", "依法应当处罚", "本机关有管辖权", "在处罚时效内"],
      },
    ],
    ["assign", "p-chen", 48, "10:20", both],
    [
      "question",
      "p-li",
      41,
      "15:40",
      {
        ...both,
        person_questioned: "周某某",
        started_at: "2026-10-13T14:30",
        ended_at: "2026-10-13T15:35",
        text: "问：材料是谁堆放的？答：是我们项目部临时放的，想着用完就清走。",
        recording: [file("询问周某某 全程录像.mp4", 324_000_000)],
      },
    ],
    [
      "collect_evidence",
      "p-wang",
      40,
      "16:10",
      {
        evidence_kind: "勘验笔录、现场笔录",
        proves: "占用人行道约 46 平方米",
        files: [file("现场勘验笔录.jpg", 820_000), file("现场照片一.jpg", 2_400_000)],
      },
    ],
    ["conclude", "p-li", 16, "17:02", concluded(2_000_000)],
    ["submit_review", "p-li", 14, "09:05", { declaration: true }],
    [
      "review_opinion",
      "p-sun",
      11,
      "16:48",
      { conclusion: "建议纠正", items: [], text: "裁量理由没有对照裁量基准写明档次，请补充。" },
    ],
    [
      "conclude",
      "p-li",
      6,
      "11:26",
      {
        ...concluded(1_500_000),
        discretion:
          "占用面积四十平方米以上，责令后未改正，对照裁量基准属于较重一档；积极配合调查，未造成人身伤害，在该档内取下限。",
      },
    ],
  ];
  const matter = openMatter("penalty.ordinary", id, CITY);
  run(matter, script.slice(0, until));
  if (until > 9) {
    matter.done.delete("submit_review");
    matter.done.delete("review_opinion");
    run(matter, [["submit_review", "p-li", 4, "08:58", { declaration: true }]]);
  }
  if (until > 10) {
    run(matter, [
      ["review_opinion", "p-sun", 3, "15:20", { conclusion: "同意", items: [], text: "同意。" }],
      ["notify", "p-li", 3, "16:30", { text: "拟对你单位罚款一万五千元。", hearing: true }],
      [
        "decide",
        "p-gao",
        2,
        "10:00",
        {
          text: "责令改正，并处罚款。",
          fine: 1_500_000,
          remedy: "可在六十日内申请行政复议，或者在六个月内提起行政诉讼。",
        },
      ],
    ]);
  }
}

let seeded = false;

export function seed(): void {
  if (seeded) return;
  seeded = true;
  for (let index = 1; index <= 118; index += 1) petition(index);
  penalty("m-penalty-a", "擅自占用人行道堆放建筑材料", "长治某建筑工程有限公司", 10);
  penalty("m-penalty-b", "未按规定清运建筑垃圾", "山西某渣土运输有限公司", 8);
  penalty("m-penalty-c", "擅自设置大型户外广告", "长治某广告传媒有限公司", 11);
  penalty("m-penalty-d", "临街饭店向雨水管网倾倒污水", "潞州区某饭店", 5);
}
