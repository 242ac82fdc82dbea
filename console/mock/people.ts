/** Invented agencies, people and accounts for development. Nobody here exists. */
import type { Agency, Authority, Me, Named, PersonRow, Power } from "../src/api/types";

export const BUREAU: Named = { id: "140400-xfj", name: "长治市信访局" };
export const CITY: Named = { id: "140400-cgj", name: "长治市城市管理局" };

const COUNTIES = [
  "潞州区",
  "上党区",
  "屯留区",
  "潞城区",
  "襄垣县",
  "平顺县",
  "黎城县",
  "壶关县",
  "长子县",
  "武乡县",
  "沁县",
  "沁源县",
];

export const COUNTY_BUREAUS: Named[] = COUNTIES.map((name, index) => ({
  id: `1404${String(index + 3).padStart(2, "0")}-xfj`,
  name: `${name}信访局`,
}));

export const AGENCIES: Agency[] = [
  {
    id: "140000-xfj",
    name: "山西省信访局",
    short: "晋信",
    kind: "信访部门",
    parent: null,
    children: [
      {
        ...BUREAU,
        short: "长信",
        kind: "信访部门",
        parent: "140000-xfj",
        children: COUNTY_BUREAUS.map((county) => ({
          ...county,
          short: county.name.slice(0, 1),
          kind: "信访部门",
          parent: BUREAU.id,
          children: [],
        })),
      },
      { ...CITY, short: "长城管", kind: "行政机关", parent: "140000-xfj", children: [] },
    ],
  },
];

export const ROLES = {
  officer: "办案人员",
  section_head: "科室负责人",
  legal_reviewer: "法制审核人员",
  agency_head: "机关负责人",
  disclosure_editor: "公示员",
  archivist: "档案员",
  supervisor: "监督人员",
  administrator: "系统管理员",
} as const;

type Role = keyof typeof ROLES;

const role = (id: Role) => ({ id, title: ROLES[id] });

function person(
  id: string,
  name: string,
  agency: Named,
  roles: Role[],
  card: string | null,
  until: string | null,
): PersonRow {
  return {
    id,
    name,
    agency,
    roles: roles.map(role),
    card,
    valid_until: until,
    valid: until !== null && until >= "2026-11-23",
  };
}

export const PEOPLE: PersonRow[] = [
  person("p-li", "李明远", BUREAU, ["officer"], "晋D0400213", "2028-06-30"),
  person("p-wang", "王秀芬", BUREAU, ["officer"], "晋D0400214", "2027-03-31"),
  person("p-zhao", "赵建国", BUREAU, ["officer"], "晋D0400187", "2026-09-30"),
  person("p-chen", "陈立新", BUREAU, ["section_head"], "晋D0400102", "2028-06-30"),
  person("p-sun", "孙晓梅", BUREAU, ["legal_reviewer"], "晋D0400131", "2027-12-31"),
  person("p-gao", "高志强", BUREAU, ["agency_head"], "晋D0400001", "2028-12-31"),
  person("p-liu", "刘芳", BUREAU, ["disclosure_editor"], null, null),
  person("p-he", "何静", BUREAU, ["archivist"], null, null),
  person("p-xu", "许国栋", BUREAU, ["supervisor"], null, null),
  person("p-ma", "马超", BUREAU, ["administrator"], null, null),
  person("p-guo", "郭海涛", COUNTY_BUREAUS[0] ?? BUREAU, ["officer"], "晋D0403021", "2027-05-31"),
  person("p-niu", "牛丽华", COUNTY_BUREAUS[0] ?? BUREAU, ["section_head"], "晋D0403003", "2027-05-31"),
];

const POWERS: Record<Role, Power[]> = {
  officer: ["register", "handle"],
  section_head: ["register", "handle", "approve"],
  legal_reviewer: ["review"],
  agency_head: ["approve", "decide", "export"],
  disclosure_editor: ["publish"],
  archivist: ["archive", "export"],
  supervisor: ["supervise", "export"],
  administrator: ["administer"],
};

const POWER_TITLES: [Power, string][] = [
  ["register", "登记"],
  ["handle", "办理"],
  ["approve", "审批"],
  ["review", "法制审核"],
  ["decide", "决定"],
  ["publish", "公示"],
  ["archive", "归档"],
  ["supervise", "监督"],
  ["export", "导出"],
  ["administer", "管理"],
];

export const AUTHORITY: Authority = {
  roles: (Object.keys(ROLES) as Role[]).map(role),
  rows: POWER_TITLES.map(([power, title]) => ({
    power,
    title,
    cells: Object.fromEntries((Object.keys(ROLES) as Role[]).map((id) => [id, POWERS[id].includes(power)])),
  })),
};

/** Usernames: each role's id signs in as its person; `all` holds every power, to look at every page. */
export function accountOf(username: string): Me | null {
  const found = PEOPLE.find(
    (candidate) => candidate.agency.id === BUREAU.id && candidate.roles[0]?.id === username,
  );
  const everybody = username === "all" ? PEOPLE[3] : undefined;
  const who = found ?? everybody;
  if (!who) return null;
  const powers = everybody
    ? POWER_TITLES.map(([power]) => power)
    : who.roles.flatMap((held) => POWERS[held.id as Role]);
  return {
    username,
    person: { id: who.id, name: who.name },
    agency: { ...BUREAU, short: "长信" },
    roles: who.roles,
    powers,
    scope: [BUREAU, CITY, ...COUNTY_BUREAUS],
  };
}

export function personNamed(id: string): Named {
  const found = PEOPLE.find((candidate) => candidate.id === id);
  return found ? { id, name: found.name } : { id, name: id };
}
