/** Numbers of the law section as people read them, and how sure somebody is of them. */
import type { ProposalState } from "../api/types";
import { yuanFromFen } from "./money";

/** The unit of numbers that mean yes and no. */
export const YES_NO = "是否";

/** Money is kept in 分 and shown in 元. */
export function amountWords(value: number, unit: string): string {
  if (unit === YES_NO) return value === 0 ? "否" : "是";
  return unit === "分" ? `${yuanFromFen(value)} 元` : `${value.toLocaleString("zh-CN")} ${unit}`;
}

/** The unit in which a person types: 分 are typed as 元. */
export function typedUnit(unit: string): string {
  return unit === "分" ? "元" : unit;
}

export function limitWords(min: number | null, max: number | null, unit: string): string {
  if (unit === YES_NO) return "是或者否";
  if (min !== null && max !== null && min === max) return `只能是 ${amountWords(min, unit)}`;
  if (min !== null && max !== null) return `${amountWords(min, unit)} 至 ${amountWords(max, unit)}`;
  if (min !== null) return `不低于 ${amountWords(min, unit)}`;
  if (max !== null) return `不高于 ${amountWords(max, unit)}`;
  return "没有上下限";
}

const CERTAINTY: Record<string, string> = {
  read: "读过全文",
  excerpt: "只见节录",
  unverified: "未核实",
};

export function certaintyWord(certainty: string): string {
  return CERTAINTY[certainty] ?? certainty;
}

export const PROPOSAL_WORDS: Record<ProposalState, string> = {
  proposed: "待审核",
  approved: "已同意，待公布",
  rejected: "已退回",
  published: "已公布",
};

/** From when to when a version holds; the last day is the day before `to`. */
export function intervalWords(from: string | undefined, to: string | null | undefined): string {
  if (!from) return "";
  return to ? `${from} 起，${to} 失效` : `${from} 起`;
}
