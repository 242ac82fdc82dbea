/** What of the registers the public is still owed: contents that wait, by their last day, and kinds that are lacking. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { registersOwedQuery } from "../../api/registerQueries";
import type { RegistersOwed } from "../../api/types";
import { Article } from "../../parts/Article";
import { LightMark } from "../../parts/LightMark";
import { useMe } from "../../session/session";
import "./registers.css";

/** Nothing is drawn where nothing is owed. */
export function Owed() {
  const owed = useQuery(registersOwedQuery);
  if (!owed.data || owed.data.waiting.length + owed.data.lacking.length === 0) return null;
  return (
    <section className="panel register-owed" aria-labelledby="registers-owed">
      <h2 id="registers-owed">名录待公布</h2>
      {owed.data.lacking.map((row) => (
        <p key={row.register.id} className="panel-body note">
          {row.agency.name}的
          <Link to="/registers/$register" params={{ register: row.register.id }}>
            {row.register.title}
          </Link>
          还缺：{row.kinds.join("、")}。<Article cite={row.basis} />
        </p>
      ))}
      {owed.data.waiting.length > 0 ? <Rows owed={owed.data} /> : null}
    </section>
  );
}

function Rows({ owed }: { owed: RegistersOwed }) {
  const me = useMe();
  return (
    <div className="scroll-x">
      <table className="list-table stacks">
        <caption className="small soft register-owed-why">
          事前公开的信息自形成或者变更之日起按期公布；从送出审核那天起算，退回重做不重新起算。
          <Article cite={owed.basis} />
        </caption>
        <thead>
          <tr>
            <th scope="col">公布期限</th>
            <th scope="col">名录</th>
            <th scope="col">做到哪一步</th>
            <th scope="col" className="number">
              条数
            </th>
            <th scope="col">起算</th>
          </tr>
        </thead>
        <tbody>
          {owed.waiting.map((row) => (
            <tr key={`${row.register.id}/${row.agency.id}/${row.since}/${row.work}`}>
              <td className="nowrap">
                <LightMark light={row.light} />
                <span className="small soft tabular" style={{ display: "block" }}>
                  {row.due ?? ""}
                </span>
              </td>
              <td>
                <Link
                  to="/registers/$register"
                  params={{ register: row.register.id }}
                  search={{ waiting: "true" }}
                >
                  {row.register.title}
                </Link>
                {me.scope.length > 1 ? (
                  <span className="small soft" style={{ display: "block" }}>
                    {row.agency.name}
                  </span>
                ) : null}
              </td>
              <td data-label="做到哪一步">{row.work_title}</td>
              <td data-label="条数" className="number">
                {row.held}
              </td>
              <td data-label="起算" className="tabular">
                {row.since}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
