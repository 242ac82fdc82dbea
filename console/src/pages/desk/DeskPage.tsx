/** 工作台: what I owe today, by due day; four counts; the next four weeks; what waits for others; what changed. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { deskQuery } from "../../api/queries";
import type { Desk } from "../../api/types";
import { DutyTable } from "../../parts/DutyTable";
import { EmptyNote } from "../../parts/EmptyNote";
import { Folded } from "../../parts/Folded";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { monthDay, weekdayWord } from "../../words/dates";
import { Changes } from "./Changes";
import { Counts } from "./Counts";
import { DutyCalendar } from "./DutyCalendar";
import { ALL, type Narrowing, narrowed, narrowingWords } from "./narrowing";
import { WaitingList } from "./WaitingList";
import "./desk.css";

export function DeskPage() {
  const me = useMe();
  const desk = useQuery(deskQuery);
  return (
    <>
      <PageHead
        title="工作台"
        lead={desk.data ? greeting(desk.data, me.person.name) : `${me.person.name}，您好`}
      >
        {me.powers.includes("register") ? (
          <Link className="button button-main" to="/register">
            新登记
          </Link>
        ) : null}
      </PageHead>
      <Waiting query={desk} rows={10}>
        {(data) => <DeskBody desk={data} />}
      </Waiting>
    </>
  );
}

function greeting(desk: Desk, name: string): string {
  const day = `${monthDay(desk.today)}${weekdayWord(desk.today)}`;
  const { overdue, today } = desk.counts;
  if (overdue > 0) return `${day}。${name}，有 ${overdue} 件已经逾期，请先办。`;
  if (today > 0) return `${day}。${name}，今天有 ${today} 件到期。`;
  return `${day}。${name}，今天没有到期的事。`;
}

function DeskBody({ desk }: { desk: Desk }) {
  const [narrowing, setNarrowing] = useState<Narrowing>(ALL);
  const rows = narrowed(desk.duties, desk.today, narrowing);
  return (
    <>
      <Counts counts={desk.counts} narrowing={narrowing} onNarrow={setNarrowing} />
      {desk.counts.party > 0 ? (
        <p className="note desk-party">
          <b>当事人来件 {desk.counts.party} 件</b>
          ，等着接收或者答复，排在待办的最前面；没有接收、答复以前，不得作出决定。
        </p>
      ) : null}
      <div className="desk">
        <section className="panel desk-duties" aria-labelledby="duties">
          <div className="panel-head">
            <h2 id="duties">我的待办</h2>
            <p className="small soft" aria-live="polite">
              {narrowingWords(narrowing)}，{rows.length} 件{" "}
              {narrowing.by === "all" ? null : (
                <button type="button" className="link-button" onClick={() => setNarrowing(ALL)}>
                  看全部
                </button>
              )}
            </p>
          </div>
          {rows.length > 0 ? (
            <Folded rows={rows} first={12}>
              {(shownRows) => <DutyTable caption="我的待办，按期限排列" rows={shownRows} />}
            </Folded>
          ) : (
            <EmptyNote title="这里没有待办">
              {narrowing.by === "all"
                ? "您办理的事项一有新的期限，就会按先后排在这里，点一下就能直接办。"
                : "换一个数字或日期看看，或者看全部。"}
            </EmptyNote>
          )}
        </section>
        <div className="desk-side">
          <DutyCalendar desk={desk} narrowing={narrowing} onNarrow={setNarrowing} />
          <section className="panel" id="waiting" aria-labelledby="waiting-title">
            <h2 id="waiting-title">等待他人</h2>
            {desk.waiting.length > 0 ? (
              <Folded rows={desk.waiting} first={5}>
                {(shownRows) => <WaitingList rows={shownRows} />}
              </Folded>
            ) : (
              <p className="panel-body soft">没有。您送出去的事都已经有了回音。</p>
            )}
          </section>
        </div>
      </div>
      <Changes rows={desk.changes} />
    </>
  );
}
