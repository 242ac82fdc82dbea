/** What differs between two versions of an entry, column by column. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { entryCompareQuery } from "../../api/registerQueries";
import { Waiting } from "../../parts/Waiting";

interface Props {
  register: string;
  entry: string;
  left: number;
  right: number;
}

const KINDS = { added: "＋ 新增", removed: "－ 删去", changed: "≠ 改动" } as const;

export function EntryCompare({ register, entry, left, right }: Props) {
  const comparison = useQuery(entryCompareQuery(register, entry, left, right));
  return (
    <section className="panel" aria-labelledby="compare">
      <div className="panel-head">
        <h2 id="compare">
          第 {left} 版与第 {right} 版
        </h2>
        <Link
          className="small"
          to="/registers/$register/entries/$entry"
          params={{ register, entry }}
          search={{}}
          resetScroll={false}
        >
          收起
        </Link>
      </div>
      <Waiting query={comparison} rows={3}>
        {(data) =>
          data.changes.length === 0 ? (
            <p className="panel-body soft">两个版本各栏都一样，只有生效日期或者来源不同。</p>
          ) : (
            <div className="scroll-x">
              <table className="list-table stacks">
                <caption className="unseen">
                  第 {left} 版与第 {right} 版的不同
                </caption>
                <thead>
                  <tr>
                    <th scope="col">栏目</th>
                    <th scope="col">怎样</th>
                    <th scope="col">第 {left} 版</th>
                    <th scope="col">第 {right} 版</th>
                  </tr>
                </thead>
                <tbody>
                  {data.changes.map((change) => (
                    <tr key={change.column}>
                      <td>{change.title}</td>
                      <td className="nowrap">{KINDS[change.kind]}</td>
                      <td data-label={`第 ${left} 版`}>
                        {change.left ? <del>{change.left}</del> : <span className="soft">无</span>}
                      </td>
                      <td data-label={`第 ${right} 版`}>
                        {change.right ? <ins>{change.right}</ins> : <span className="soft">无</span>}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Waiting>
    </section>
  );
}
