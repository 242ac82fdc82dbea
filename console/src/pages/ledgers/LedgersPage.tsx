/** 台账: one book at a time, told from the matters; what wants attention is marked, the whole is taken out as a table. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ledgerKindsQuery, ledgerQuery, ledgerTablePath } from "../../api/ledgerQueries";
import type { Ledger } from "../../api/types";
import { EmptyNote } from "../../parts/EmptyNote";
import { Icon } from "../../parts/Icon";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import "./ledgers.css";

const THIS_YEAR = new Date().getFullYear();
const YEARS = Array.from({ length: 6 }, (_, back) => String(THIS_YEAR - back));

export function LedgersPage() {
  const me = useMe();
  const navigate = useNavigate();
  const { kind = "cases", year, q } = useSearch({ from: "/inside/ledgers" });
  const kinds = useQuery(ledgerKindsQuery);
  const filters = new URLSearchParams({ ...(year ? { year } : {}), ...(q ? { q } : {}) }).toString();
  const ledger = useQuery(ledgerQuery(kind, filters));
  const help = kinds.data?.find((held) => held.id === kind)?.help;
  const go = (next: { kind?: string; year?: string | undefined; q?: string | undefined }) => {
    const search = { kind, year, q, ...next };
    void navigate({
      to: "/ledgers",
      search: {
        kind: search.kind,
        ...(search.year ? { year: search.year } : {}),
        ...(search.q ? { q: search.q } : {}),
      },
    });
  };
  return (
    <>
      <PageHead title="台账" lead="由办理的事项现算，不另外登记；不写当事人，不汇总罚款。">
        {me.powers.includes("export") ? (
          <a className="button" href={ledgerTablePath(kind, filters)} download>
            <Icon name="download" size={18} />
            导出表格
          </a>
        ) : null}
      </PageHead>
      <nav className="ledger-kinds" aria-label="台账">
        {kinds.data?.map((held) => (
          <button
            key={held.id}
            type="button"
            className="button button-small"
            aria-current={held.id === kind ? "page" : undefined}
            onClick={() => go({ kind: held.id })}
          >
            {held.title}
          </button>
        ))}
      </nav>
      <form
        className="ledger-filters"
        onSubmit={(event) => {
          event.preventDefault();
          const words = new FormData(event.currentTarget).get("q");
          go({ q: typeof words === "string" && words.trim() ? words.trim() : undefined });
        }}
      >
        <label>
          年度{" "}
          <select value={year ?? ""} onChange={(event) => go({ year: event.target.value || undefined })}>
            <option value="">全部</option>
            {YEARS.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
        <label>
          事项里的字词 <input key={q ?? ""} name="q" type="search" defaultValue={q ?? ""} />
        </label>
        <button type="submit" className="button button-small">
          查找
        </button>
        <span className="small soft">{help}</span>
      </form>
      <Waiting query={ledger} rows={10}>
        {(data) => <Book ledger={data} />}
      </Waiting>
    </>
  );
}

function Book({ ledger }: { ledger: Ledger }) {
  if (ledger.rows.length === 0) {
    return (
      <EmptyNote title="没有可以列出的">换一个年度或者字词；办理的事项产生以后，这里自动列出。</EmptyNote>
    );
  }
  const marked = ledger.rows.filter((row) => row.mark).length;
  return (
    <section className="panel" aria-labelledby="ledger">
      <div className="panel-head">
        <h2 id="ledger">{ledger.title}</h2>
        <p className="small soft" role="status">
          {ledger.rows.length} 行，取自 {ledger.matters} 件事项
          {marked > 0 ? `，▲ 需要留意 ${marked} 行` : ""}
          {ledger.cut ? "；事项太多，只看了前 5000 件，请缩小范围" : ""}
        </p>
      </div>
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">{ledger.title}</caption>
          <thead>
            <tr>
              {ledger.columns.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
              <th scope="col">打开</th>
            </tr>
          </thead>
          <tbody>
            {ledger.rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines are told anew as a whole
              <tr key={index}>
                {row.cells.map((cell, place) => (
                  <td key={ledger.columns[place]} data-label={ledger.columns[place]}>
                    {place === 0 && row.mark ? <span className="light light-overdue">▲ </span> : null}
                    {cell || "—"}
                  </td>
                ))}
                <td data-label="打开">
                  {row.matter ? (
                    <Link className="nowrap" to="/matters/$matter" params={{ matter: row.matter }}>
                      事项<span className="unseen">：{row.cells.filter(Boolean).slice(0, 2).join(" ")}</span>
                    </Link>
                  ) : (
                    "—"
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
