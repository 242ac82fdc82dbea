/** Between what a person types for a parameter and the whole number that is kept: money is typed in 元 and kept in 分. */
import { Refused } from "../../api/problem";
import { limitWords } from "../../words/law";
import { fenFromYuan, yuanFromFen } from "../../words/money";

interface Limits {
  label: string;
  unit: string;
  min: number | null;
  max: number | null;
}

export function typedValue(value: number, unit: string): string {
  return unit === "分" ? yuanFromFen(value) : String(value);
}

export type Read = { value: number } | { fault: string; refused: Refused };

export function readValue(text: string, limits: Limits): Read {
  const value =
    limits.unit === "分" ? fenFromYuan(text) : /^\d{1,12}$/.test(text.trim()) ? Number(text.trim()) : null;
  if (value === null) return wrong(limits.unit === "分" ? "请按元填写，最多两位小数。" : "请填一个整数。");
  if ((limits.min !== null && value < limits.min) || (limits.max !== null && value > limits.max))
    return wrong(`超出可定的范围：${limitWords(limits.min, limits.max, limits.unit)}。`);
  return { value };
}

function wrong(fault: string): Read {
  const problem = {
    type: "about:blank",
    title: "还不能提出",
    status: 0,
    code: "input.value",
    detail: fault,
    article: null,
    field: "value",
    reasons: [],
  };
  return { fault, refused: new Refused(problem) };
}
