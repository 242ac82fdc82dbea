/** The quieter parts of a matter: papers, people, facts, and where its acts stand in the record. */
import { Link } from "@tanstack/react-router";
import { paperPdfPath } from "../../api/lawQueries";
import type { MatterPage } from "../../api/types";
import { shown } from "../../words/shown";

/** `scans` says that the paper dossier can be checked further down. */
export function Papers({ matter, scans }: { matter: MatterPage; scans: boolean }) {
  return (
    <section className="panel" aria-labelledby="papers">
      <div className="panel-head">
        <h2 id="papers">文书</h2>
        <Link to="/matters/$matter/dossier" params={{ matter: matter.id }}>
          案卷：目录、缺漏、整卷
        </Link>
      </div>
      <div className="panel-body">
        {matter.papers.length === 0 ? (
          <p className="soft">还没有文书。办理时会自动生成并编号。</p>
        ) : (
          <ul className="papers">
            {matter.papers.map((paper) => (
              <li key={paper.id}>
                <Link to="/matters/$matter/papers/$paper" params={{ matter: matter.id, paper: paper.id }}>
                  {paper.title}
                </Link>
                <span className="small">
                  {paper.number ? <span className="issued">{paper.number} </span> : null}
                  <span className="soft">
                    {paper.at.slice(0, 10)}
                    {paper.outward ? (paper.served ? ` · ${paper.served} 送达` : " · 未送达") : " · 内部"}
                  </span>{" "}
                  <a
                    className="nowrap"
                    href={paperPdfPath(matter.id, paper.id)}
                    target="_blank"
                    rel="noopener"
                  >
                    打开 PDF
                    <span className="unseen">
                      ：{paper.title} {paper.number ?? ""}，在新页打开
                    </span>
                  </a>
                </span>
              </li>
            ))}
          </ul>
        )}
        {scans ? (
          <p className="small papers-scans">
            <a href="#scans">核对扫描件</a>
          </p>
        ) : null}
      </div>
    </section>
  );
}

export function People({ people, handlers }: { people: MatterPage["people"]; handlers: string[] }) {
  return (
    <section className="panel" aria-labelledby="people">
      <h2 id="people">人员</h2>
      <div className="panel-body">
        {people.length === 0 ? (
          <p className={handlers.length > 0 ? undefined : "soft"}>
            {handlers.length > 0 ? `承办 ${handlers.join("、")}` : "还没有指派承办人。"}
          </p>
        ) : (
          <dl className="pairs">
            {people.map((person) => (
              <div key={`${person.role}/${person.id}`} style={{ display: "contents" }}>
                <dt>{person.role}</dt>
                <dd>
                  {person.name}
                  {person.card ? <span className="small soft"> 执法证 {person.card}</span> : null}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </section>
  );
}

export function Facts({ facts }: { facts: MatterPage["facts"] }) {
  if (facts.length === 0) return null;
  return (
    <details className="panel fold">
      <summary>
        <h2>认定的事实与拟作的处理</h2>
      </summary>
      <dl className="panel-body facts">
        {facts.map((fact) => (
          <div key={fact.id}>
            <dt className="small soft">{fact.label}</dt>
            <dd>{shown(fact.value, fact.type)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

export function RecordRange({ matter }: { matter: MatterPage }) {
  const { events, from, to } = matter.record;
  return (
    <p className="small soft record-range">
      存证 {events} 条，在全平台记录的第 {from.toLocaleString("zh-CN")} 至 {to.toLocaleString("zh-CN")}{" "}
      条之间。 适用法规包 {matter.pack_version}。
    </p>
  );
}
