/** Registers in the mock: columns, entries and the steps they go, one version behind another. */
import type {
  Column,
  EntryFields,
  EntryLine,
  EntryPage,
  EntryState,
  EntryVersion,
  Me,
  RegisterInfo,
} from "../src/api/types";
import { BUREAU, CITY } from "./people";
import { TODAY } from "./world";

const TITLES: Record<EntryState, string> = {
  draft: "草稿",
  pending: "待审",
  published: "已公布",
  repealed: "已废止",
};

function column(id: string, title: string, type: Column["type"], extra: Partial<Column> = {}): Column {
  return { id, title, type, required: false, options: [], help: "", public: true, key: false, ...extra };
}

const CATEGORIES = ["行政处罚", "行政检查", "行政许可", "行政强制", "其他行政执法"];

interface MockRegister {
  info: Omit<RegisterInfo, "counts" | "none" | "can">;
  entries: MockEntry[];
}

interface MockEntry {
  id: string;
  agency: typeof BUREAU;
  none: boolean;
  group: string;
  seen: number;
  versions: (EntryVersion & { code: string; name: string })[];
  history: EntryPage["history"];
}

export const REGISTERS: MockRegister[] = [
  {
    info: {
      id: "items",
      title: "行政执法事项清单",
      noun: "执法事项",
      help: "本机关做的每一个执法事项。已公布的事项才能用来开始检查等程序。",
      basis: ["118号意见(四)"],
      public: true,
      group: "category",
      groups: CATEGORIES,
      columns: [
        column("code", "事项编码", "code", {
          required: true,
          key: true,
          help: "字母、数字、-、_ 和 .，例如 CF-001",
        }),
        column("category", "类别", "choice", { required: true, options: CATEGORIES }),
        column("name", "事项名称", "text", { required: true }),
        column("basis", "实施依据", "long", { required: true, help: "法律、法规、规章的名称、条款和原文" }),
        column("procedure", "适用程序", "procedure"),
        column("limit_days", "法定期限（日）", "integer"),
        column("fee", "收费", "money"),
        column("major", "需要法制审核", "yesno"),
        column("phone", "监督电话", "text", { public: false }),
      ],
    },
    entries: [],
  },
  {
    info: {
      id: "discretion",
      title: "裁量基准",
      noun: "裁量阶次",
      help: "每个处罚事项按情节分的阶次和幅度。",
      basis: ["处罚法34"],
      public: true,
      group: null,
      groups: [],
      columns: [
        column("item", "事项编码", "item", { required: true, key: true }),
        column("tier", "阶次", "text", { required: true, key: true }),
        column("circumstance", "情节", "long", { required: true }),
        column("fine_min", "罚款下限", "money"),
        column("fine_max", "罚款上限", "money"),
        column("kinds", "其他处罚种类", "list"),
      ],
    },
    entries: [],
  },
  {
    info: {
      id: "inspection-list",
      title: "随机抽查事项清单",
      noun: "抽查事项",
      help: "双随机抽查的事项、对象和比例。",
      basis: [],
      public: true,
      group: null,
      groups: [],
      columns: [
        column("name", "抽查事项", "text", { required: true, key: true }),
        column("rate", "抽查比例", "decimal", { required: true }),
        column("frequency", "频次", "text"),
      ],
    },
    entries: [],
  },
];

const mark = (name: string, at: string, opinion = "") => ({
  person: name,
  name,
  at: `${at}T09:30:00+08:00`,
  opinion,
});

function published(
  register: string,
  id: string,
  code: string,
  name: string,
  group: string,
  fields: EntryFields,
  later?: EntryFields,
): void {
  const version = (n: number, values: EntryFields, effective: string) => ({
    version: n,
    state: "published" as EntryState,
    state_title: TITLES.published,
    fields: values,
    effective,
    until: null,
    source: "长政办发〔2026〕12号",
    collected: mark("李明远", "2026-02-20"),
    examined: mark("孙晓梅", "2026-02-24", "与权责清单一致。"),
    published: mark("刘芳", "2026-02-26"),
    withdrawn: null,
    code,
    name,
  });
  registerOf(register)?.entries.push({
    id,
    agency: BUREAU,
    none: false,
    group,
    seen: later ? 6 : 3,
    versions: [
      ...(later ? [version(2, { ...fields, ...later }, "2026-09-01")] : []),
      version(1, fields, "2026-03-01"),
    ],
    history: [
      ...(later ? [step("publish", "公布", 2, "刘芳", "2026-08-28")] : []),
      step("publish", "公布", 1, "刘芳", "2026-02-26"),
      step("examine", "审核通过", 1, "孙晓梅", "2026-02-24", "与权责清单一致。"),
      step("propose", "采集并报审", 1, "李明远", "2026-02-20"),
    ],
  });
}

function step(id: string, title: string, version: number, who: string, on: string, opinion = "") {
  return { at: `${on}T09:30:00+08:00`, who, step: id, title, version, opinion };
}

export function registerOf(id: string): MockRegister | undefined {
  return REGISTERS.find((register) => register.info.id === id);
}

let filled = false;

export function fillRegisters(): void {
  if (filled) return;
  filled = true;
  const item = (code: string, name: string, category: string, more: EntryFields = {}, later?: EntryFields) =>
    published(
      "items",
      `i-${code}`,
      code,
      name,
      category,
      { code, name, category, basis: "《城市道路管理条例》第二十七条：……", major: false, ...more },
      later,
    );
  item(
    "CF-001",
    "对擅自占用城市道路的处罚",
    "行政处罚",
    { limit_days: 90, procedure: "penalty.ordinary" },
    {
      limit_days: 60,
      major: true,
      phone: "0355-2000000",
    },
  );
  item("CF-002", "对未及时清运建筑垃圾的处罚", "行政处罚");
  item("CF-003", "对擅自设置大型户外广告的处罚", "行政处罚");
  item("JC-001", "对建筑垃圾处置单位的检查", "行政检查", { limit_days: 15 });
  item("XK-001", "城市建筑垃圾处置核准", "行政许可", { limit_days: 20, fee: 0 });
  const tier = (id: string, name: string, circumstance: string, min: number, max: number) =>
    published("discretion", id, "CF-001", name, "", {
      item: "CF-001",
      tier: name,
      circumstance,
      fine_min: min,
      fine_max: max,
    });
  tier("t-1", "从轻", "占用面积不足十平方米，主动改正", 0, 200_000);
  tier("t-2", "一般", "占用面积十平方米以上、不足四十平方米", 200_000, 1_000_000);
  tier("t-3", "从重", "占用面积四十平方米以上，或者责令后未改正", 1_000_000, 2_000_000);
  const draft = (id: string, code: string, name: string, state: EntryState) => {
    registerOf("items")?.entries.push({
      id,
      agency: BUREAU,
      none: false,
      group: "行政强制",
      seen: 1,
      versions: [
        {
          version: 1,
          state,
          state_title: TITLES[state],
          fields: { code, name, category: "行政强制", basis: "《行政强制法》第二十三条", major: true },
          effective: "2026-12-01",
          until: null,
          source: "长政办发〔2026〕40号",
          collected: mark("李明远", "2026-11-18"),
          examined: null,
          published: null,
          withdrawn: null,
          code,
          name,
        },
      ],
      history: [step("propose", state === "draft" ? "存草稿" : "采集并报审", 1, "李明远", "2026-11-18")],
    });
  };
  draft("i-QZ-001", "QZ-001", "扣押擅自占道经营的工具", "pending");
  draft("i-QZ-002", "QZ-002", "代履行清除路面障碍物", "draft");
  registerOf("items")?.entries.push({
    ...none("n-1", "其他行政执法"),
    agency: CITY,
  });
}

function none(id: string, group: string): MockEntry {
  return {
    id,
    agency: BUREAU,
    none: true,
    group,
    seen: 3,
    versions: [
      {
        version: 1,
        state: "published",
        state_title: TITLES.published,
        fields: {},
        effective: "2026-03-01",
        until: null,
        source: "长编发〔2025〕8号（三定规定）",
        collected: mark("李明远", "2026-02-20"),
        examined: mark("孙晓梅", "2026-02-24"),
        published: mark("刘芳", "2026-02-26"),
        withdrawn: null,
        code: "",
        name: "",
      },
    ],
    history: [step("publish", "公布", 1, "刘芳", "2026-02-26")],
  };
}

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
