/** 公示: what the public is owed, by due day, and what was published last. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { disclosureQueueQuery } from "../../api/queries";
import type { DisclosureQueue } from "../../api/types";
import { EmptyNote } from "../../parts/EmptyNote";
import { LightMark } from "../../parts/LightMark";
import { MatterName } from "../../parts/MatterName";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { momentWords } from "../../words/dates";
import { Owed } from "../registers/Owed";
import "./disclosure.css";

export function DisclosurePage() {
  const queue = useQuery(disclosureQueueQuery);
  return (
    <>
      <PageHead
        title="公示"
        lead={queue.data ? `待公开 ${queue.data.due.length} 件。执法决定自作出之日起按期公开。` : "正在载入"}
      />
      <p className="disclosure-links">
        <Link to="/disclosure/settings">公示设置</Link>
      </p>
      <Waiting query={queue} rows={8}>
        {(data) => (
          <>
            <section className="panel" style={{ marginBottom: 24 }} aria-labelledby="due">
              <h2 id="due">待公开</h2>
              {data.due.length > 0 ? (
                <Due rows={data.due} />
              ) : (
                <EmptyNote title="没有待公开的决定">决定作出以后，应当公开的会按期限排在这里。</EmptyNote>
              )}
            </section>
            <Owed />
            <section className="panel" aria-labelledby="published">
              <h2 id="published">最近公开</h2>
              {data.published.length > 0 ? (
                <ul className="panel-body">
                  {data.published.map((row) => (
                    <li key={`${row.matter.id}/${row.at}`}>
                      <Link to="/matters/$matter" params={{ matter: row.matter.id }}>
                        {row.title}
                      </Link>{" "}
                      <span className="small soft">{momentWords(row.at)}</span>
                    </li>
                  ))}
                </ul>
              ) : (
                <p className="panel-body soft">最近没有公开。</p>
              )}
            </section>
          </>
        )}
      </Waiting>
    </>
  );
}

function Due({ rows }: { rows: DisclosureQueue["due"] }) {
  const me = useMe();
  return (
    <div className="scroll-x">
      <table className="list-table stacks">
        <caption className="unseen">待公开的决定</caption>
        <thead>
          <tr>
            <th scope="col">公开期限</th>
            <th scope="col">公开标题</th>
            <th scope="col">当事人</th>
            <th scope="col">来自</th>
            <th scope="col">办理</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="nowrap">
                <LightMark light={row.light} />
                <span className="small soft" style={{ display: "block" }}>
                  {row.due ?? ""}
                </span>
              </td>
              <td>
                {row.preview.title}
                <span className="small soft" style={{ display: "block" }}>
                  {row.basis}
                </span>
              </td>
              <td data-label="当事人">
                {row.preview.party} {row.preview.masked ? <span className="tag">已遮盖</span> : null}
              </td>
              <td>
                <MatterName matter={row.matter} />
              </td>
              <td className="nowrap">
                {row.act && me.powers.includes("publish") ? (
                  <Link
                    className="button button-small button-main"
                    to="/matters/$matter/acts/$act"
                    params={{ matter: row.matter.id, act: row.act.id }}
                  >
                    {row.act.id.startsWith("withdraw") ? row.act.title : "核对并公开"}
                  </Link>
                ) : (
                  <span className="soft">由公示员办理</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
