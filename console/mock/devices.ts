/** What the mock answers about devices and rooms: a few of each, and steps that change them. */
import type { DevicePage, Equipment, LedgerDevice } from "../src/api/devices";
import type { CanStep, LifeStep } from "../src/api/officers";
import type { BookingLine, RoomCalendar, RoomLine } from "../src/api/rooms";
import type { Me, Power } from "../src/api/types";
import { addDays } from "../src/words/dates";
import { BUREAU, COUNTY_BUREAUS } from "./people";
import { json, problem } from "./replies";

const BASIS = "国办发〔2018〕118号（八）";
const COUNTY = COUNTY_BUREAUS[0] ?? BUREAU;

function device(part: Partial<LedgerDevice> & Pick<LedgerDevice, "id" | "name" | "kind">): LedgerDevice {
  return {
    model: "示例型号",
    serial: `SN-${part.id}`,
    agency: BUREAU,
    state: "available",
    state_title: "在库",
    holder: null,
    since: null,
    room: null,
    looked: "2026-11-20",
    offset: -3,
    ...part,
  };
}

const DEVICES: LedgerDevice[] = [
  device({
    id: "JLY-1",
    name: "执法记录仪 1 号",
    kind: "执法记录仪",
    state: "on_loan",
    state_title: "领用中",
    holder: { id: "p-li", name: "李明远" },
    since: "2026-11-23T08:40",
  }),
  device({ id: "JLY-2", name: "执法记录仪 2 号", kind: "执法记录仪" }),
  device({
    id: "JLY-3",
    name: "执法记录仪 3 号",
    kind: "执法记录仪",
    state: "repair",
    state_title: "送修中",
  }),
  device({ id: "JLY-4", name: "执法记录仪 4 号", kind: "执法记录仪" }),
  device({
    id: "SP-1",
    name: "询问一室摄像机",
    kind: "视频监控",
    state_title: "固定使用",
    room: { id: "R1", name: "询问一室" },
  }),
];

const STEPS: [string, string, Power[], boolean, LedgerDevice["state"][]][] = [
  ["loan", "领用", ["archive", "approve"], false, ["available"]],
  ["return", "归还", ["archive", "approve"], false, ["on_loan"]],
  ["repair", "送修", ["archive", "approve"], true, ["available"]],
  ["repaired", "修复", ["archive", "approve"], true, ["repair"]],
];
const lives = new Map<string, LifeStep[]>();

export function deviceList(query: URLSearchParams, me: Me): Response {
  const [words, state, kind] = [query.get("q") ?? "", query.get("state"), query.get("kind")];
  const named = DEVICES.filter((each) => `${each.id} ${each.name} ${each.holder?.name}`.includes(words));
  const counts: Record<string, number> = {};
  const kinds: Record<string, number> = {};
  for (const each of named) {
    counts[each.state] = (counts[each.state] ?? 0) + 1;
    kinds[each.kind] = (kinds[each.kind] ?? 0) + 1;
  }
  const items = named.filter((each) => (!state || each.state === state) && (!kind || each.kind === kind));
  return json({ items, total: items.length, counts, kinds, can_purchase: me.powers.includes("approve") });
}

function can(line: LedgerDevice, me: Me): CanStep[] {
  return STEPS.filter(
    ([, , powers, , states]) =>
      line.kind !== "视频监控" &&
      states.includes(line.state) &&
      powers.some((power) => me.powers.includes(power)),
  ).map(([id, title, , reason]) => ({ id, title, basis: BASIS, help: "示例说明。", reason }));
}

export function devicePage(id: string, me: Me): Response {
  const line = DEVICES.find((each) => each.id === id);
  if (!line) return problem(404, "missing", "没有这台设备", "它可能不存在，或者不在您的查看范围内。");
  const page: DevicePage = {
    line,
    bought: "2025-01-02",
    price: 168_000,
    loans: line.holder
      ? [{ officer: line.holder, out: line.since ?? "", back: null, check_out: LOOK, check_back: null }]
      : [],
    look: LOOK,
    life: [...(lives.get(id) ?? []), BOUGHT],
    can: can(line, me),
    limits: { battery: 30, storage: 8, clock: 60 },
    seen: 1,
  };
  return json(page);
}

const LOOK = { at: "2026-11-20T09:00", battery: 90, storage: 60, offset: -3, sound: true };
const BOUGHT: LifeStep = {
  step: "purchase",
  title: "入账",
  at: "2025-01-06T09:10",
  by: { id: "p-liu", name: "刘志强" },
  agency: BUREAU.id,
  said: "已入账",
  reason: "",
  article: BASIS,
  seq: 120,
};

export function deviceStep(id: string, step: string, body: { reason?: string }, me: Me): Response {
  const line = DEVICES.find((each) => each.id === id);
  const known = STEPS.find(([each]) => each === step);
  if (!line || !known) return problem(404, "missing", "没有这一步", "请刷新后再试。");
  const states: Record<string, [LedgerDevice["state"], string]> = {
    loan: ["on_loan", "领用中"],
    return: ["available", "在库"],
    repair: ["repair", "送修中"],
    repaired: ["available", "在库"],
  };
  [line.state, line.state_title] = states[step] ?? ["available", "在库"];
  line.holder = null;
  const said = `已${known[1]}`;
  const done: LifeStep = {
    ...BOUGHT,
    step,
    title: known[1],
    at: "2026-11-23T10:00",
    by: me.person,
    said,
    reason: body.reason ?? "",
    seq: 48_300,
  };
  lives.set(id, [done, ...(lives.get(id) ?? [])]);
  return json({ id, state: line.state, state_title: line.state_title, seen: 2, said });
}

export function equipment(me: Me): Response {
  const line = (agency: typeof BUREAU, officers: number, usable: number) => ({
    agency,
    class: "A",
    officers,
    needed: Math.ceil(officers / 3),
    usable,
    repair: 1,
    short: Math.max(0, Math.ceil(officers / 3) - usable),
    can_classify: me.powers.includes("decide"),
    seen: 1,
  });
  const standard = (letter: string, each: number | null) => ({
    class: letter,
    each,
    basis: BASIS,
    label: `${letter} 类（示例办法）`,
    certainty: "excerpt" as const,
  });
  const agencies = [line(BUREAU, 10, 3), line(COUNTY, 3, 1)];
  const held: Equipment = {
    agencies,
    standards: [standard("A", 3), standard("B", 5), standard("C", null)],
    day: "2026-11-23",
    short: agencies.reduce((sum, each) => sum + each.short, 0),
  };
  return json(held);
}

const ROOM: RoomLine = {
  id: "R1",
  name: "询问一室",
  kind: "询问室",
  place: "主楼 101",
  agency: BUREAU,
  closed: false,
  cameras: [{ id: "SP-1", name: "询问一室摄像机" }],
  can: [{ id: "book", title: "预约", basis: BASIS, help: "", reason: false }],
  seen: 1,
};

const BOOKINGS: BookingLine[] = [];

export function roomCalendar(query: URLSearchParams, me: Me): Response {
  const from = query.get("from") ?? "2026-11-23";
  const days = Array.from({ length: Number(query.get("days") ?? 7) }, (_, n) => addDays(from, n));
  const calendar: RoomCalendar = {
    from,
    days,
    rooms: [{ ...ROOM, can: me.powers.includes("handle") ? ROOM.can : [] }],
    bookings: BOOKINGS.filter((each) => days.includes(each.day) && each.state !== "cancelled"),
    can_open: me.powers.includes("approve"),
  };
  return json(calendar);
}

export function roomList(): Response {
  return json({ items: [ROOM], can_open: false });
}

export function matterRooms(matter: string): Response {
  return json(BOOKINGS.filter((each) => each.matter?.id === matter));
}

interface Asked {
  from: string;
  to: string;
  purpose: string;
}

export function bookRoom(body: Asked, me: Me): Response {
  const held = BOOKINGS.find((each) => each.from < body.to && body.from < each.to);
  if (held)
    return problem(
      422,
      "room.taken",
      "这一间已有预约",
      `询问一室 ${held.from.slice(11)} 至 ${held.to.slice(11)} 已由${held.by.name}预约，请换一个时间或者换一间`,
    );
  const line: BookingLine = {
    id: `b${BOOKINGS.length}`,
    room: { id: ROOM.id, name: ROOM.name },
    place: ROOM.place,
    day: body.from.slice(0, 10),
    from: body.from,
    to: body.to,
    purpose: body.purpose,
    matter: null,
    by: me.person,
    state: "booked",
    state_title: "已预约",
    can_cancel: true,
    can_hold: false,
    held: [],
  };
  BOOKINGS.push(line);
  return json({ room: ROOM.id, id: line.id, day: line.day, state: "booked", said: `${ROOM.name} 已预约` });
}
