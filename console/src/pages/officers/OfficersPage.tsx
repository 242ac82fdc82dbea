/** 执法人员: who holds which card, what is wrong with it, and how many hours of training the year has. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { type OfficerLine, officersQuery } from "../../api/officers";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { Apply } from "./Apply";
import { Standing } from "./Standing";
import "../../forms/forms.css";
import "./officers.css";

/** What the counts above the list narrow to, in the order in which it presses. */
const NARROW: [string, string][] = [
  ["lapsed", "已过期"],
  ["suspended", "暂扣中"],
  ["soon", "60 日内到期"],
  ["short", "学时不足"],
  ["applied", "待审核"],
  ["examined", "待发证"],
  ["issued", "待启用"],
  ["transferred", "待换发"],
  ["active", "有效"],
  ["withdrawn", "已收回"],
];

export function OfficersPage() {
  const me = useMe();
  const search = useSearch({ from: "/inside/officers" });
  const navigate = useNavigate();
  const [applying, setApplying] = useState(false);
  const filter = new URLSearchParams(Object.entries(search)).toString();
  const list = useQuery(officersQuery(filter));
  const narrow = (part: { standing?: string; q?: string }) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...part }).filter(([, value]) => value));
    void navigate({ to: "/officers", search: next, replace: true });
  };
  return (
    <>
      <PageHead
        title="执法人员"
        lead="证件有效、培训合格、类别和区域相符的人才能执法；不符合的，系统在办理时拒绝。"
      >
        {me.powers.includes("handle") ? (
          <button type="button" className="button button-main" onClick={() => setApplying(true)}>
            申领执法证
          </button>
        ) : null}
      </PageHead>
      <div className="officer-filter">
        <label>
          <span className="unseen">姓名、编号或者证号</span>
          <input
            type="search"
            className="input"
            placeholder="姓名、编号或者证号"
            defaultValue={search.q ?? ""}
            onChange={(event) => narrow({ q: event.target.value.trim() })}
          />
        </label>
        <fieldset className="officer-counts">
          <legend className="unseen">按状态看</legend>
          {NARROW.filter(([id]) => list.data?.counts[id] || search.standing === id).map(([id, title]) => (
            <button
              key={id}
              type="button"
              aria-pressed={search.standing === id}
              onClick={() => narrow({ standing: search.standing === id ? "" : id })}
            >
              {title} <b>{list.data?.counts[id] ?? 0}</b>
            </button>
          ))}
        </fieldset>
      </div>
      <section className="panel" aria-label="执法人员名单" aria-busy={list.isFetching}>
        <Waiting query={list} rows={8}>
          {(data) =>
            data.items.length > 0 ? (
              <>
                <Table rows={data.items} />
                <p className="officer-total small soft" aria-live="polite">
                  共 {data.total.toLocaleString("zh-CN")} 人
                  {data.total > data.items.length ? `，显示前 ${data.items.length} 人，请缩小范围` : ""}
                </p>
              </>
            ) : (
              <EmptyNote
                title="没有符合条件的执法人员"
                action={
                  <Link className="button" to="/officers" search={{}}>
                    看全部
                  </Link>
                }
              >
                持证人员可以由系统管理员从名册导入；新人由所在科室申领。
              </EmptyNote>
            )
          }
        </Waiting>
      </section>
      {applying ? <Apply onClose={() => setApplying(false)} /> : null}
    </>
  );
}

function Table({ rows }: { rows: OfficerLine[] }) {
  return (
    <div className="scroll-x">
      <table className="list-table officer-table">
        <caption className="unseen">执法人员</caption>
        <thead>
          <tr>
            <th scope="col">姓名</th>
            <th scope="col">证件</th>
            <th scope="col">执法证号</th>
            <th scope="col">有效期至</th>
            <th scope="col">类别</th>
            <th scope="col">本年学时</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Link to="/officers/$officer" params={{ officer: row.id }}>
                  {row.name}
                </Link>
                <span className="small soft officer-agency">{row.agency.name}</span>
              </th>
              <td>
                <Standing id={row.standing} title={row.standing_title} soon={row.soon} />
              </td>
              <td className="tabular nowrap">{row.card || "—"}</td>
              <td className="tabular nowrap">{row.valid_until ?? "—"}</td>
              <td>{row.fields.join("、") || "不限"}</td>
              <td className="tabular nowrap">
                <Hours row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Hours({ row }: { row: OfficerLine }) {
  if (row.hours_wanted === 0) return <>{row.hours}</>;
  return (
    <span className={row.short ? "hours short" : "hours"}>
      {row.hours} / {row.hours_wanted}
      {row.short ? <span className="small">　还差 {row.hours_wanted - row.hours}</span> : null}
    </span>
  );
}
