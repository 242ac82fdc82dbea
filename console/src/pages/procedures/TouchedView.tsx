/** Matters that a version touches: which of them it judges, and why. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { touchedQuery } from "../../api/lawQueries";
import { EmptyNote } from "../../parts/EmptyNote";
import { Waiting } from "../../parts/Waiting";

export function TouchedView({ procedure }: { procedure: string }) {
  const touched = useQuery(touchedQuery(procedure));
  return (
    <Waiting query={touched} rows={6}>
      {(data) =>
        data.matters.length === 0 ? (
          <EmptyNote title="没有在办事项受这个版本影响">
            程序换了版本时，在办的事项按受理时的法律还是新法办，逐件列在这里。
          </EmptyNote>
        ) : (
          <section className="panel" aria-labelledby="touched">
            <div className="panel-head">
              <h2 id="touched">受影响的在办事项</h2>
              <p className="small soft">
                共 {data.count.toLocaleString("zh-CN")} 件
                {data.count > data.matters.length ? `，这里列出前 ${data.matters.length} 件` : ""}
              </p>
            </div>
            <div className="scroll-x">
              <table className="list-table stacks">
                <caption className="unseen">受影响的在办事项</caption>
                <thead>
                  <tr>
                    <th scope="col">事项</th>
                    <th scope="col">登记</th>
                    <th scope="col">适用哪个版本，为什么</th>
                  </tr>
                </thead>
                <tbody>
                  {data.matters.map((matter) => (
                    <tr key={matter.id}>
                      <td>
                        <Link to="/matters/$matter" params={{ matter: matter.id }}>
                          {matter.title || "（未命名）"}
                        </Link>
                        <span className="small soft touched-number">{matter.number ?? "尚未编号"}</span>
                      </td>
                      <td data-label="登记" className="nowrap">
                        {matter.opened}
                      </td>
                      <td>{matter.why}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </section>
        )
      }
    </Waiting>
  );
}
