/**
 * Beside the review: to whom it is assigned, conflicts that were declared, what the register lacks, and what advisers said.
 * Advice is for reading; it clears nothing.
 */
import { Link } from "@tanstack/react-router";
import type { ReviewAids } from "../../api/types";
import { Prose } from "../../parts/Prose";

export function Aids({ aids }: { aids: ReviewAids }) {
  const { reviewer, conflicts, warnings, advice } = aids;
  if (!reviewer && conflicts.length === 0 && warnings.length === 0 && advice.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="aids">
      <h2 id="aids">审核的参考</h2>
      <div className="panel-body">
        {reviewer ? <p>已指派 {reviewer.name} 审核。</p> : null}
        {conflicts.length > 0 ? (
          <p className="item-lesson">
            {conflicts.map((each) => each.name).join("、")}{" "}
            申报了利害关系，是否回避还没有决定，决定以前不能审核。
          </p>
        ) : null}
        {warnings.map((warning) => (
          <p key={warning} className="small soft">
            <Prose text={warning} />
          </p>
        ))}
        {advice.length > 0 ? (
          <ul className="aids-advice">
            {advice.map((each) => (
              <li key={each.matter.id}>
                <Link to="/matters/$matter" params={{ matter: each.matter.id }}>
                  {each.title}
                </Link>{" "}
                <span className="small soft">
                  {each.adviser ?? "尚未指定顾问"} · {each.stage.title} · {each.day}
                </span>
                {each.text ? (
                  <p>
                    <Prose text={each.text} />
                  </p>
                ) : null}
              </li>
            ))}
          </ul>
        ) : null}
        {advice.length > 0 ? <p className="small soft">咨询意见只供参考，不能代替审核意见。</p> : null}
      </div>
    </section>
  );
}
