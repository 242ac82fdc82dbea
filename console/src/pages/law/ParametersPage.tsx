/** 本机关参数: numbers that the law lets an agency set, within limits; proposed by one, examined by another, published by a third. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { parametersQuery, proposalsQuery } from "../../api/lawQueries";
import type { LawParameter } from "../../api/types";
import { Article } from "../../parts/Article";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { amountWords, certaintyWord, limitWords } from "../../words/law";
import { Proposals } from "./Proposals";
import { ProposeParameter } from "./ProposeParameter";
import "../../forms/forms.css";
import "./law.css";

export function ParametersPage() {
  const parameters = useQuery(parametersQuery);
  const proposals = useQuery(proposalsQuery);
  return (
    <>
      <PageHead
        title="本机关参数"
        lead="法律允许本机关在上下限内自定的数。一人提出，另一人审核，再一人公布；公布之日起，新的办理按新值判断。"
      />
      <Waiting query={proposals} rows={3}>
        {(rows) => <Proposals rows={rows} />}
      </Waiting>
      <Waiting query={parameters} rows={8}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyNote title="没有可以自定的数">法律包里没有给本机关留出余地。</EmptyNote>
          ) : (
            <Table rows={rows} />
          )
        }
      </Waiting>
    </>
  );
}

function Table({ rows }: { rows: LawParameter[] }) {
  const me = useMe();
  const may = (["register", "handle", "publish"] as const).some((power) => me.powers.includes(power));
  const [proposing, setProposing] = useState<LawParameter | null>(null);
  return (
    <section className="panel" aria-labelledby="all">
      <h2 id="all">全部参数</h2>
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">全部参数</caption>
          <thead>
            <tr>
              <th scope="col">参数</th>
              <th scope="col">本机关</th>
              <th scope="col">法律包</th>
              <th scope="col">可定的范围</th>
              <th scope="col">依据</th>
              <th scope="col">改动</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.procedure.id}/${row.name}`}>
                <td>
                  {row.label}
                  <span className="small soft parameter-under">
                    {row.general ? (
                      row.procedure.title
                    ) : (
                      <Link to="/procedures/$procedure" params={{ procedure: row.procedure.id }}>
                        {row.procedure.title}
                      </Link>
                    )}
                  </span>
                </td>
                <td data-label="本机关" className="nowrap">
                  <strong>{amountWords(row.value, row.unit)}</strong>
                  {row.value === row.national ? null : <span className="tag parameter-own">自定</span>}
                </td>
                <td data-label="法律包" className="nowrap">
                  {amountWords(row.national, row.unit)}
                </td>
                <td data-label="可定的范围">{limitWords(row.min, row.max, row.unit)}</td>
                <td data-label="依据">
                  <Article cite={row.basis} />
                  <span className="small soft parameter-under">{certaintyWord(row.certainty)}</span>
                </td>
                <td>
                  {row.proposal ? (
                    <span className="soft">正在办理</span>
                  ) : may ? (
                    <button
                      type="button"
                      className="button button-small"
                      aria-label={`提出改动：${row.procedure.title}，${row.label}`}
                      onClick={() => setProposing(row)}
                    >
                      提出改动
                    </button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {proposing ? <ProposeParameter parameter={proposing} onClose={() => setProposing(null)} /> : null}
    </section>
  );
}
