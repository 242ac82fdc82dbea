/** The procedures of the mock, shortened, and the old law beside them. */
import type { Procedure } from "../src/api/types";
import { PENALTY_ACTS, PENALTY_STAGES } from "./penalty";
import { PETITION_ACTS, PETITION_STAGES } from "./petition";
import type { MockAct } from "./procedure-parts";

interface MockProcedure extends Procedure {
  acts: MockAct[];
  number_kind: string;
}

export const PROCEDURES: MockProcedure[] = [
  {
    id: "petition",
    title: "信访事项",
    category: "信访",
    noun: "信访事项",
    number_kind: "信",
    from: "2022-05-01",
    to: null,
    basis: ["信访工作条例"],
    stages: PETITION_STAGES,
    parameters: {},
    materials: [
      {
        title: "身份证明",
        required: true,
        copies: 1,
        basis: "信访工作条例17",
        help: "交复印件，出示原件。",
        form: [],
      },
      {
        title: "书面诉求",
        required: false,
        copies: 1,
        basis: "信访工作条例17",
        help: "口头提出的由工作人员记录。",
        form: ["姓名", "住址", "请求", "事实和理由"],
      },
    ],
    acts: PETITION_ACTS,
  },
  {
    id: "penalty.ordinary",
    title: "行政处罚·普通程序",
    category: "行政处罚",
    noun: "案件",
    number_kind: "处",
    from: "2021-07-15",
    to: null,
    basis: ["行政处罚法第五章第三节"],
    stages: PENALTY_STAGES,
    parameters: {
      major_fine_person: {
        label: "个人较大数额罚款",
        value: 500_000,
        unit: "分",
        basis: "示例参数",
        certainty: "未核",
      },
    },
    acts: PENALTY_ACTS,
  },
];

/** The law before its revision: shown beside the present one, never opened under. */
export const OLD: Procedure = {
  id: "penalty.ordinary.2017",
  title: "行政处罚·普通程序（2017）",
  category: "行政处罚",
  noun: "案件",
  family: "penalty.ordinary",
  from: "2018-01-01",
  to: "2021-07-15",
  basis: ["行政处罚法（2017年修正）"],
  stages: PENALTY_STAGES,
  parameters: {},
  acts: PENALTY_ACTS.slice(0, 6),
};

export function procedureOf(id: string): MockProcedure {
  const found = PROCEDURES.find((procedure) => procedure.id === id);
  if (!found && id === OLD.id) return { ...OLD, acts: PENALTY_ACTS.slice(0, 6), number_kind: "处" };
  if (!found) throw new Error(`no procedure ${id}`);
  return found;
}
