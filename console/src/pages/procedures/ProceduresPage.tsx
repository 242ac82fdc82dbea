/** 程序与依据: every procedure by category, with its version, when it holds, and whether this agency has such matters at all. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { proposalsQuery } from "../../api/lawQueries";
import { proceduresQuery } from "../../api/queries";
import type { ProcedureRow } from "../../api/types";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { intervalWords } from "../../words/law";
import { byCategory, standing } from "./listing";
import "../../forms/forms.css";
import "./procedures.css";

export function ProceduresPage() {
  const procedures = useQuery(proceduresQuery);
  const proposals = useQuery(proposalsQuery);
  const waiting = (proposals.data ?? []).filter((proposal) => proposal.can.decide || proposal.can.publish);
  return (
    <>
      <PageHead title="程序与依据" lead="每一步怎么走、由谁办、几天内办、依据哪一条，都写在这里。">
        <Link className="button" to="/procedures/compare" search={{}}>
          比较版本
        </Link>
        <Link className="button" to="/blanks">
          空白文书
        </Link>
        <Link className="button" to="/parameters">
          本机关参数
          {waiting.length > 0 ? <span className="tag">等您办 {waiting.length} 项</span> : null}
        </Link>
      </PageHead>
      <Waiting query={procedures}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyNote title="还没有程序">请系统管理员先载入法律包。</EmptyNote>
          ) : (
            <Listing rows={rows} />
          )
        }
      </Waiting>
    </>
  );
}

function Listing({ rows }: { rows: ProcedureRow[] }) {
  const [words, setWords] = useState("");
  const found = rows.filter((row) => `${row.title}${row.category}${row.noun}`.includes(words.trim()));
  return (
    <>
      <search className="procedures-find">
        <label>
          <span className="small soft">名称或类别</span>
          <input
            type="search"
            className="input"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </label>
        <p className="small soft" aria-live="polite">
          {found.length} 个程序，其中本机关不办 {found.filter((row) => row.on === false).length} 个
        </p>
      </search>
      {found.length === 0 ? (
        <EmptyNote title={`没有名称里有“${words.trim()}”的程序`}>
          换成类别试试，例如“行政检查”“信访”。
        </EmptyNote>
      ) : (
        <section className="panel" aria-label="程序列表">
          <div className="scroll-x">
            <table className="list-table stacks procedures-table">
              <caption className="unseen">程序</caption>
              <thead>
                <tr>
                  <th scope="col">程序</th>
                  <th scope="col">施行</th>
                  <th scope="col">版本</th>
                  <th scope="col">本机关</th>
                </tr>
              </thead>
              {byCategory(found).map(([category, members]) => (
                <tbody key={category}>
                  <tr className="act-stage">
                    <th scope="rowgroup" colSpan={4}>
                      {category}
                    </th>
                  </tr>
                  {members.map((row) => (
                    <tr key={row.id}>
                      <td>
                        <Link to="/procedures/$procedure" params={{ procedure: row.id }}>
                          {row.title}
                        </Link>
                      </td>
                      <td data-label="施行">
                        <span className="nowrap">{intervalWords(row.from, row.to)}</span>
                        {row.in_force === false ? (
                          <span className="small soft"> 旧法，只适用于在办</span>
                        ) : null}
                      </td>
                      <td data-label="版本" className="nowrap">
                        {row.version}
                      </td>
                      <td data-label="本机关">{standing(row)}</td>
                    </tr>
                  ))}
                </tbody>
              ))}
            </table>
          </div>
        </section>
      )}
    </>
  );
}
