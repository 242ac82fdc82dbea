/** The invented people of worked examples, by what they are. */

const WORDS: Record<string, string> = {
  "officer-a": "办案人员甲",
  "officer-b": "办案人员乙",
  "officer-c": "办案人员丙",
  "officer-expired": "执法证过期的人员",
  "officer-suspended": "执法证暂扣的人员",
  "officer-withdrawn": "执法证收回的人员",
  "officer-untrained": "岗前培训未合格的人员",
  "officer-elsewhere": "只能在外省执法的人员",
  "officer-otherwise": "执法类别不符的人员",
  "head-of-section": "科室负责人",
  reviewer: "法制审核人员",
  "acting-head": "也办案的机关负责人",
  "reviewing-officer": "也审核的办案人员",
  "editing-officer": "也办案的公示员",
  principal: "机关负责人",
  editor: "公示员",
  archivist: "档案员",
  "upper-officer": "上级机关人员",
  "upper-head": "上级机关负责人",
  "upper-upper-head": "再上一级机关负责人",
};

export function personWord(who: string): string {
  return WORDS[who] ?? who;
}
