/** One procedure: its flow chart, and every act with who performs it, what must hold before, the articles and the periods. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { chartPath, procedureQuery } from "../../api/queries";
import type { ActType, Procedure } from "../../api/types";
import { Icon } from "../../parts/Icon";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { POWER_WORDS } from "../../words/powers";
import "./procedures.css";

const BY: Record<ActType["by"], string> = { own: "", upper: "上一级机关", upper_upper: "再上一级机关" };

export function ProcedurePage() {
  const { procedure: id } = useParams({ from: "/inside/procedures/$procedure" });
  const procedure = useQuery(procedureQuery(id));
  return (
    <Waiting query={procedure} rows={12}>
      {(data) => (
        <>
          <PageHead
            title={data.title}
            lead={`${data.category}。依据：${data.basis.join("、")}。自 ${data.from} 起施行${data.to ? `，至 ${data.to}` : ""}。`}
          >
            <a className="button" href={chartPath(id)} download={`${data.title}流程图.svg`}>
              <Icon name="download" size={18} />
              下载流程图
            </a>
          </PageHead>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wider than a phone, it must scroll from the keyboard */}
          <figure className="panel chart" tabIndex={0} aria-label={`${data.title}流程图`}>
            <img src={chartPath(id)} alt={`${data.title}流程图，文字内容见下面的表格`} />
          </figure>
          <Acts procedure={data} />
          <Parameters procedure={data} />
        </>
      )}
    </Waiting>
  );
}

function Acts({ procedure }: { procedure: Procedure }) {
  return (
    <section className="panel" aria-labelledby="acts">
      <h2 id="acts">每一步</h2>
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">{procedure.title}的每一步</caption>
          <thead>
            <tr>
              <th scope="col">行为</th>
              <th scope="col">由谁办</th>
              <th scope="col">什么时候不能办</th>
              <th scope="col">期限</th>
              <th scope="col">依据</th>
            </tr>
          </thead>
          {procedure.stages.map((stage) => (
            <tbody key={stage.id}>
              <tr className="act-stage">
                <th scope="rowgroup" colSpan={5}>
                  {stage.title}
                </th>
              </tr>
              {procedure.acts
                .filter((act) => act.stage === stage.id)
                .map((act) => (
                  <tr key={act.id}>
                    <td>
                      <strong>{act.title}</strong>
                      <span className="small soft" style={{ display: "block" }}>
                        {act.step}
                      </span>
                    </td>
                    <td data-label="由谁办" className="nowrap">
                      {BY[act.by]}
                      {POWER_WORDS[act.power]}
                    </td>
                    <td data-label="不能办">
                      <Gates act={act} />
                    </td>
                    <td data-label="期限">
                      {act.duties.map((duty) => (
                        <p key={duty.id}>
                          {duty.title}
                          <span className="small soft"> {duty.period ?? duty.rule ?? "及时"}</span>
                        </p>
                      ))}
                    </td>
                    <td>
                      {act.basis.map((article) => (
                        <span key={article} className="article">
                          {article}
                        </span>
                      ))}
                    </td>
                  </tr>
                ))}
            </tbody>
          ))}
        </table>
      </div>
    </section>
  );
}

function Gates({ act }: { act: ActType }) {
  if (act.gates.length === 0) return null;
  return (
    <ul className="gates">
      {act.gates.map((gate) => (
        <li key={`${gate.gate}/${gate.message}`}>
          {gate.message} <span className="article">{gate.basis}</span>
        </li>
      ))}
    </ul>
  );
}

function Parameters({ procedure }: { procedure: Procedure }) {
  const rows = Object.entries(procedure.parameters);
  if (rows.length === 0) return null;
  return (
    <section className="panel parameters" aria-labelledby="parameters">
      <h2 id="parameters">可由本机关设定的数</h2>
      <div className="scroll-x">
        <table className="list-table stacks">
          <thead>
            <tr>
              <th scope="col">名称</th>
              <th scope="col">现行值</th>
              <th scope="col">依据</th>
              <th scope="col">核实程度</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([id, parameter]) => (
              <tr key={id}>
                <td>{parameter.label}</td>
                <td data-label="现行值">{amount(parameter)}</td>
                <td data-label="依据">{parameter.basis}</td>
                <td data-label="核实程度">{parameter.certainty}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Money is kept in 分 and shown in 元. */
function amount({ value, unit }: { value: number; unit: string }): string {
  if (unit === "分") return `${(value / 100).toLocaleString("zh-CN")} 元`;
  return `${value.toLocaleString("zh-CN")} ${unit}`;
}
