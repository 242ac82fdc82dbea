/** Inside and outside beside each other: what stands in the dossier, what the public will read, and why they differ. */
import { useQuery } from "@tanstack/react-query";
import { disclosureQuery } from "../../api/queries";
import { Waiting } from "../../parts/Waiting";
import { shown } from "../../words/shown";
import "./disclosure.css";

export function Disclosure({ matter }: { matter: string }) {
  const proposal = useQuery(disclosureQuery(matter));
  return (
    <section className="panel disclosure" aria-labelledby="disclosure">
      <div className="panel-head">
        <h2 id="disclosure">卷内与公开对照</h2>
        <p className="small soft">公开内容按规则遮盖，可在左侧修改</p>
      </div>
      <Waiting query={proposal}>
        {(data) => (
          <div className="scroll-x">
            <table className="list-table stacks">
              <caption className="unseen">卷内与公开对照</caption>
              <thead>
                <tr>
                  <th scope="col">内容</th>
                  <th scope="col">卷内</th>
                  <th scope="col">公开</th>
                </tr>
              </thead>
              <tbody>
                {data.fields.map((field) => (
                  <tr key={field.id}>
                    <th scope="row">
                      {field.label}
                      {field.masked ? <span className="tag">已遮盖</span> : null}
                    </th>
                    <td data-label="卷内">{shown(field.inner)}</td>
                    <td data-label="公开">
                      {shown(field.public)}
                      <span className="small soft disclosure-why">{field.why}</span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Waiting>
    </section>
  );
}
