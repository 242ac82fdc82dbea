/** What is under review: facts, law and sanction exactly as submitted, with what changed since the last round. */
import type { ReviewDossier, ReviewState } from "../../api/types";
import { Article } from "../../parts/Article";
import { momentWords } from "../../words/dates";
import { shortDigest, shown } from "../../words/shown";

export function Submitted({
  submitted,
  why,
}: {
  submitted: ReviewDossier["submitted"];
  why: ReviewState["why"];
}) {
  const changed = submitted.facts.filter((fact) => fact.changed).length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: longer than the screen, it must scroll from the keyboard
    <section className="panel submitted" aria-labelledby="submitted" tabIndex={0}>
      <h2 id="submitted">送审内容</h2>
      <div className="panel-body">
        <p className="small soft">
          {submitted.by} {momentWords(submitted.at)} 送审，摘要{" "}
          <span className="mono" title={submitted.digest}>
            {shortDigest(submitted.digest)}
          </span>
          。送审后改动一个字，同意即失效。
        </p>
        {why.length > 0 ? (
          <p className="small">
            重大：
            {why.map((each) => (
              <span key={each.title}>
                {each.title} <Article cite={each.basis} />{" "}
              </span>
            ))}
          </p>
        ) : null}
        {changed > 0 ? <p className="submitted-changed">与上一次相比，改动 {changed} 处</p> : null}
        <dl className="facts">
          {submitted.facts.map((fact) => (
            <div key={fact.id}>
              <dt>
                {fact.label} {fact.changed ? <span className="tag">有改动</span> : null}
              </dt>
              <dd>
                {fact.changed ? (
                  <>
                    <ins>{shown(fact.value, fact.type)}</ins>
                    <details className="small">
                      <summary>上一次</summary>
                      <del>{shown(fact.before, fact.type)}</del>
                    </details>
                  </>
                ) : (
                  shown(fact.value, fact.type)
                )}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}
