/** 调阅记录: what waits for an answer, who looked at what and when of the day, and one's own requests. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type LookLine, type LookList, lookRequestsQuery, looksQuery } from "../../api/looking";
import type { Power } from "../../api/types";
import { Article } from "../../parts/Article";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { momentWords } from "../../words/dates";
import { RequestList } from "./RequestList";
import "./looks.css";

const READING: Power[] = ["approve", "decide", "supervise"];

export function LooksPage() {
  const me = useMe();
  const requests = useQuery(lookRequestsQuery);
  const reads = READING.some((power) => me.powers.includes(power));
  return (
    <>
      <PageHead title="调阅记录" lead="谁、什么时候、看了哪一件的什么；没有办理职责的人要看，先在这里批。" />
      <Waiting query={requests} rows={4}>
        {(data) => (
          <>
            {me.powers.includes("approve") ? (
              <RequestList title="等本机关批准" rows={data.waiting} empty="没有等批准的调阅申请。" />
            ) : null}
            {data.mine.length > 0 || !reads ? (
              <RequestList
                title="我的申请"
                rows={data.mine}
                empty="您还没有申请过。要看别人承办的案卷材料，在那一件的页面上申请。"
              />
            ) : null}
          </>
        )}
      </Waiting>
      {reads ? <Looks /> : null}
      {requests.data && requests.data.answered.length > 0 ? (
        <RequestList title="已经答复的申请" rows={requests.data.answered} empty="" />
      ) : null}
    </>
  );
}

function Looks() {
  const filter = useSearch({ from: "/inside/looks" });
  const navigate = useNavigate({ from: "/looks" });
  const looks = useInfiniteQuery(looksQuery(filter));
  const narrow = (more: Partial<typeof filter>) => {
    const next = Object.entries({ ...filter, ...more }).filter(([, value]) => value);
    void navigate({ search: Object.fromEntries(next), replace: true });
  };
  const pages = looks.data?.pages;
  const first = pages?.[0];
  const items = pages?.flatMap((page) => page.items) ?? [];
  return (
    <section className="panel looks-block" aria-labelledby="looks">
      <div className="panel-head">
        <h2 id="looks">谁看了什么</h2>
        <p className="small soft">本机关和下级机关的案卷；每次查看、下载、打印、导出都在这里</p>
      </div>
      <form className="looks-filter" onSubmit={(event) => event.preventDefault()}>
        <label>
          哪一天{" "}
          <input
            type="date"
            className="input"
            value={filter.day ?? ""}
            onChange={(event) => narrow({ day: event.target.value })}
          />
        </label>
        <label className="option">
          <input
            type="checkbox"
            checked={filter.unusual === "true"}
            onChange={(event) => narrow({ unusual: event.target.checked ? "true" : "" })}
          />{" "}
          只看异常的
        </label>
        {filter.person ? (
          <button type="button" className="button button-small" onClick={() => narrow({ person: "" })}>
            {items[0]?.person.name ?? "某人"} ×<span className="unseen">：不再只看此人</span>
          </button>
        ) : null}
        {filter.matter ? (
          <button type="button" className="button button-small" onClick={() => narrow({ matter: "" })}>
            {items[0]?.matter.name || "一件"} ×<span className="unseen">：不再只看这一件</span>
          </button>
        ) : null}
      </form>
      <div className="panel-body">
        {first ? <Hours list={first} /> : null}
        {first && items.length === 0 ? (
          <EmptyNote title="没有符合条件的查看">换一天，或者去掉条件再看。</EmptyNote>
        ) : null}
        {items.length > 0 ? (
          <div className="scroll-x">
            <table className="list-table stacks">
              <caption className="unseen">调阅记录，最近的在前</caption>
              <thead>
                <tr>
                  <th scope="col">时间</th>
                  <th scope="col">谁</th>
                  <th scope="col">哪一件</th>
                  <th scope="col">什么</th>
                  <th scope="col">因为什么</th>
                </tr>
              </thead>
              <tbody>
                {items.map((line) => (
                  <Line key={line.id} line={line} narrow={narrow} />
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
        {looks.hasNextPage ? (
          <button
            type="button"
            className="button"
            disabled={looks.isFetchingNextPage}
            onClick={() => void looks.fetchNextPage()}
          >
            更早的
          </button>
        ) : null}
      </div>
    </section>
  );
}

function Line({ line, narrow }: { line: LookLine; narrow: (more: Record<string, string>) => void }) {
  const account = line.agency.id !== "";
  return (
    <tr className={line.unusual.length > 0 ? "looks-odd" : undefined}>
      <td data-label="时间" className="nowrap">
        <time dateTime={line.at}>{momentWords(line.at)}</time>
      </td>
      <td data-label="谁">
        {account ? (
          <button type="button" className="linklike" onClick={() => narrow({ person: line.person.id })}>
            {line.person.name}
            <span className="unseen">：只看此人</span>
          </button>
        ) : (
          line.person.name
        )}
        <span className="small soft block">{line.agency.name}</span>
      </td>
      <td data-label="哪一件">
        <Link to="/matters/$matter" params={{ matter: line.matter.id }}>
          {line.matter.name || "尚未编号"}
        </Link>{" "}
        <button type="button" className="linklike small" onClick={() => narrow({ matter: line.matter.id })}>
          只看这一件
        </button>
        <span className="small soft block">{line.procedure}</span>
      </td>
      <td data-label="什么">
        {line.how.title}
        {line.what.title}
        {line.what.id === "file" ? (
          <span className="mono small soft block" title={line.thing}>
            {line.thing.slice(0, 12)}
          </span>
        ) : null}
      </td>
      <td data-label="因为什么">
        {line.purpose}
        {line.unusual.map((why) => (
          <span key={why.id} className="tag tag-major">
            ▲ {why.title}
          </span>
        ))}
      </td>
    </tr>
  );
}

/** Looks by hour of the day. Night hours are hatched, and every bar has its number. */
function Hours({ list }: { list: LookList }) {
  const most = Math.max(1, ...list.hours);
  const total = list.hours.reduce((sum, one) => sum + one, 0);
  const span = list.from === list.to ? list.from : `${list.from} 至 ${list.to}`;
  return (
    <figure className="looks-hours">
      <figcaption>
        一天里的什么时候看的：{span}，共 {total.toLocaleString("zh-CN")} 次
      </figcaption>
      <ol aria-label="各小时的次数">
        {list.hours.map((count, hour) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the hour is the identity
          <li key={hour} className={hour >= list.night_from || hour < list.night_until ? "night" : undefined}>
            <span className="looks-count">{count > 0 ? count : ""}</span>
            <svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">
              <rect
                x="1"
                width="8"
                y={100 - (count / most) * 100}
                height={Math.max((count / most) * 100, count > 0 ? 2 : 0)}
              />
            </svg>
            <span className="looks-hour">
              {hour}
              <span className="unseen">时 {count} 次</span>
            </span>
          </li>
        ))}
      </ol>
      <p className="small soft">
        提醒的界线：
        {list.limits.map((limit) => `${limit.label} ${limit.value} ${limit.unit}`).join("，")}
        {list.limits.some((limit) => limit.certainty !== "read") ? "（缺省值，按本地规定改）" : ""}{" "}
        {list.limits[0] ? <Article cite={list.limits[0].basis} /> : null}
      </p>
    </figure>
  );
}
