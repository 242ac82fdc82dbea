/** One procedure: the flow chart and every step; its papers, guide, examples and versions, each under an address of its own. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { switchPath } from "../../api/lawQueries";
import { chartPath, client, procedureQuery, proceduresQuery } from "../../api/queries";
import type { Procedure, ProcedureRow } from "../../api/types";
import { Article } from "../../parts/Article";
import { Ask } from "../../parts/Ask";
import { Icon } from "../../parts/Icon";
import { PageHead } from "../../parts/PageHead";
import { Views } from "../../parts/Views";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { amountWords, certaintyWord, intervalWords } from "../../words/law";
import { ActsView } from "./ActsView";
import { ExamplesView } from "./ExamplesView";
import { GuideView } from "./GuideView";
import { familyOf, standing } from "./listing";
import { PapersView } from "./PapersView";
import { TouchedView } from "./TouchedView";
import "../../forms/forms.css";
import "./procedures.css";

const VIEWS = [
  ["steps", "流程与每一步"],
  ["papers", "文书"],
  ["guide", "服务指南"],
  ["examples", "示例"],
  ["versions", "版本与影响"],
] as const;

export function ProcedurePage() {
  const { procedure: id } = useParams({ from: "/inside/procedures/$procedure" });
  const { view = "steps" } = useSearch({ from: "/inside/procedures/$procedure" });
  const procedure = useQuery(procedureQuery(id));
  const procedures = useQuery(proceduresQuery);
  const row = procedures.data?.find((each) => each.id === id);
  return (
    <Waiting query={procedure} rows={12}>
      {(data) => (
        <>
          <Head procedure={data} row={row} />
          <Views label="程序的各部分" views={VIEWS} />
          {view === "papers" ? (
            <PapersView procedure={data} />
          ) : view === "guide" ? (
            <GuideView procedure={data} />
          ) : view === "examples" ? (
            <ExamplesView procedure={id} />
          ) : view === "versions" ? (
            <Versions id={id} rows={procedures.data ?? []} />
          ) : (
            <Steps procedure={data} />
          )}
        </>
      )}
    </Waiting>
  );
}

function Head({ procedure, row }: { procedure: Procedure; row: ProcedureRow | undefined }) {
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const on = row?.on !== false;
  const may = me.powers.includes("decide") || me.powers.includes("administer");
  return (
    <>
      <PageHead
        title={procedure.title}
        lead={
          <span className="procedure-lead">
            <span>{procedure.category}</span>
            <span>{intervalWords(procedure.from, procedure.to)}</span>
            {row ? <span>{standing(row)}</span> : null}
            <span>
              {procedure.basis.map((article) => (
                <Article key={article} cite={article} />
              ))}
            </span>
          </span>
        }
      >
        {may && row && (!on || row.in_force !== false) ? (
          <button type="button" className="button" onClick={() => setAsking(true)}>
            {on ? "本机关不办这类事项" : "本机关办理这类事项"}
          </button>
        ) : null}
      </PageHead>
      {asking ? (
        <Ask
          title={on ? `停用“${procedure.title}”` : `启用“${procedure.title}”`}
          lead={
            on
              ? "停用以后，本机关不能再登记这类事项，报表按零报告；在办的继续办完。随时可以再启用。"
              : "启用以后，本机关可以登记这类事项。"
          }
          label="理由"
          help="写明依据，例如三定规定、权责清单的条目。"
          button={on ? "停用" : "启用"}
          onDo={async (reason) => {
            await post<void>(switchPath(procedure.id), { on: !on, reason });
            await client.invalidateQueries({ queryKey: proceduresQuery.queryKey });
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

function Steps({ procedure }: { procedure: Procedure }) {
  return (
    <>
      <p className="chart-bar">
        <a
          className="button button-small"
          href={chartPath(procedure.id)}
          download={`${procedure.title}流程图.svg`}
        >
          <Icon name="download" size={16} />
          下载流程图
        </a>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wider than a phone, it must scroll from the keyboard */}
      <figure className="panel chart" tabIndex={0} aria-label={`${procedure.title}流程图`}>
        <img src={chartPath(procedure.id)} alt={`${procedure.title}流程图，文字内容见下面的表格`} />
      </figure>
      <ActsView procedure={procedure} />
      <Parameters procedure={procedure} />
    </>
  );
}

function Parameters({ procedure }: { procedure: Procedure }) {
  const rows = Object.entries(procedure.parameters);
  if (rows.length === 0) return null;
  return (
    <section className="panel parameters" aria-labelledby="parameters">
      <div className="panel-head">
        <h2 id="parameters">可由本机关设定的数</h2>
        <Link to="/parameters">查看本机关的值，提出改动</Link>
      </div>
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">参数</caption>
          <thead>
            <tr>
              <th scope="col">名称</th>
              <th scope="col">法律包的值</th>
              <th scope="col">依据</th>
              <th scope="col">核实程度</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([id, parameter]) => (
              <tr key={id}>
                <td>{parameter.label}</td>
                <td data-label="法律包的值" className="nowrap">
                  {amountWords(parameter.value, parameter.unit)}
                </td>
                <td data-label="依据">
                  <Article cite={parameter.basis} />
                </td>
                <td data-label="核实程度">{certaintyWord(parameter.certainty)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Versions({ id, rows }: { id: string; rows: ProcedureRow[] }) {
  const family = familyOf(rows, id);
  const others = family.filter((row) => row.id !== id);
  return (
    <>
      <section className="panel versions" aria-labelledby="versions">
        <h2 id="versions">版本</h2>
        <ul className="panel-body">
          {family.map((row) => (
            <li key={row.id}>
              {row.id === id ? (
                <strong aria-current="true">{row.title}（本页）</strong>
              ) : (
                <Link
                  to="/procedures/$procedure"
                  params={{ procedure: row.id }}
                  search={{ view: "versions" }}
                >
                  {row.title}
                </Link>
              )}{" "}
              <span className="soft">{intervalWords(row.from, row.to)}</span>
            </li>
          ))}
        </ul>
        {others[0] ? (
          <p className="panel-body">
            <Link className="button button-small" to="/procedures/compare" search={comparing(family, id)}>
              与另一版本比较
            </Link>
          </p>
        ) : (
          <p className="panel-body soft small">平台上只有这一个版本。</p>
        )}
      </section>
      <TouchedView procedure={id} />
    </>
  );
}

/** The older version stands left. */
function comparing(family: ProcedureRow[], id: string): { left: string; right: string } {
  const at = family.findIndex((row) => row.id === id);
  const older = family[at + 1];
  if (older) return { left: older.id, right: id };
  return { left: id, right: family[at - 1]?.id ?? id };
}
