/** What was found on scanned pages, in words: what it is, and what to do next. */
import type { PageMark, ScannedPage, ScanReport, Verdict } from "../api/types";

interface Said {
  /** A few words, with the shape that goes before them. */
  title: string;
  next: string;
}

const SAID: Record<Verdict, Said> = {
  matched: { title: "○ 一致", next: "" },
  altered: {
    title: "▲ 有改动",
    next: "校验码是这一页的，下列位置与电子页不同。请对照原件查明是谁、为什么改的；文书确需更正的，办理更正。",
  },
  replaced: {
    title: "▲ 内容不是这一页",
    next: "校验码是这一页的，内容是别的。请核对原件有没有被换页。",
  },
  no_code: {
    title: "◇ 没有校验码",
    next: "读不出校验码：不是本平台打印的，或者扫描不清。当事人提交的材料可以不管；否则请平整地重新扫描。",
  },
  several_codes: { title: "◇ 几个校验码", next: "一页上有几个校验码。请一次只放一页，重新扫描。" },
  other_dossier: { title: "▲ 别的案卷", next: "这一页属于别的案卷，请取出归位。" },
  unknown_page: { title: "▲ 没有这一页", next: "案卷里没有这份文书或者这一页，请查明来历。" },
  other_version: {
    title: "▲ 另一个版本",
    next: "是草稿，或者更正以前的文书。请换成正式文书；更正以前的，另行存放。",
  },
  repeated: { title: "◇ 重复", next: "前面已经有这一页，请取出多余的。" },
  no_original: { title: "◇ 不能核对", next: "电子页打印不出来，请联系系统管理员。" },
};

export const verdictSaid = (verdict: Verdict): Said => SAID[verdict];

const KINDS: Record<PageMark["kind"], string> = {
  missing: "缺少印刷的内容",
  added: "多出笔迹或者字",
  seal: "红色印章",
};

/** Where a mark stands, as one would measure it with a ruler. */
export function markWords(mark: PageMark): string {
  const mm = (value: number) => Math.round(value);
  return `${KINDS[mark.kind]}：距左边 ${mm(mark.left)} 至 ${mm(mark.right)} 毫米，距上边 ${mm(mark.top)} 至 ${mm(mark.bottom)} 毫米`;
}

/** Which page of which file, and what it is of the dossier. */
export function pageWords(page: ScannedPage): string {
  const scan = `${page.file} 第 ${page.page_of_file} 页`;
  return page.title === null || page.page === null ? scan : `${scan}：《${page.title}》第 ${page.page} 页`;
}

/** Pages that somebody should look at. */
export const unclear = (report: ScanReport): ScannedPage[] =>
  report.pages.filter((page) => page.verdict !== "matched" || page.misplaced);

/** What came out, in one sentence. */
export function reportWords(report: ScanReport): string {
  const matched = report.pages.filter((page) => page.verdict === "matched").length;
  if (report.whole && unclear(report).length === 0)
    return `扫描 ${report.pages.length} 页，全部与电子文书一致，没有缺页。`;
  const parts = [`扫描 ${report.pages.length} 页`, `一致 ${matched} 页`];
  const wrong = report.pages.length - matched;
  if (wrong > 0) parts.push(`要看 ${wrong} 页`);
  const moved = report.pages.filter((page) => page.verdict === "matched" && page.misplaced).length;
  if (moved > 0) parts.push(`顺序不对 ${moved} 页`);
  if (report.missing.length > 0) parts.push(`缺 ${report.missing.length} 页`);
  return `${parts.join("，")}。`;
}
