/** 清单与基准: the registers that procedures rest on, with how much of each is published and what waits. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { registersQuery } from "../../api/registerQueries";
import type { RegisterInfo } from "../../api/types";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { Owed } from "./Owed";
import "./registers.css";

export function RegistersPage() {
  const registers = useQuery(registersQuery);
  return (
    <>
      <PageHead
        title="清单与基准"
        lead="执法主体、事项、裁量基准等名录。一人采集，另一人审核，再一人公布；改动留下每一个版本。"
      />
      <Owed />
      <Waiting query={registers} rows={8}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyNote title="还没有名录">名录由法律包给出，请系统管理员先载入法律包。</EmptyNote>
          ) : (
            <section className="panel" aria-label="全部名录">
              <Table rows={rows} />
            </section>
          )
        }
      </Waiting>
    </>
  );
}

function Table({ rows }: { rows: RegisterInfo[] }) {
  return (
    <div className="scroll-x">
      <table className="list-table stacks">
        <caption className="unseen">全部名录</caption>
        <thead>
          <tr>
            <th scope="col">名录</th>
            <th scope="col" className="number">
              已公布
            </th>
            <th scope="col" className="number">
              待审
            </th>
            <th scope="col" className="number">
              草稿
            </th>
            <th scope="col">无此类事项</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Link to="/registers/$register" params={{ register: row.id }}>
                  {row.title}
                </Link>
                {row.public ? <span className="tag register-public">向社会公布</span> : null}
                <p className="small soft">{row.help}</p>
              </td>
              <td data-label="已公布" className="number">
                {row.counts.published ?? 0}
              </td>
              <td data-label="待审" className="number">
                <Waits register={row.id} state="pending" count={row.counts.pending ?? 0} />
              </td>
              <td data-label="草稿" className="number">
                <Waits register={row.id} state="draft" count={row.counts.draft ?? 0} />
              </td>
              <td data-label="无此类事项">{noneWords(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Waits({ register, state, count }: { register: string; state: string; count: number }) {
  if (count === 0) return <span className="soft">0</span>;
  return (
    <Link to="/registers/$register" params={{ register }} search={{ state }}>
      {count}
    </Link>
  );
}

function noneWords(row: RegisterInfo): string {
  if (row.none.length === 0) return "";
  const first = row.none[0];
  const what = [first?.agency.name, first?.group].filter((part) => part).join(" ");
  return row.none.length === 1 ? `${what}，${first?.effective} 起` : `${what} 等 ${row.none.length} 处`;
}
