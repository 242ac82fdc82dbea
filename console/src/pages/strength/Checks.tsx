/** 责任核查: what ought to be looked into because a decision was changed, and what is being looked into. */
import { Link } from "@tanstack/react-router";
import type { AccountabilityDesk, CheckLine } from "../../api/types";
import { Article } from "../../parts/Article";
import { EmptyNote } from "../../parts/EmptyNote";

export function Checks({ desk }: { desk: AccountabilityDesk }) {
  const nothing = desk.proposals.length === 0 && desk.checks.length === 0;
  return (
    <section className="panel strength-block" aria-labelledby="checks">
      <div className="panel-head">
        <h2 id="checks">责任核查</h2>
        <p className="small soft">决定被撤销、变更的，按记录里的人员链条核查</p>
      </div>
      {desk.proposals.length > 0 ? (
        <ul className="panel-body proposals">
          {desk.proposals.map((row) => (
            <li key={row.matter.id}>
              <span className="light light-today">▲ 待提出</span>{" "}
              <Link to="/matters/$matter" params={{ matter: row.matter.id }}>
                {row.matter.number ?? row.matter.title}
              </Link>{" "}
              {row.matter.number ? row.matter.title : null}，决定 {row.since} 起被改变{" "}
              <Article cite={row.basis} />
            </li>
          ))}
        </ul>
      ) : null}
      {desk.checks.length > 0 ? <CheckTable rows={desk.checks} /> : null}
      {nothing ? (
        <EmptyNote title="没有应当核查的">
          登记决定被撤销、变更、确认违法以后，这里会提出核查，人员链条由系统从记录里取出。
        </EmptyNote>
      ) : null}
    </section>
  );
}

export function CheckTable({ rows }: { rows: CheckLine[] }) {
  return (
    <div className="scroll-x">
      <table className="list-table stacks">
        <caption className="unseen">责任核查</caption>
        <thead>
          <tr>
            <th scope="col">核查件</th>
            <th scope="col">被核查的案件</th>
            <th scope="col">起因</th>
            <th scope="col">结果</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.matter.id}>
              <td>
                <Link to="/matters/$matter" params={{ matter: row.matter.id }}>
                  {row.matter.number ?? row.matter.title}
                </Link>
              </td>
              <td data-label="案件">{row.checked}</td>
              <td data-label="起因">{row.trigger}</td>
              <td data-label="结果" className="nowrap">
                {row.outcome ?? `${row.stage.title}阶段`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
