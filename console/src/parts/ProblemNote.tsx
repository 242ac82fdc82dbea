/** A refusal or an error in full: what, why, the article, what next, and the code to quote on the telephone. */
import type { ReactNode } from "react";
import { asProblem } from "../api/problem";
import { Article } from "./Article";
import { Prose } from "./Prose";
import { ReasonList } from "./ReasonList";

interface Props {
  error: unknown;
  /** Asked again when pressed. */
  retry?: (() => void) | undefined;
  /** Matter in which a missing act can be supplied. */
  matter?: string | undefined;
  children?: ReactNode;
}

export function ProblemNote({ error, retry, matter, children }: Props) {
  const problem = asProblem(error);
  return (
    <section className="note note-refusal" role="alert">
      <h2>{problem.title}</h2>
      {problem.reasons.length > 0 ? (
        <ReasonList reasons={problem.reasons} matter={matter} />
      ) : (
        <p>
          <Prose text={problem.detail} /> {problem.article ? <Article cite={problem.article} /> : null}
        </p>
      )}
      <div className="note-foot">
        {retry ? (
          <button type="button" className="button button-small" onClick={retry}>
            再试一次
          </button>
        ) : null}
        {children}
        <span className="small soft">
          代码 <code className="mono">{problem.code}</code>
        </span>
      </div>
    </section>
  );
}
