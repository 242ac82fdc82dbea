/** A county's review catalogue beside its city's, as the server would tell it. */
import type { Adaptation } from "../src/api/catalogue";

const CITY = { id: "city", name: "示例市综合执法局" };
const BELOW = { id: "county", name: "示例县综合执法局" };

const side = (id: string, agency: typeof CITY) => ({
  id,
  agency,
  state: "published",
  state_title: "已公布",
  effective: "2026-03-01",
  working: false,
});

const counts = (missing: number, stricter: number, same: number): Adaptation["counts"] => [
  { relation: "missing", title: "缺少", count: missing },
  { relation: "looser", title: "较宽", count: 0 },
  { relation: "stricter", title: "更严", count: stricter },
  { relation: "added", title: "新增", count: 0 },
  { relation: "same", title: "相同", count: same },
];

export const COUNTY: Adaptation = {
  agency: BELOW,
  upper: CITY,
  counts: counts(1, 1, 0),
  unanswered: 1,
  rows: [
    {
      name: "对公民的罚款、没收",
      category: "行政处罚",
      relation: "missing",
      relation_title: "缺少",
      upper: side("city.1", CITY),
      own: null,
      fields: [{ column: "amount", title: "金额达到", upper: "10000 元", own: "", relation: "other" }],
      remarks: [
        {
          entry: "city.1",
          n: 1,
          who: "顾某甲",
          at: "2026-03-05T10:00:00+08:00",
          text: "请补列",
          answers: [],
        },
      ],
    },
    {
      name: "对单位的罚款、没收",
      category: "行政处罚",
      relation: "stricter",
      relation_title: "更严",
      upper: side("city.2", CITY),
      own: side("county.2", BELOW),
      fields: [
        { column: "amount", title: "金额达到", upper: "50000 元", own: "20000 元", relation: "stricter" },
        { column: "category", title: "执法类别", upper: "行政处罚", own: "行政处罚", relation: "same" },
      ],
      remarks: [],
    },
  ],
  may_adapt: false,
  may_remark: true,
  may_answer: false,
};

export const OWN: Adaptation = { ...COUNTY, may_adapt: true, may_remark: false, may_answer: true };
