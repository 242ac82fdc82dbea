/** Papers that a procedure issues, by act, each with a sample to look at; and what an applicant brings. */
import { samplePath } from "../../api/lawQueries";
import type { Material, Procedure } from "../../api/types";
import { Article } from "../../parts/Article";
import { EmptyNote } from "../../parts/EmptyNote";

const LAYOUTS: Record<string, string> = {
  decision: "决定",
  notice: "通知",
  letter: "函",
  approval: "审批表",
  register: "登记表",
  record: "笔录",
  list: "清单",
  receipt: "回执",
  report: "报告",
  cover: "封面",
  catalogue: "目录",
  remarks: "备考表",
};

export function PapersView({ procedure }: { procedure: Procedure }) {
  const acts = procedure.acts.filter((act) => act.papers.length > 0);
  const count = acts.reduce((sum, act) => sum + act.papers.length, 0);
  if (count === 0) return <EmptyNote title="这个程序不出具文书">办理经过本身就是记录。</EmptyNote>;
  return (
    <section className="panel" aria-labelledby="papers">
      <div className="panel-head">
        <h2 id="papers">文书</h2>
        <p className="small soft">共 {count} 种，样张用虚构的内容排印</p>
      </div>
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">{procedure.title}的文书</caption>
          <thead>
            <tr>
              <th scope="col">文书</th>
              <th scope="col">出具于</th>
              <th scope="col">版式</th>
              <th scope="col">文号代字</th>
              <th scope="col">样张</th>
            </tr>
          </thead>
          <tbody>
            {acts.flatMap((act) =>
              act.papers.map((paper) => (
                <tr key={`${act.id}/${paper.id}`}>
                  <td>
                    {paper.title} {paper.basis ? <Article cite={paper.basis} /> : null}
                    {paper.blank ? <span className="tag">可印空白</span> : null}
                  </td>
                  <td data-label="出具于">{act.title}</td>
                  <td data-label="版式" className="nowrap">
                    {[LAYOUTS[paper.layout ?? ""] ?? paper.layout, paper.outward ? "对外" : "内部"]
                      .filter((part) => part)
                      .join(" · ")}
                  </td>
                  <td data-label="文号代字" className="nowrap">
                    {paper.number_kind ?? <span className="soft">不编号</span>}
                  </td>
                  <td className="nowrap">
                    <a href={samplePath(procedure.id, act.id, paper.id)} target="_blank" rel="noopener">
                      看样张
                      <span className="unseen">：{paper.title}，PDF，在新页打开</span>
                    </a>
                  </td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function Materials({ materials }: { materials: Material[] }) {
  if (materials.length === 0) return null;
  return (
    <section className="panel guide-materials" aria-labelledby="materials">
      <h2 id="materials">应交的材料</h2>
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">应交的材料</caption>
          <thead>
            <tr>
              <th scope="col">材料</th>
              <th scope="col">份数</th>
              <th scope="col">依据</th>
            </tr>
          </thead>
          <tbody>
            {materials.map((material) => (
              <tr key={material.title}>
                <td>
                  {material.title}
                  {material.required ? null : <span className="small soft">（有则提交）</span>}
                  {material.help ? <p className="small soft">{material.help}</p> : null}
                  {material.form.length > 0 ? (
                    <details className="small">
                      <summary>示范文本 {material.form.length} 项</summary>
                      <ul>
                        {material.form.map((label) => (
                          <li key={label}>{label}</li>
                        ))}
                      </ul>
                    </details>
                  ) : null}
                </td>
                <td data-label="份数" className="nowrap">
                  {material.copies} 份
                </td>
                <td data-label="依据">{material.basis ? <Article cite={material.basis} /> : null}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
