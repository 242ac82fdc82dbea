/**
 * What is under review: the statement, the materials, which evidence proves which element, and facts, law and sanction exactly as
 * submitted; a second submission shows what changed and folds away the rest.
 */
import type { ReviewDossier, ReviewState } from "../../api/types";
import { Article } from "../../parts/Article";
import { Prose } from "../../parts/Prose";
import { momentWords } from "../../words/dates";
import { shortDigest, shown } from "../../words/shown";

export function Submitted({
  submitted,
  why,
}: {
  submitted: ReviewDossier["submitted"];
  why: ReviewState["why"];
}) {
  const changed = submitted.facts.filter((fact) => fact.changed);
  const same = submitted.facts.filter((fact) => !fact.changed);
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
        {submitted.statement ? (
          <p>
            <Prose text={submitted.statement} />
          </p>
        ) : null}
        <Materials submitted={submitted} />
        <Elements rows={submitted.elements} />
        {changed.length > 0 ? (
          <>
            <p className="submitted-changed">与上一次相比，改动 {changed.length} 处</p>
            <Facts facts={changed} />
            <details>
              <summary>没有改动的 {same.length} 项</summary>
              <Facts facts={same} />
            </details>
          </>
        ) : (
          <Facts facts={same} />
        )}
      </div>
    </section>
  );
}

/** What has to be sent (law.md 4.4); what is missing stands first in the eye. */
function Materials({ submitted }: { submitted: ReviewDossier["submitted"] }) {
  const missing = submitted.materials.filter((each) => !each.there).length;
  return (
    <details className="submitted-materials" open={missing > 0}>
      <summary>
        送审材料 {submitted.materials.length} 项，{missing === 0 ? "齐全" : `缺 ${missing} 项`}；
        {submitted.declared ? "承办机构负责人已声明真实、准确、完整" : "承办机构负责人没有声明"}
      </summary>
      <ul>
        {submitted.materials.map((each) => (
          <li key={each.title} className={each.there ? undefined : "lacking"}>
            <span aria-hidden="true">{each.there ? "✓ " : "✗ "}</span>
            {each.title}
            {each.there ? null : "：缺"}
            {each.note ? <span className="small soft">（{each.note}）</span> : null}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Each legal element beside the evidence that proves it; a row without evidence says so. */
function Elements({ rows }: { rows: ReviewDossier["submitted"]["elements"] }) {
  if (rows.length === 0) return <p className="lacking">没有要件与证据对照表。</p>;
  return (
    <table className="elements">
      <caption>要件与证据</caption>
      <thead>
        <tr>
          <th scope="col">要件</th>
          <th scope="col">证据</th>
          <th scope="col">页码或者时间</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are as they were sent and do not move
          <tr key={index} className={row.evidence ? undefined : "lacking"}>
            <th scope="row">{row.element || "（未写要件）"}</th>
            <td>{row.evidence || "没有证据"}</td>
            <td>{row.place}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Facts({ facts }: { facts: ReviewDossier["submitted"]["facts"] }) {
  return (
    <dl className="facts">
      {facts.map((fact) => (
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
  );
}
