/** 法制审核力量: who reviews and with which qualification, how the work lies, what the ratio lacks, and the pool of advisers. */
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { accountabilityQuery, strengthQuery } from "../../api/responsibilityQueries";
import type { Advice, ReviewerLine, ReviewStrength } from "../../api/types";
import { Article } from "../../parts/Article";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { Checks } from "./Checks";
import { hoursWord } from "./hours";
import "./strength.css";

export function StrengthPage() {
  const me = useMe();
  const { agency = me.agency.id } = useSearch({ from: "/inside/strength" });
  const strength = useQuery(strengthQuery(agency));
  const checks = useQuery(accountabilityQuery);
  return (
    <>
      <PageHead title="法制审核力量" lead={strength.data?.agency.name ?? "谁来审、够不够、忙不忙。"}>
        <Link className="button" to="/catalogue">
          法审目录对照
        </Link>
        <Link className="button" to="/registers/$register" params={{ register: "reviewers" }}>
          审核人员名录
        </Link>
        {me.powers.includes("register") ? (
          <Link className="button" to="/register/$procedure" params={{ procedure: "advice" }}>
            申请法律顾问、公职律师
          </Link>
        ) : null}
      </PageHead>
      <Waiting query={strength} rows={8}>
        {(data) => (
          <>
            <Figures data={data} />
            <Warnings data={data} />
            <Reviewers data={data} />
            <Pool rows={data.pool} />
          </>
        )}
      </Waiting>
      <Waiting query={checks} rows={3}>
        {(data) => <Checks desk={data} />}
      </Waiting>
    </>
  );
}

function Figures({ data }: { data: ReviewStrength }) {
  const { ratio } = data;
  const open = data.reviewers.reduce((sum, line) => sum + line.open, 0);
  return (
    <dl className="strength-figures">
      <div className={ratio.short > 0 ? "short" : undefined}>
        <dt>审核人员</dt>
        <dd>
          <b>{ratio.reviewers}</b> 名
          <span className="small">
            {ratio.short > 0 ? `▲ 还差 ${ratio.short} 名` : "○ 够数"}，持证执法人员 {ratio.officers} 名的{" "}
            {ratio.asked.value}% 是 {ratio.needed} 名 <Article cite={ratio.asked.basis} />
          </span>
        </dd>
      </div>
      <div>
        <dt>正在审</dt>
        <dd>
          <b>{open}</b> 件<span className="small">已指派到人</span>
        </dd>
      </div>
      <div>
        <dt>还没有指派</dt>
        <dd>
          <b>{data.unassigned}</b> 件
          <span className="small">{data.unassigned > 0 ? "在案件页“指派法制审核人员”" : "没有"}</span>
        </dd>
      </div>
    </dl>
  );
}

function Warnings({ data }: { data: ReviewStrength }) {
  if (data.warnings.length === 0) return null;
  return (
    <section className="note note-warn strength-block" aria-labelledby="mend">
      <h2 id="mend">要补上的</h2>
      <ul>
        {data.warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </section>
  );
}

function Reviewers({ data }: { data: ReviewStrength }) {
  return (
    <section className="panel strength-block" aria-labelledby="reviewers">
      <div className="panel-head">
        <h2 id="reviewers">审核人员</h2>
        <p className="small soft">
          {data.year} 年每人应培训 {data.hours.value} 学时
          {data.hours.certainty === "read" ? "" : "（学时数尚待核实）"} <Article cite={data.hours.basis} />
        </p>
      </div>
      {data.reviewers.length > 0 ? (
        <div className="scroll-x">
          <table className="list-table stacks">
            <caption className="unseen">审核人员、资格和任务</caption>
            <thead>
              <tr>
                <th scope="col">姓名</th>
                <th scope="col">审核机构</th>
                <th scope="col">法律职业资格</th>
                <th scope="col">初次审核</th>
                <th scope="col">正在审</th>
                <th scope="col">本月已审</th>
                <th scope="col">今年学时</th>
              </tr>
            </thead>
            <tbody>
              {data.reviewers.map((line) => (
                <Reviewer
                  key={line.person.id}
                  line={line}
                  asked={data.hours.value}
                  published={data.published}
                />
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <EmptyNote
          title="名录里还没有审核人员"
          action={
            <Link className="button" to="/registers/$register" params={{ register: "reviewers" }}>
              去采集
            </Link>
          }
        >
          采集、审核、公布以后，系统才核对谁可以提出审核意见；在此以前只提醒，不拒绝。
        </EmptyNote>
      )}
    </section>
  );
}

function Reviewer({ line, asked, published }: { line: ReviewerLine; asked: number; published: boolean }) {
  return (
    <tr>
      <td className="nowrap">
        <strong>{line.person.name}</strong>
        {line.listed || !published ? null : (
          <>
            {" "}
            <span className="light light-overdue">▲ 不在名录</span>
          </>
        )}
      </td>
      <td data-label="审核机构">
        {line.unit}
        {line.degree ? <span className="soft small"> {line.degree}</span> : null}
      </td>
      <td data-label="资格">
        {line.qualified ? (
          `${line.qualified_on} 取得`
        ) : line.listed && !line.penalties ? (
          <span className="light light-overdue">▲ 没有，不能审核处罚</span>
        ) : line.listed ? (
          <span className="soft">没有；规定以前已从事审核</span>
        ) : null}
      </td>
      <td data-label="初次审核" className="nowrap">
        {line.began_on}
      </td>
      <td data-label="正在审" className="nowrap">
        {line.open} 件
      </td>
      <td data-label="本月已审" className="nowrap">
        {line.month} 件
      </td>
      <td data-label="今年学时" className="nowrap">
        {hoursWord(line.hours_thousandths)} / {asked}
        {line.hours_short_thousandths > 0 ? (
          <span className="light light-soon"> ● 还差 {hoursWord(line.hours_short_thousandths)}</span>
        ) : null}
      </td>
    </tr>
  );
}

function Pool({ rows }: { rows: Advice[] }) {
  return (
    <section className="panel strength-block" aria-labelledby="pool">
      <div className="panel-head">
        <h2 id="pool">法律顾问、公职律师</h2>
        <p className="small soft">意见只供审核参考，不代替审核意见</p>
      </div>
      {rows.length > 0 ? (
        <div className="scroll-x">
          <table className="list-table stacks">
            <caption className="unseen">使用法律顾问、公职律师的申请</caption>
            <thead>
              <tr>
                <th scope="col">问题</th>
                <th scope="col">所涉的案件</th>
                <th scope="col">申请机关</th>
                <th scope="col">人选</th>
                <th scope="col">办到</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.matter.id}>
                  <td>
                    <Link to="/matters/$matter" params={{ matter: row.matter.id }}>
                      {row.title}
                    </Link>
                  </td>
                  <td data-label="案件">{row.checked}</td>
                  <td data-label="机关">{row.agency.name}</td>
                  <td data-label="人选">{row.adviser ?? <span className="soft">未定</span>}</td>
                  <td data-label="办到" className="nowrap">
                    {row.text ? `${row.day} 已出具意见` : `${row.day} 申请，${row.stage.title}阶段`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <EmptyNote title="还没有申请">
          审核力量不够、问题疑难的，可以向上级机关的人员库申请；上级同意并确定人选以后，由其出具咨询意见。
        </EmptyNote>
      )}
    </section>
  );
}
