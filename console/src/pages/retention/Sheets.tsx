/** The sheets of an agency, the newest first. */
import { Link } from "@tanstack/react-router";
import type { Sheet } from "../../api/retention";
import { momentWords } from "../../words/dates";

export const SHEET_MARKS: Record<string, string> = {
  appraised: "●",
  approved: "●",
  prepared: "▲",
  leaving: "●",
  destroyed: "✓",
  kept: "✓",
  rejected: "✕",
};

export function Sheets({ sheets }: { sheets: Sheet[] }) {
  if (sheets.length === 0) return null;
  return (
    <section className="panel due-panel" aria-labelledby="sheets">
      <div className="panel-head">
        <h2 id="sheets">鉴定清册</h2>
        <p className="small soft">最近 {sheets.length} 份</p>
      </div>
      <div className="panel-body">
        <ul className="due-sheets">
          {sheets.map((sheet) => (
            <li key={sheet.id}>
              <p>
                <span className={`tag due-${sheet.state.id}`}>
                  {SHEET_MARKS[sheet.state.id] ?? "○"} {sheet.state.title}
                </span>{" "}
                <Link to="/retention/sheets/$sheet" params={{ sheet: sheet.id }}>
                  {sheet.number}
                </Link>{" "}
                {sheet.answer.title} {sheet.lines.length} 卷
              </p>
              <p className="small soft">
                {sheet.agency.name}，{sheet.by.name} {momentWords(sheet.at)} 鉴定
              </p>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
