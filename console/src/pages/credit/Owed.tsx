/** What is to be sent, most urgent first: chosen rows become one delivery; a row that cannot go says why and what to do. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type CreditDesk, type CreditLine, deliverCredit } from "../../api/credit";
import { Article } from "../../parts/Article";
import { EmptyNote } from "../../parts/EmptyNote";
import { LightMark } from "../../parts/LightMark";
import { ProblemNote } from "../../parts/ProblemNote";
import { Fill } from "./Fill";
import { bases, chosen as choose, type Group, grouped } from "./grouping";

export function Owed({ desk }: { desk: CreditDesk }) {
  const [filling, setFilling] = useState<CreditLine | null>(null);
  const groups = grouped(desk.owed);
  if (groups.length === 0) {
    return (
      <section className="panel credit-block" aria-label="要报送的">
        <div className="panel-head">
          <h2>要报送的</h2>
        </div>
        <div className="panel-body">
          <EmptyNote title="没有要报送的">公示了许可、处罚决定，这里就会列出；报过的看下面的批次。</EmptyNote>
        </div>
      </section>
    );
  }
  return (
    <>
      {groups.map((group) => (
        <Batch key={group.key} group={group} most={desk.rule.most} onFill={setFilling} />
      ))}
      {desk.more ? <p className="small soft">只列出最急的二百件，报送以后接着列出。</p> : null}
      {filling ? <Fill line={filling} onClose={() => setFilling(null)} /> : null}
    </>
  );
}

function Batch({ group, most, onFill }: { group: Group; most: number; onFill: (line: CreditLine) => void }) {
  const [left, setLeft] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const chosen = choose(group.lines, left, most);

  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      await deliverCredit(group.report, group.content, chosen);
      setLeft([]);
    } catch (reason) {
      setError(reason);
    }
    setBusy(false);
  };

  return (
    <section className="panel credit-block" aria-label={`要报送的${group.title}`}>
      <div className="panel-head">
        <div>
          <h2>
            {group.title} <span className="small soft">{group.lines.length} 件</span>
          </h2>
          <p className="small soft">
            期限依据 <Article cite={bases(group.lines)} />
          </p>
        </div>
        <button
          type="button"
          className="button button-main"
          disabled={busy || chosen.length === 0}
          onClick={() => void send()}
        >
          {busy ? "正在写入" : `生成一批（${chosen.length} 件）`}
        </button>
      </div>
      {error ? <ProblemNote error={error} /> : null}
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">要报送的{group.title}</caption>
          <thead>
            <tr>
              <th scope="col">报</th>
              <th scope="col">期限</th>
              <th scope="col">决定</th>
              <th scope="col">能不能报</th>
              <th scope="col">办理</th>
            </tr>
          </thead>
          <tbody>
            {group.lines.map((line) => (
              <tr key={line.decision}>
                <td>
                  <input
                    type="checkbox"
                    aria-label={`报 ${line.number}`}
                    disabled={!line.ready}
                    checked={chosen.includes(line.decision)}
                    onChange={(event) =>
                      setLeft(
                        event.target.checked
                          ? left.filter((each) => each !== line.decision)
                          : [...left, line.decision],
                      )
                    }
                  />
                </td>
                <td className="nowrap">
                  <LightMark light={line.light} />
                  <span className="small soft credit-under">{line.due ?? "及时"}</span>
                </td>
                <td>
                  <span className="credit-number">{line.number}</span>{" "}
                  <span className="tag">{line.change || line.operation?.title}</span>
                  <span className="small soft credit-under">
                    {line.title} · {line.decided} 作出
                  </span>
                </td>
                <td>
                  <Standing line={line} />
                </td>
                <td className="nowrap">
                  {line.content?.id === "rows" ? (
                    <button
                      type="button"
                      className="button button-small"
                      aria-label={`${line.ready ? "看各个字段" : "补正"} ${line.number}`}
                      onClick={() => onFill(line)}
                    >
                      {line.ready ? "字段" : "补正"}
                    </button>
                  ) : null}{" "}
                  {line.matter.id ? (
                    <Link
                      className="button button-small"
                      to="/matters/$matter"
                      params={{ matter: line.matter.id }}
                      aria-label={`打开 ${line.number} 的案件`}
                    >
                      案件
                    </Link>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Standing({ line }: { line: CreditLine }) {
  return (
    <>
      {line.rejected ? <p className="credit-rejected">✕ 平台退回：{line.rejected}</p> : null}
      {line.ready ? (
        <p className="light light-ok">✓ 可以报</p>
      ) : (
        <>
          <p className="credit-rejected">还差 {line.faults.length} 项</p>
          <ul className="credit-faults">
            {line.faults.slice(0, 3).map((fault) => (
              <li key={`${fault.field}/${fault.code}`}>{fault.message}</li>
            ))}
          </ul>
          {[...new Set(line.faults.map((fault) => fault.advice))].map((advice) => (
            <p key={advice} className="small soft">
              {advice}
            </p>
          ))}
          {line.faults.length > 3 ? (
            <p className="small soft">另有 {line.faults.length - 3} 项，点“补正”看全部。</p>
          ) : null}
        </>
      )}
    </>
  );
}
