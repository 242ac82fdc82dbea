/** 法制审核: what waits for my opinion, the most urgent first, and the last opinions given. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { reviewDeskQuery } from "../../api/queries";
import type { ReviewDesk } from "../../api/types";
import { EmptyNote } from "../../parts/EmptyNote";
import { LightMark } from "../../parts/LightMark";
import { MatterName } from "../../parts/MatterName";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { momentWords } from "../../words/dates";
import { shortDigest } from "../../words/shown";

export function ReviewDeskPage() {
  const desk = useQuery(reviewDeskQuery);
  return (
    <>
      <PageHead
        title="法制审核"
        lead={desk.data ? `待审 ${desk.data.queue.length} 件。审核人与办案人不能是同一人。` : "正在载入"}
      />
      <Waiting query={desk} rows={8}>
        {(data) => (
          <>
            <section className="panel" style={{ marginBottom: 24 }} aria-labelledby="queue">
              <h2 id="queue">待审</h2>
              {data.queue.length > 0 ? (
                <Queue rows={data.queue} />
              ) : (
                <EmptyNote title="没有等待审核的案件">办案人员送审以后，案件会按审核期限排在这里。</EmptyNote>
              )}
            </section>
            <section className="panel" aria-labelledby="done">
              <h2 id="done">最近出具的意见</h2>
              {data.done.length > 0 ? (
                <Done rows={data.done} />
              ) : (
                <p className="panel-body soft">还没有出具过意见。</p>
              )}
            </section>
          </>
        )}
      </Waiting>
    </>
  );
}

function Queue({ rows }: { rows: ReviewDesk["queue"] }) {
  return (
    <div className="scroll-x">
      <table className="list-table stacks">
        <caption className="unseen">等待审核的案件</caption>
        <thead>
          <tr>
            <th scope="col">审核期限</th>
            <th scope="col">案件</th>
            <th scope="col">送审</th>
            <th scope="col">轮次</th>
            <th scope="col">送审摘要</th>
            <th scope="col">办理</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.matter.id}>
              <td className="nowrap">
                <LightMark light={row.light} />
                <span className="small soft" style={{ display: "block" }}>
                  {row.due ?? ""}
                </span>
              </td>
              <td>
                <MatterName matter={row.matter} />
              </td>
              <td data-label="送审">
                {row.by} <span className="small soft">{momentWords(row.submitted)}</span>
              </td>
              <td data-label="轮次" className="nowrap">
                第 {row.round} 次
              </td>
              <td data-label="摘要" className="mono" title={row.digest}>
                {shortDigest(row.digest)}
              </td>
              <td>
                <Link
                  className="button button-small button-main"
                  to="/review/$matter"
                  params={{ matter: row.matter.id }}
                >
                  审核
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Done({ rows }: { rows: ReviewDesk["done"] }) {
  return (
    <div className="scroll-x">
      <table className="list-table stacks">
        <caption className="unseen">最近出具的意见</caption>
        <thead>
          <tr>
            <th scope="col">时间</th>
            <th scope="col">案件</th>
            <th scope="col">结论</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.matter.id}/${row.at}`}>
              <td className="nowrap">{momentWords(row.at)}</td>
              <td>
                <MatterName matter={row.matter} />
              </td>
              <td>{row.conclusion}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
