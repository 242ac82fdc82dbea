/** Registers in the mock: their columns, and a few entries one version behind another. */
import type {
  Column,
  EntryFields,
  EntryPage,
  EntryState,
  EntryVersion,
  RegisterInfo,
} from "../src/api/types";
import { BUREAU, CITY } from "./people";

export const TITLES: Record<EntryState, string> = {
  draft: "草稿",
  pending: "待审",
  published: "已公布",
  repealed: "已废止",
};

function column(id: string, title: string, type: Column["type"], extra: Partial<Column> = {}): Column {
  return { id, title, type, required: false, options: [], help: "", public: true, key: false, ...extra };
}

const CATEGORIES = ["行政处罚", "行政检查", "行政许可", "行政强制", "其他行政执法"];

export interface MockRegister {
  info: Omit<RegisterInfo, "counts" | "none" | "can">;
  entries: MockEntry[];
}

export interface MockEntry {
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

export const mark = (name: string, at: string, opinion = "") => ({
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

export function step(id: string, title: string, version: number, who: string, on: string, opinion = "") {
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
