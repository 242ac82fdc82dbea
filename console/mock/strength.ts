/** Who reviews and who answers, as the mock tells it: one agency short of a reviewer, one decision revoked. */
import type { AccountabilityDesk, Responsibility, ReviewAids, ReviewStrength } from "../src/api/types";

const AGENCY = { id: "cz-petition", name: "长治示例局" };

export const STRENGTH: ReviewStrength = {
  agency: AGENCY,
  published: true,
  year: 2026,
  ratio: {
    officers: 30,
    reviewers: 1,
    needed: 2,
    short: 1,
    asked: { value: 5, unit: "%", basis: "国办发〔2018〕118号（十一）", certainty: "read" },
  },
  hours: { value: 40, unit: "学时", basis: "国办发〔2018〕118号（十一）", certainty: "unverified" },
  reviewers: [
    {
      person: { id: "reviewer", name: "孙晓梅" },
      listed: true,
      unit: "法规科",
      degree: "法学本科",
      qualified: false,
      qualified_on: null,
      began_on: "2026-01-04",
      beginner: true,
      penalties: false,
      appointment: "示政发〔2026〕3号",
      open: 3,
      month: 5,
      hours_thousandths: 4500,
      hours_short_thousandths: 35_500,
    },
  ],
  unassigned: 2,
  pool: [],
  warnings: ["法制审核人员还差 1 名：持证执法人员 30 名，按 5% 应有 2 名，现有 1 名"],
};

export const ACCOUNTABILITY: AccountabilityDesk = { proposals: [], checks: [] };

export const AIDS: ReviewAids = {
  lessons: [],
  advice: [],
  reviewer: null,
  conflicts: [],
  warnings: [],
};

const link = (part: string, title: string, person: string, act: string, day: string, article: string) => ({
  part: { id: part, title },
  person: { id: person, name: person },
  agency: AGENCY,
  act: { id: act, title: act },
  day,
  article,
  version: 1,
  conclusion: null,
});

/** A decision that a court revoked, with those who answer for it. */
export const REVOKED: Responsibility = {
  decisions: [
    {
      act: { id: "decide", title: "作出处罚决定" },
      day: "2026-03-20",
      number: "长示罚〔2026〕3号",
      version: 12,
      reviewed: true,
      chain: [
        link("handler", "承办人员", "李建国", "调查终结", "2026-03-10", "处罚法54"),
        link("handler", "承办人员", "王强", "调查取证", "2026-03-06", "处罚法54"),
        link("reviewer", "法制审核人员", "孙晓梅", "提出法制审核意见", "2026-03-12", "处罚法58"),
        link("principal", "作出决定的负责人", "赵志远", "作出处罚决定", "2026-03-20", "处罚法57"),
      ],
      changes: [
        {
          act: { id: "change_decision", title: "登记决定被变更、撤销、确认违法" },
          how: "撤销",
          day: "2026-09-15",
          grave: true,
        },
      ],
      proposed: true,
    },
  ],
  checks: [],
  may_propose: true,
};

/** Which matters of the mock have a revoked decision; tests set it. */
export const answered = { revoked: false };

export function responsibilityOf(): Responsibility {
  return answered.revoked ? REVOKED : { decisions: [], checks: [], may_propose: true };
}
