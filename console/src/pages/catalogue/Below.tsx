/** Every agency below with how its catalogue stands to ours; one of them is shown underneath. */
import { Link } from "@tanstack/react-router";
import type { Adaptation } from "../../api/catalogue";

export function Below({ rows, shown }: { rows: Adaptation[]; shown: string }) {
  const relations = rows[0]?.counts ?? [];
  return (
    <section className="panel catalogue-below" aria-labelledby="below">
      <div className="panel-head">
        <h2 id="below">各下级机关</h2>
        <p className="small soft">点名称看逐条的对照，在那里提意见</p>
      </div>
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">各下级机关的目录与本级的对照</caption>
          <thead>
            <tr>
              <th scope="col">机关</th>
              {relations.map((count) => (
                <th key={count.relation} scope="col" className="number">
                  {count.title}
                </th>
              ))}
              <th scope="col" className="number">
                未答复的意见
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.agency.id} aria-current={row.agency.id === shown ? "true" : undefined}>
                <td>
                  <Link to="/catalogue" search={{ agency: row.agency.id }}>
                    {row.agency.name}
                  </Link>
                </td>
                {row.counts.map((count) => (
                  <td key={count.relation} data-label={count.title} className="number">
                    {count.count > 0 && (count.relation === "missing" || count.relation === "looser") ? (
                      <span className="light light-today">▲ {count.count}</span>
                    ) : (
                      count.count
                    )}
                  </td>
                ))}
                <td data-label="未答复的意见" className="number">
                  {row.unanswered}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
