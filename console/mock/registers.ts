/** What the mock answers about registers, and the steps that entries go. */
import type { EntryFields, EntryLine, EntryPage, EntryState, Me, RegisterInfo } from "../src/api/types";
import { BUREAU } from "./people";
import { type MockEntry, type MockRegister, mark, step, TITLES } from "./registerData";
import { TODAY } from "./world";

export function infoOf(register: MockRegister, me: Me): RegisterInfo {
  const counts: RegisterInfo["counts"] = {};
  for (const entry of register.entries) {
    const state = entry.versions[0]?.state ?? "draft";
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return {
    ...register.info,
    counts,
    none: register.entries
      .filter((entry) => entry.none)
      .map((entry) => ({
        agency: entry.agency,
        group: entry.group,
        effective: entry.versions[0]?.effective ?? TODAY,
        id: entry.id,
      })),
    can: {
      propose: me.powers.includes("register") || me.powers.includes("handle"),
      examine: me.powers.includes("approve") || me.powers.includes("review"),
      publish: me.powers.includes("publish"),
    },
  };
}

export function linesOf(register: MockRegister, query: URLSearchParams): EntryLine[] {
  const words = query.get("words") ?? "";
  return register.entries
    .map((entry): EntryLine | null => {
      const version = entry.versions[0];
      if (!version) return null;
      const { code, name, ...rest } = version;
      return {
        id: entry.id,
        code: code || null,
        name,
        agency: entry.agency,
        group: entry.group,
        none: entry.none,
        state: rest.state,
        state_title: rest.state_title,
        version: rest.version,
        effective: rest.effective,
        until: rest.until,
        working: null,
        seen: entry.seen,
        fields: rest.fields,
      };
    })
    .filter((line): line is EntryLine => line !== null)
    .filter(
      (line) =>
        (!words || `${line.name}${line.code}`.includes(words)) &&
        (!query.get("item") || line.code === query.get("item")) &&
        (!query.get("state") || line.state === query.get("state")) &&
        (!query.get("group") || line.group === query.get("group")) &&
        (!query.get("agency") || line.agency.id === query.get("agency")) &&
        (query.get("in_force") !== "true" || line.state === "published"),
    );
}

export function pageOf(register: MockRegister, entry: MockEntry, me: Me): EntryPage {
  const newest = entry.versions[0];
  const state = newest?.state ?? "draft";
  const may = (step: EntryPage["can"][number]["step"], title: string, allowed: boolean, reason: string) => ({
    step,
    title,
    allowed,
    reasons: allowed ? [] : [{ code: "register.state", message: reason, article: null }],
  });
  const can = infoOf(register, me).can;
  const own = newest?.collected.name === me.person.name;
  return {
    register: { id: register.info.id, title: register.info.title },
    id: entry.id,
    name: newest?.name ?? "",
    agency: entry.agency,
    group: entry.group,
    none: entry.none,
    state,
    state_title: TITLES[state],
    seen: entry.seen,
    current: state === "published" ? (newest ?? null) : null,
    working: state === "draft" || state === "pending" ? (newest ?? null) : null,
    versions: entry.versions.filter((version) => version.published),
    history: entry.history,
    can: [
      may("propose", "采集并报审", can.propose && state !== "repealed", "这一条已经废止"),
      may("submit", "报审", can.propose && state === "draft", "不是草稿"),
      {
        ...may("examine", "审核通过", can.examine && state === "pending" && !own, "没有待审的内容"),
        ...(own && state === "pending"
          ? {
              reasons: [
                {
                  code: "register.same_person",
                  message: "采集、审核、公布应当是三个不同的人，您已经采集了这一条。",
                  article: "118号意见(二)",
                },
              ],
            }
          : {}),
      },
      may("return", "退回", can.examine && state === "pending" && !own, "没有待审的内容"),
      may("publish", "公布", can.publish && state === "pending" && newest?.examined != null, "还没有审核"),
      may("withdraw", "废止", can.publish && state === "published", "没有公布的内容"),
    ],
  };
}

export function addEntry(
  register: MockRegister,
  body: { id?: string; fields: EntryFields; source: string; draft?: boolean; group?: string; none?: boolean },
  me: Me,
): MockEntry {
  const state: EntryState = body.draft ? "draft" : "pending";
  const existing = register.entries.find((entry) => entry.id === body.id);
  const version = {
    version: (existing?.versions[0]?.version ?? 0) + 1,
    state,
    state_title: TITLES[state],
    fields: body.fields,
    effective: TODAY,
    until: null,
    source: body.source,
    collected: mark(me.person.name, TODAY),
    examined: null,
    published: null,
    withdrawn: null,
    code: String(body.fields.code ?? body.fields.item ?? ""),
    name: String(body.fields.name ?? body.fields.tier ?? ""),
  };
  const told = step("propose", body.draft ? "存草稿" : "采集并报审", version.version, me.person.name, TODAY);
  if (existing) {
    existing.versions.unshift(version);
    existing.history.unshift(told);
    existing.seen += 1;
    return existing;
  }
  const entry: MockEntry = {
    id: `e-${register.entries.length + 1}`,
    agency: BUREAU,
    none: body.none ?? false,
    group: body.group ?? String(body.fields[register.info.group ?? ""] ?? ""),
    seen: 1,
    versions: [version],
    history: [told],
  };
  register.entries.push(entry);
  return entry;
}

export function stepEntries(
  register: MockRegister,
  which: string,
  body: { ids: string[]; agree?: boolean; opinion?: string; reason?: string },
  me: Me,
): MockEntry[] {
  const chosen = register.entries.filter((entry) => body.ids.includes(entry.id));
  const go = (entry: MockEntry, state: EntryState, id: string, title: string) => {
    const version = entry.versions[0];
    if (version) Object.assign(version, { state, state_title: TITLES[state] });
    entry.seen += 1;
    entry.history.unshift(
      step(id, title, version?.version ?? 1, me.person.name, TODAY, body.opinion ?? body.reason ?? ""),
    );
  };
  for (const entry of chosen) {
    const version = entry.versions[0];
    if (!version) continue;
    if (which === "submit") go(entry, "pending", "submit", "报审");
    if (which === "examine" && body.agree) {
      version.examined = mark(me.person.name, TODAY, body.opinion);
      go(entry, "pending", "examine", "审核通过");
    }
    if (which === "examine" && !body.agree) go(entry, "draft", "return", "退回");
    if (which === "publish") {
      version.published = mark(me.person.name, TODAY);
      go(entry, "published", "publish", "公布");
    }
    if (which === "withdraw") {
      version.withdrawn = mark(me.person.name, TODAY, body.reason);
      go(entry, "repealed", "withdraw", "废止");
    }
    if (which === "discard") entry.versions.shift();
  }
  return chosen;
}
