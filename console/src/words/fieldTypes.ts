/** What a field holds, in words for those who read a procedure. */
import type { FieldType } from "../api/types";

const WORDS: Record<FieldType, string> = {
  text: "文字",
  long: "长文字",
  date: "日期",
  moment: "时间",
  money: "金额",
  integer: "整数",
  bool: "是或否",
  choice: "单选",
  choices: "多选",
  officers: "执法人员",
  person: "人员",
  file: "文件",
  files: "文件",
  review_items: "十二项审核",
  table: "表格",
  signature: "签名",
  item: "事项",
  tier: "裁量阶次",
  matter: "另一件事项",
  held: "本件的文件",
};

/** A type that is newer than this console is shown by its own name. */
export function fieldTypeWord(type: FieldType): string {
  return WORDS[type] ?? type;
}
