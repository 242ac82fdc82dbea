/** One table of the report as its form sets it out. A number is a button: it opens what stands behind it. */
import type { ReportHead, ReportTable } from "../../api/types";

interface Props {
  table: ReportTable;
  onOpen: (cell: string, agency: string) => void;
}

export function Figures({ table, onOpen }: Props) {
  const groups = grouped(table.heads);
  const two = table.heads.some((head) => head.over);
  return (
    <section className="panel" aria-labelledby={`table-${table.id}`}>
      <div className="panel-head">
        <h2 id={`table-${table.id}`}>{table.title}</h2>
      </div>
      <div className="scroll-x">
        <table className="report-table">
          <caption className="unseen">{table.title}</caption>
          <thead>
            <tr>
              <th scope="col" rowSpan={two ? 2 : 1}>
                {table.stub}
              </th>
              {groups.map((group) =>
                group.over ? (
                  <th key={group.key} scope="colgroup" colSpan={group.heads.length}>
                    {group.over}
                  </th>
                ) : (
                  <th key={group.key} scope="col" rowSpan={two ? 2 : 1}>
                    <HeadWords head={group.heads[0]} />
                  </th>
                ),
              )}
            </tr>
            {two ? (
              <tr>
                {groups.flatMap((group) =>
                  group.over
                    ? group.heads.map((head) => (
                        <th key={`${group.key}-${head.title}`} scope="col">
                          <HeadWords head={head} />
                        </th>
                      ))
                    : [],
                )}
              </tr>
            ) : null}
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr key={`${row.agency.id}/${row.over}/${row.title}`}>
                <th scope="row">
                  {row.over ? <span className="soft">{row.over} </span> : null}
                  {row.title}
                  {!table.lines && table.rows.length > 1 && row.standing !== "published" ? (
                    <span className="small soft"> 未公布</span>
                  ) : null}
                </th>
                {row.values.map((value, place) => {
                  const head = table.heads[place];
                  return (
                    <td key={head ? headKey(head) : place} className={head?.sum ? "report-sum" : undefined}>
                      {head ? (
                        <Value value={value} head={head} onOpen={(cell) => onOpen(cell, row.agency.id)} />
                      ) : (
                        value
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
          {table.total ? (
            <tfoot>
              <tr>
                <th scope="row">合计</th>
                {table.total.map((value, place) => (
                  <td key={table.heads[place] ? headKey(table.heads[place]) : place}>{value}</td>
                ))}
              </tr>
            </tfoot>
          ) : null}
        </table>
      </div>
      <ul className="report-notes small soft">
        {table.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </section>
  );
}

function HeadWords({ head }: { head: ReportHead | undefined }) {
  if (!head) return null;
  return (
    <>
      {head.title}
      <span className="report-unit">{head.unit}</span>
    </>
  );
}

/** A number opens its cell; one that adds up several opens each of them. A sum is that of its neighbours. */
function Value({ value, head, onOpen }: { value: string; head: ReportHead; onOpen: (cell: string) => void }) {
  if (head.sum || head.cells.length === 0) return <>{value}</>;
  return (
    <button
      type="button"
      className="report-number"
      aria-label={`${head.over}${head.title} ${value}${head.unit}，看背后的事项`}
      onClick={() => onOpen(head.cells.join(","))}
    >
      {value}
    </button>
  );
}

function headKey(head: ReportHead): string {
  return `${head.over}/${head.title}`;
}

interface Group {
  key: string;
  over: string;
  heads: ReportHead[];
}

/** Neighbours under the same head. */
export function grouped(heads: ReportHead[]): Group[] {
  const groups: Group[] = [];
  for (const head of heads) {
    const last = groups.at(-1);
    if (last && head.over && last.over === head.over) last.heads.push(head);
    else groups.push({ key: headKey(head), over: head.over, heads: [head] });
  }
  return groups;
}
