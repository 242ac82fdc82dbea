/** 服务指南 as a citizen asks: what it is, what to bring, how it goes, how long it takes, what one receives. Made from the procedure itself. */
import type { Procedure } from "../../api/types";
import { Article } from "../../parts/Article";
import type { ownerWord } from "../../words/powers";
import { Materials } from "./PapersView";

export function GuideView({ procedure }: { procedure: Procedure }) {
  const duties = procedure.acts.flatMap((act) => act.duties.map((duty) => ({ ...duty, act: act.title })));
  const ours = duties.filter((duty) => duty.owner !== "party");
  const theirs = duties.filter((duty) => duty.owner === "party");
  const received = procedure.acts.flatMap((act) => act.papers.filter((paper) => paper.outward));
  return (
    <>
      <section className="panel guide" aria-labelledby="guide">
        <h2 id="guide">{procedure.title}服务指南</h2>
        <dl className="panel-body pairs">
          <dt>类别</dt>
          <dd>{procedure.category}</dd>
          <dt>依据</dt>
          <dd>
            {procedure.basis.map((article) => (
              <Article key={article} cite={article} />
            ))}
          </dd>
          <dt>怎样办</dt>
          <dd>
            <ol className="guide-steps">
              {procedure.stages.map((stage) => (
                <li key={stage.id}>
                  <strong>{stage.title}</strong> {stage.steps.join("，")}
                </li>
              ))}
            </ol>
          </dd>
          <dt>会收到</dt>
          <dd>{[...new Set(received.map((paper) => paper.title))].join("、") || "没有对外的文书"}</dd>
        </dl>
      </section>
      <Materials materials={procedure.materials ?? []} />
      <Periods title="机关多少天内办" rows={ours} />
      <Periods title="您的期限和权利" rows={theirs} />
    </>
  );
}

interface Period {
  id: string;
  title: string;
  act: string;
  owner: Parameters<typeof ownerWord>[0];
  period?: string;
  rule: string | null;
  basis: string;
}

function Periods({ title, rows }: { title: string; rows: Period[] }) {
  if (rows.length === 0) return null;
  return (
    <section className="panel guide-materials" aria-label={title}>
      <h2>{title}</h2>
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">{title}</caption>
          <thead>
            <tr>
              <th scope="col">应办</th>
              <th scope="col">期限</th>
              <th scope="col">从何时起</th>
              <th scope="col">依据</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.act}/${row.id}`}>
                <td>{row.title}</td>
                <td data-label="期限" className="nowrap">
                  {row.period ?? row.rule ?? "及时"}
                </td>
                <td data-label="从何时起">{row.act}</td>
                <td data-label="依据">{row.basis ? <Article cite={row.basis} /> : null}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
