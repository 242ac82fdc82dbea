/** 年报: a year of one agency in its form; every number opens the rule and the matters behind it. Fines are never ranked. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Fragment } from "react";
import { annualReportQuery, reportFilePath, reportYearsQuery } from "../../api/reportQueries";
import type { AnnualReport, ReportYears } from "../../api/types";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { Behind } from "./Behind";
import { Changes } from "./Changes";
import { Figures } from "./Figures";
import { Months } from "./Months";
import "./reports.css";

const FILES = [
  ["pdf", "PDF"],
  ["docx", "Word"],
  ["xlsx", "Excel"],
  ["html", "网页"],
  ["json", "JSON"],
] as const;

export interface Asked {
  report?: string | undefined;
  year?: string | undefined;
  agency?: string | undefined;
  form?: string | undefined;
  below?: string | undefined;
  live?: string | undefined;
  cell?: string | undefined;
  of?: string | undefined;
  table?: string | undefined;
}

export function ReportsPage() {
  const asked: Asked = useSearch({ from: "/inside/reports" });
  const years = useQuery(reportYearsQuery(asked.report ?? ""));
  return (
    <>
      <PageHead
        title={years.data?.report.title ?? "年报"}
        lead="每年一月三十一日以前公布并报送。点任何一个数，看它怎样数、背后是哪些事项，或者由谁填报。"
      />
      <Waiting query={years} rows={10}>
        {(data) => <Chosen years={data} />}
      </Waiting>
    </>
  );
}

function Chosen({ years }: { years: ReportYears }) {
  const me = useMe();
  const navigate = useNavigate();
  const asked: Asked = useSearch({ from: "/inside/reports" });
  const year = asked.year ?? String(years.due);
  const agency = asked.agency ?? years.agency;
  const report = years.report.id;
  const filters = new URLSearchParams({
    report,
    year,
    agency,
    ...(asked.form ? { form: asked.form } : {}),
    ...(asked.below ? { below: "true" } : {}),
    ...(asked.live ? { live: "true" } : {}),
  }).toString();
  const told = useQuery(annualReportQuery(filters));
  const go = (next: Asked) => {
    const all = { ...asked, cell: undefined, of: undefined, table: undefined, ...next };
    const search = Object.fromEntries(Object.entries(all).filter(([, value]) => value));
    // What opens below its table is scrolled to; the page does not jump to its head first.
    void navigate({ to: "/reports", search, resetScroll: false });
  };
  return (
    <>
      <form className="report-filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          年报{" "}
          <select
            value={report}
            onChange={(event) => go({ report: event.target.value, form: undefined, live: undefined })}
          >
            {years.reports.map((each) => (
              <option key={each.id} value={each.id}>
                {each.short}
              </option>
            ))}
          </select>
        </label>
        <label>
          年度{" "}
          <select value={year} onChange={(event) => go({ year: event.target.value })}>
            {years.years.map((each) => (
              <option key={each} value={String(each)}>
                {each}
              </option>
            ))}
          </select>
        </label>
        <label>
          机关{" "}
          <select value={agency} onChange={(event) => go({ agency: event.target.value })}>
            {years.agencies.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          表样{" "}
          <select
            value={asked.form ?? ""}
            onChange={(event) => go({ form: event.target.value || undefined })}
          >
            <option value="">编制时选的</option>
            {years.forms.map((each) => (
              <option key={each.id} value={each.id}>
                {each.title}
              </option>
            ))}
          </select>
        </label>
        {years.agencies.length > 1 ? (
          <label className="report-check">
            <input
              type="checkbox"
              checked={Boolean(asked.below)}
              onChange={(event) => go({ below: event.target.checked ? "true" : undefined })}
            />{" "}
            列出下级机关
          </label>
        ) : null}
      </form>
      <Waiting query={told} rows={12}>
        {(data) => (
          <>
            <Head
              report={data}
              live={Boolean(asked.live)}
              onLive={(live) => go({ live: live ? "true" : undefined })}
            />
            {me.powers.includes("export") ? (
              <p className="report-files">
                取出：
                {FILES.map(([kind, title]) => (
                  <a key={kind} className="button button-small" href={reportFilePath(filters, kind)} download>
                    {title}
                  </a>
                ))}
              </p>
            ) : null}
            <Changes report={data} />
            {data.entries[0] ? (
              <p className="small">
                平台以外的数由{data.entries[0].by}于 {data.entries[0].day} 填报，来源：
                {data.entries[0].source}。
              </p>
            ) : null}
            {data.tables.map((table) => (
              <Fragment key={table.id}>
                <Figures table={table} onOpen={(cell, of) => go({ cell, of, table: table.id })} />
                {asked.cell && asked.table === table.id
                  ? asked.cell.split(",").map((cell) => (
                      <Behind
                        key={cell}
                        cell={cell}
                        filters={new URLSearchParams({
                          report,
                          year,
                          agency: asked.of ?? agency,
                          cell,
                        }).toString()}
                        onClose={() => go({})}
                      />
                    ))
                  : null}
              </Fragment>
            ))}
            <section className="panel" aria-labelledby="words">
              <div className="panel-head">
                <h2 id="words">情况说明</h2>
              </div>
              <div className="panel-body report-words">
                {data.sections.map((section) => (
                  <section key={section.id}>
                    <h3>{section.title}</h3>
                    <p>{section.text}</p>
                  </section>
                ))}
              </div>
            </section>
            {data.charts.length > 0 ? <Months charts={data.charts} /> : null}
            <p className="small soft">
              表样：{data.form.title}。{data.source}
              {data.certainty === "read"
                ? ""
                : data.certainty === "excerpt"
                  ? "；表样依据节录，请法规科与本省现行表样核对"
                  : "；表样没有与原文核对，请负责的科室核对以后再用"}
            </p>
          </>
        )}
      </Waiting>
    </>
  );
}

function Head({
  report,
  live,
  onLive,
}: {
  report: AnnualReport;
  live: boolean;
  onLive: (live: boolean) => void;
}) {
  return (
    <section className="panel report-standing" aria-label="这份年报到了哪一步">
      <div className="panel-body">
        <h2>{report.title}</h2>
        <p role="status">{standing(report)}</p>
        {report.signoffs.length > 0 ? <p className="small soft">{report.signoffs.join(" · ")}</p> : null}
        <p className="report-onward">
          {report.matter ? (
            <Link className="button button-small" to="/matters/$matter" params={{ matter: report.matter.id }}>
              打开这份年报（{report.matter.title}）
            </Link>
          ) : (
            <span className="small soft">
              这一年度还没有登记年报；每年十二月由系统登记，也可以在“登记”里登记。
            </span>
          )}
          {report.published ? (
            <button
              type="button"
              className="button button-small"
              aria-pressed={live}
              onClick={() => onLive(!live)}
            >
              {live ? "看公布的数" : "看现在数得的数"}
            </button>
          ) : null}
        </p>
      </div>
    </section>
  );
}

function standing(report: AnnualReport): string {
  if (report.standing === "published") return `○ 已于 ${report.published} 公布，数字已经固定，只能更正。`;
  if (report.published) return `● ${report.published} 已公布；下面是现在数得的数，不是公布的数。`;
  if (report.standing === "compiling") return `● 正在编制；下面的数截至 ${report.day}，公布以前会变。`;
  return `● 还没有登记；下面的数截至 ${report.day}。`;
}
