/** Powers in officials' words, and which places of the console each needs. Hiding is courtesy: the server decides. */
import type { Owner, Power } from "../api/types";

export const POWER_WORDS: Record<Power, string> = {
  register: "登记",
  handle: "办理",
  approve: "审批",
  review: "法制审核",
  decide: "决定",
  publish: "公示",
  archive: "归档",
  supervise: "监督",
  export: "导出",
  administer: "管理",
};

/** Who owes a duty: a power of the agency, or the party, whose right it is. */
export function ownerWord(owner: Owner): string {
  return owner === "party" ? "当事人" : POWER_WORDS[owner];
}

const DAILY: Power[] = [
  "register",
  "handle",
  "approve",
  "review",
  "decide",
  "publish",
  "archive",
  "supervise",
];

export interface Place {
  to:
    | "/"
    | "/matters"
    | "/recordings"
    | "/review"
    | "/disclosure"
    | "/procedures"
    | "/registers"
    | "/officers"
    | "/devices"
    | "/rooms"
    | "/organisation"
    | "/ledgers"
    | "/reports"
    | "/strength"
    | "/looks"
    | "/letters"
    | "/credit"
    | "/boards"
    | "/retention"
    | "/record";
  title: string;
  icon:
    | "desk"
    | "matters"
    | "recordings"
    | "review"
    | "disclosure"
    | "procedures"
    | "registers"
    | "officers"
    | "devices"
    | "rooms"
    | "organisation"
    | "ledgers"
    | "reports"
    | "strength"
    | "looks"
    | "letters"
    | "credit"
    | "boards"
    | "retention"
    | "record";
  /** Any of these opens it; none means everybody. */
  needs: Power[];
}

const PLACES: Place[] = [
  { to: "/", title: "工作台", icon: "desk", needs: [] },
  { to: "/matters", title: "事项与案件", icon: "matters", needs: DAILY },
  { to: "/recordings", title: "音像待归集", icon: "recordings", needs: ["register", "handle"] },
  { to: "/ledgers", title: "台账", icon: "ledgers", needs: DAILY },
  { to: "/reports", title: "统计年报", icon: "reports", needs: DAILY },
  { to: "/review", title: "法制审核", icon: "review", needs: ["review"] },
  {
    to: "/strength",
    title: "法制审核力量",
    icon: "strength",
    needs: ["review", "approve", "decide", "supervise"],
  },
  { to: "/disclosure", title: "公示", icon: "disclosure", needs: ["publish"] },
  { to: "/credit", title: "双公示", icon: "credit", needs: ["publish"] },
  { to: "/letters", title: "公众来信", icon: "letters", needs: ["publish"] },
  { to: "/boards", title: "公示牌", icon: "boards", needs: ["publish"] },
  { to: "/procedures", title: "程序与依据", icon: "procedures", needs: [] },
  { to: "/registers", title: "清单与基准", icon: "registers", needs: [] },
  { to: "/officers", title: "执法人员", icon: "officers", needs: [...DAILY, "administer"] },
  { to: "/devices", title: "执法设备", icon: "devices", needs: [...DAILY, "administer"] },
  { to: "/rooms", title: "办案场所", icon: "rooms", needs: [...DAILY, "administer"] },
  {
    to: "/retention",
    title: "保管到期",
    icon: "retention",
    needs: ["archive", "approve", "decide", "supervise"],
  },
  { to: "/looks", title: "调阅记录", icon: "looks", needs: ["approve", "decide", "supervise"] },
  {
    to: "/organisation",
    title: "组织与权限",
    icon: "organisation",
    needs: ["administer", "supervise", "decide"],
  },
  {
    to: "/record",
    title: "记录核验",
    icon: "record",
    needs: ["supervise", "administer", "archive", "decide"],
  },
];

export function placesFor(powers: Power[]): Place[] {
  return PLACES.filter(
    (place) => place.needs.length === 0 || place.needs.some((need) => powers.includes(need)),
  );
}
