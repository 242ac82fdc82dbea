/** 当事人来件: what the party itself brought forward, taken over into its act or answered; and the code with which it comes in. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type PartyDesk, type PartyItem, partyQuery } from "../../api/parties";
import { blobPath } from "../../api/queries";
import type { MatterPage } from "../../api/types";
import { Article } from "../../parts/Article";
import { LightMark } from "../../parts/LightMark";
import { sizeWords } from "../../words/shown";
import { PartyCodeButton } from "./PartyCode";
import "./party.css";

export function PartyPanel({ matter }: { matter: MatterPage }) {
  const party = useQuery(partyQuery(matter.id));
  const desk = party.data;
  if (!desk?.used || (desk.items.length === 0 && !desk.gives && !desk.code)) return null;
  const old = desk.items.filter((item) => item.state !== "waiting");
  return (
    <section className="panel" aria-labelledby="party">
      <h2 id="party">
        当事人来件
        {desk.waiting > 0 ? <span className="tag tag-major party-count">{desk.waiting} 件待处理</span> : null}
      </h2>
      <div className="panel-body">
        {desk.items.length === 0 ? <p className="soft">当事人还没有在网上提出什么。</p> : null}
        <Items matter={matter.id} desk={desk} items={desk.items.filter((item) => item.state === "waiting")} />
        {old.length > 0 ? (
          <details open={desk.waiting === 0 && old.length < 3}>
            <summary>已经处理的 {old.length} 件</summary>
            <Items matter={matter.id} desk={desk} items={old} />
          </details>
        ) : null}
        {desk.code ? (
          <p className="small soft">
            当事人码由 {desk.code.by} 于 {words(desk.code.at)} 出具，码本身不再显示。
          </p>
        ) : null}
        {desk.gives && matter.status !== "archived" ? (
          <PartyCodeButton matter={matter.id} again={desk.code !== null} />
        ) : null}
      </div>
    </section>
  );
}

function Items({ matter, desk, items }: { matter: string; desk: PartyDesk; items: PartyItem[] }) {
  return (
    <ul className="party-items">
      {items.map((item) => (
        <li key={item.n}>
          <p className="party-head">
            <b>{item.title}</b> <LightMark light={item.light} />
          </p>
          <p className="small soft tabular">
            {words(item.at)} 到达
            {item.due ? `，${item.in_time ? "在期限内" : "已超过期限"}（到 ${item.due}）` : ""}
          </p>
          <p className="small">
            {item.sender}
            {item.phone ? ` ${item.phone}` : ""}
          </p>
          <p className="party-text">{item.text}</p>
          {item.files.length > 0 ? (
            <ul className="small">
              {item.files.map((file) => (
                <li key={file.digest}>
                  <a href={blobPath(file.digest, matter)} download={file.name}>
                    {file.name}
                  </a>{" "}
                  <span className="soft">{sizeWords(file.size)}</span>
                </li>
              ))}
            </ul>
          ) : null}
          {item.said ? <p className="small party-said">答复：{item.said}</p> : null}
          {item.state === "waiting" ? <Doing matter={matter} desk={desk} item={item} /> : null}
        </li>
      ))}
    </ul>
  );
}

function Doing({ matter, desk, item }: { matter: string; desk: PartyDesk; item: PartyItem }) {
  if (!desk.answer) return null;
  const search = { party_item: String(item.n) };
  return (
    <>
      {item.unheard ? (
        <p className="small">
          没有接收以前，不得决定、结案 <Article cite={item.unheard} />
        </p>
      ) : null}
      <p className="party-doing">
        {item.masked ? null : (
          <Link
            className="button button-small button-main"
            to="/matters/$matter/acts/$act"
            params={{ matter, act: item.act.id }}
            search={search}
          >
            接收：{item.act.title}
          </Link>
        )}
        <Link
          className="button button-small"
          to="/matters/$matter/acts/$act"
          params={{ matter, act: desk.answer }}
          search={search}
        >
          不接收，答复
        </Link>
      </p>
    </>
  );
}

function words(at: string): string {
  return at.replace("T", " ").slice(0, 16);
}
