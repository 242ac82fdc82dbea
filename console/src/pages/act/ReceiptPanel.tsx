/** What happened and what follows, in the words of the receipt. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { matterQuery } from "../../api/queries";
import type { Receipt } from "../../api/types";
import { Prose } from "../../parts/Prose";
import "./act.css";

/** Kinds of act that take a matter on; stopping, extending and stepping back are nobody's next step by default. */
const FORWARD = ["ordinary", "assign", "show_credentials", "submit", "notify", "decide", "serve", "publish"];

export function ReceiptPanel({ receipt }: { receipt: Receipt }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const matter = receipt.matter.id;
  const after = useQuery(matterQuery(matter)).data;
  // Only once the matter is as the receipt left it: an older page would offer what is already done.
  const next =
    after && after.version >= receipt.version
      ? after.possible.filter((option) => option.mine && FORWARD.includes(option.kind)).slice(0, 1)
      : [];
  useEffect(() => {
    document.title = "已登记 · 执衡";
    heading.current?.focus();
    window.scrollTo(0, 0);
  }, []);
  return (
    <section className="panel receipt">
      <p className="soft">
        {receipt.matter.title} {receipt.matter.number ?? ""}
      </p>
      <h1 ref={heading} tabIndex={-1}>
        <Prose text={receipt.sentence} />
      </h1>
      {receipt.query_code ? (
        <div className="receipt-code">
          <p>请把查询码交给信访人，凭它可以在网上查办理进度：</p>
          <strong className="mono">{receipt.query_code}</strong>
        </div>
      ) : null}
      <dl className="pairs">
        {receipt.papers.length > 0 ? (
          <>
            <dt>文书</dt>
            <dd>
              {receipt.papers.map((paper) => (
                <Link
                  key={paper.id}
                  className="receipt-paper"
                  to="/matters/$matter/papers/$paper"
                  params={{ matter, paper: paper.id }}
                >
                  {paper.title} {paper.number ? <span className="issued">{paper.number}</span> : null}
                </Link>
              ))}
            </dd>
          </>
        ) : null}
        {receipt.fulfilled.length > 0 ? (
          <>
            <dt>已完成</dt>
            <dd>{receipt.fulfilled.join("、")}</dd>
          </>
        ) : null}
        {receipt.created.length > 0 ? (
          <>
            <dt>接下来</dt>
            <dd>
              <ul>
                {receipt.created.map((duty) => (
                  <li key={duty.title}>
                    {duty.title}，<strong>{duty.due ?? "及时"}</strong>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        ) : null}
        <dt>存证</dt>
        <dd>已写入记录第 {receipt.seq.toLocaleString("zh-CN")} 条</dd>
      </dl>
      <div className="page-actions">
        {next.map((option) => (
          <Link
            key={option.id}
            className="button button-main"
            to="/matters/$matter/acts/$act"
            params={{ matter, act: option.id }}
          >
            接着办：{option.title}
          </Link>
        ))}
        <Link className="button" to="/matters/$matter" params={{ matter }}>
          回到事项
        </Link>
        <Link className="button" to="/">
          回到工作台
        </Link>
      </div>
    </section>
  );
}
