/** Behind a number: the rule in words, its basis, the condition as the law pack states it, and the matters, each one that counts. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { reportLinesQuery } from "../../api/reportQueries";
import type { ReportEntry } from "../../api/types";
import { ProblemNote } from "../../parts/ProblemNote";
import { Bones } from "../../parts/Waiting";

const CERTAINTY: Record<string, string> = {
  read: "",
  excerpt: "规则依据节录，请法规科核对",
  unverified: "规则未核实，请法规科确认",
};

/** A number that was typed says by whom, when and from what. */
function entered(entry: ReportEntry | undefined): string {
  return entry
    ? `平台不知道这个数：由${entry.by}于 ${entry.day} 填报，来源：${entry.source}。`
    : "平台不知道这个数，还没有人填报。";
}

interface Props {
  cell: string;
  filters: string;
  onClose: () => void;
}

export function Behind({ cell, filters, onClose }: Props) {
  const heading = `behind-${cell}`;
  const lines = useInfiniteQuery(reportLinesQuery(filters));
  const place = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number moves the eye to its answer
  useEffect(() => {
    place.current?.focus();
    place.current?.scrollIntoView({ block: "start" });
  }, [filters]);
  const first = lines.data?.pages[0];
  return (
    <section className="panel report-behind" aria-labelledby={heading} ref={place} tabIndex={-1}>
      <div className="panel-head">
        <h2 id={heading}>
          {first
            ? `${first.agency.name} ${first.year} 年：${first.rule.title}，现在数得 ${first.now} ${first.rule.unit}`
            : "背后的事项"}
        </h2>
        <button type="button" className="button button-small" onClick={onClose}>
          收起
        </button>
      </div>
      <div className="panel-body">
        {lines.error ? <ProblemNote error={lines.error} retry={() => lines.refetch()} /> : null}
        {!first && !lines.error ? <Bones rows={5} /> : null}
        {first ? (
          <>
            <p>{first.rule.rule}</p>
            <dl className="report-rule small">
              <dt>按哪一天</dt>
              <dd>{first.rule.by}</dd>
              <dt>依据</dt>
              <dd>
                {first.rule.basis}
                {CERTAINTY[first.rule.certainty] ? `（${CERTAINTY[first.rule.certainty]}）` : ""}
              </dd>
              {first.rule.acts.length > 0 ? (
                <>
                  <dt>数哪些行为</dt>
                  <dd>{first.rule.acts.join("、")}</dd>
                  <dt>数哪些程序</dt>
                  <dd>{first.rule.procedures.map((held) => held.title).join("、")}</dd>
                </>
              ) : null}
              {first.rule.when ? (
                <>
                  <dt>条件</dt>
                  <dd>
                    <code>{first.rule.when}</code>
                  </dd>
                </>
              ) : null}
              {first.rule.heaviest ? (
                <>
                  <dt>并处</dt>
                  <dd>一个决定只数一次，入最重的一格</dd>
                </>
              ) : null}
            </dl>
            {first.lines.length === 0 ? (
              <p className="soft">
                {first.rule.entered
                  ? entered(first.entries[0])
                  : first.rule.acts.length > 0
                    ? "这一年没有这样的事项。零也是一个数，照样填报。"
                    : "这个数取自在册人员，见“执法人员”。"}
              </p>
            ) : (
              <table className="list-table stacks">
                <caption className="unseen">背后的事项</caption>
                <thead>
                  <tr>
                    <th scope="col">日期</th>
                    <th scope="col">编号</th>
                    <th scope="col">事项</th>
                    {first.rule.unit === "元" ? <th scope="col">金额（元）</th> : null}
                  </tr>
                </thead>
                <tbody>
                  {lines.data?.pages.flatMap((page) =>
                    page.lines.map((line, place) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a matter may count more than once on a day
                      <tr key={`${line.day}/${line.matter}/${place}`}>
                        <td data-label="日期">{line.day}</td>
                        <td data-label="编号">{line.number || "—"}</td>
                        <td data-label="事项">
                          {line.matter ? (
                            <Link to="/matters/$matter" params={{ matter: line.matter }}>
                              {line.title}
                            </Link>
                          ) : (
                            line.title
                          )}
                        </td>
                        {first.rule.unit === "元" ? <td data-label="金额（元）">{line.amount}</td> : null}
                      </tr>
                    )),
                  )}
                </tbody>
              </table>
            )}
            {lines.hasNextPage ? (
              <p>
                <button
                  type="button"
                  className="button button-small"
                  disabled={lines.isFetchingNextPage}
                  onClick={() => lines.fetchNextPage()}
                >
                  再看 50 件
                </button>
              </p>
            ) : null}
          </>
        ) : null}
      </div>
    </section>
  );
}
