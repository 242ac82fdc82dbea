/** Where two versions differ, in the words of the console: `acts/decide/duties/publish/rule` → 期限 › 公开处罚决定 › 期限规则. */
import type { Procedure } from "../../api/types";

const WORDS: Record<string, string> = {
  acts: "行为",
  fields: "表单栏目",
  gates: "前提",
  duties: "期限",
  papers: "文书",
  facts: "事实",
  stages: "阶段",
  steps: "步骤",
  parameters: "参数",
  materials: "材料",
  basis: "依据",
  title: "名称",
  label: "名称",
  help: "说明",
  message: "提示",
  rule: "期限规则",
  period: "期限",
  power: "权限",
  required: "必填",
  options: "选项",
  body: "正文",
  when: "适用条件",
  category: "类别",
  noun: "称谓",
  number_kind: "编号代字",
  family: "程序族",
  value: "数值",
  min: "下限",
  max: "上限",
  unit: "单位",
  certainty: "核实程度",
  layout: "版式",
  requires: "必备要素",
  owner: "由谁办",
  start: "起算",
  fulfilled_by: "以何完成",
  excused_by: "以何免除",
  sentence: "办成后的话",
  type: "类型",
  kind: "种类",
  stage: "阶段",
  step: "步骤",
  next: "接着办",
};

/** Titles of everything that has an id, so that people read words; an id that means two things is left as it is. */
export function namesOf(procedures: Procedure[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const unsure = new Set<string>();
  const add = (id: string, title: string) => {
    if ((names.get(id) ?? title) !== title) unsure.add(id);
    names.set(id, title);
  };
  for (const procedure of procedures) {
    for (const stage of procedure.stages) add(stage.id, stage.title);
    for (const [id, parameter] of Object.entries(procedure.parameters)) add(id, parameter.label);
    for (const act of procedure.acts) {
      for (const field of act.fields) add(field.id, field.label);
      for (const duty of act.duties) add(duty.id, duty.title);
      for (const paper of act.papers) add(paper.id, paper.title);
    }
  }
  for (const id of unsure) names.delete(id);
  // The newer title of an act goes before all: it is the heading under which changes stand.
  for (const procedure of procedures) for (const act of procedure.acts) names.set(act.id, act.title);
  return names;
}

/** `names` gives titles of acts by id, so that people read 作出处罚决定 and not `decide`. */
export function placeWords(path: string, names: ReadonlyMap<string, string>): string {
  const parts = path.split("/");
  // Under the heading of its act, the act need not be said again.
  const said = parts[0] === "acts" && parts.length > 2 ? parts.slice(2) : parts;
  return said.map((part) => WORDS[part] ?? names.get(part) ?? part).join(" › ");
}

/** Any value of a pack as one can read it; objects by their title where they have one. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "无";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (Array.isArray(value)) return value.length === 0 ? "无" : value.map(valueWords).join("；");
  if (typeof value === "object") {
    const named = value as { title?: unknown; label?: unknown; message?: unknown };
    const name = named.title ?? named.label ?? named.message;
    return typeof name === "string" && name
      ? name
      : Object.entries(value)
          .map(([key, each]) => `${WORDS[key] ?? key}：${valueWords(each)}`)
          .join("，");
  }
  return String(value);
}

/** The first part of the path, under which changes are listed: an act, or a part of the whole procedure. */
export function headOf(path: string, names: ReadonlyMap<string, string>): string {
  const [first = "", second] = path.split("/");
  if (first === "acts" && second) return names.get(second) ?? second;
  return WORDS[first] ?? first;
}
