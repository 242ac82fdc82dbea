/** How legal review stands: why the matter is major, what exactly was reviewed, and what changed since. */
import { Link } from "@tanstack/react-router";
import type { MatterPage, ReviewState } from "../../api/types";
import { Article } from "../../parts/Article";
import { useMe } from "../../session/session";
import { shortDigest, shown } from "../../words/shown";

const STATES: Record<ReviewState["state"], string> = {
  none: "还没有送审",
  submitted: "已送审，等待意见",
  returned: "已退回，改好后重新送审",
  agreed: "已同意",
  void: "送审以后内容有改动，原来的同意已经失效，须重新送审",
};

export function ReviewPanel({ matter }: { matter: MatterPage }) {
  const me = useMe();
  const { review } = matter;
  if (!review.major && review.state === "none") return null;
  const same = review.digest !== null && review.digest === review.draft_digest;
  return (
    <section className="panel" aria-labelledby="review">
      <h2 id="review">法制审核</h2>
      <div className="panel-body review-panel">
        <p>
          <strong>{STATES[review.state]}</strong>
        </p>
        {review.major && review.why.length > 0 ? (
          <div className="small">
            <p>属于重大执法决定，因为：</p>
            <ul>
              {review.why.map((why) => (
                <li key={why.title}>
                  {why.title} <Article cite={why.basis} />
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        {review.digest ? (
          <dl className="pairs small">
            <dt>送审摘要</dt>
            <dd className="mono" title={review.digest}>
              {shortDigest(review.digest)}
            </dd>
            <dt>现在摘要</dt>
            <dd className="mono" title={review.draft_digest ?? ""}>
              {review.draft_digest ? shortDigest(review.draft_digest) : "无"}{" "}
              {same ? "（一致）" : "（不一致）"}
            </dd>
          </dl>
        ) : null}
        {review.changed.length > 0 ? (
          <details open={review.state === "void"}>
            <summary className="small">与上次送审相比改动 {review.changed.length} 处</summary>
            <dl className="changed small">
              {review.changed.map((change) => (
                <div key={change.label}>
                  <dt>{change.label}</dt>
                  <dd>
                    <del>{shown(change.before)}</del>
                    <ins>{shown(change.after)}</ins>
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        ) : null}
        {me.powers.includes("review") && review.state === "submitted" ? (
          <Link className="button button-small" to="/review/$matter" params={{ matter: matter.id }}>
            去审核
          </Link>
        ) : null}{" "}
        {me.powers.includes("register") && matter.status === "open" ? (
          <Link
            className="button button-small"
            to="/register/$procedure"
            params={{ procedure: "advice" }}
            search={{ about: matter.id }}
          >
            请法律顾问、公职律师出意见
          </Link>
        ) : null}
      </div>
    </section>
  );
}
