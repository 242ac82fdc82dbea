/** What was corrected since publication, and what would have to be: numbers that differ from those published. */
import type { AnnualReport, FigureChange } from "../../api/types";

export function Changes({ report }: { report: AnnualReport }) {
  return (
    <>
      {report.differences.length > 0 ? (
        <section className="panel report-warning" aria-labelledby="differences">
          <div className="panel-head">
            <h2 id="differences">▲ {report.differences.length} 个数与公布的不同</h2>
          </div>
          <div className="panel-body">
            <p>
              公布以后有补录或者追溯到这一年的行为。公布的数不会自己变；应当更正的，在年报这一件里“提出更正”。
            </p>
            <Table changes={report.differences} before="公布的" now="现在数得" />
          </div>
        </section>
      ) : null}
      {report.corrections.map((held) => (
        <section key={held.day + held.reason} className="panel" aria-label={`${held.day} 更正`}>
          <div className="panel-head">
            <h2>{held.day} 更正</h2>
          </div>
          <div className="panel-body">
            <p>原因：{held.reason}</p>
            <Table changes={held.changes} before="原来" now="更正为" />
          </div>
        </section>
      ))}
    </>
  );
}

function Table({ changes, before, now }: { changes: FigureChange[]; before: string; now: string }) {
  return (
    <table className="list-table">
      <thead>
        <tr>
          <th scope="col">项目</th>
          <th scope="col">{before}</th>
          <th scope="col">{now}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.cell}>
            <th scope="row">
              {change.title}（{change.unit}）
            </th>
            <td>{change.before}</td>
            <td>{change.now}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
