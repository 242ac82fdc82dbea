/** 责任链条: for each decision who handled, handed in, reviewed, approved and decided, from the record; and the check that follows a change. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { responsibilityQuery } from "../../api/responsibilityQueries";
import type { ChainLine, DecisionAnswer, MatterPage, Responsibility } from "../../api/types";
import { Article } from "../../parts/Article";
import { CheckTable } from "../strength/Checks";
import { parts } from "./chainParts";
import "../strength/strength.css";

export function ResponsibilityPanel({ matter }: { matter: MatterPage }) {
  const answers = useQuery(responsibilityQuery(matter.id));
  // Nobody answers for a decision that is not made; the page says nothing then.
  if (!answers.data || answers.data.decisions.length === 0) return null;
  const { decisions, checks } = answers.data;
  const open = decisions.some((decision) => decision.proposed);
  return (
    <section className="panel" aria-labelledby="answers">
      <h2 id="answers">责任链条</h2>
      <div className="panel-body">
        <p className="small soft">全部取自记录：谁、做了什么、哪一天、依哪一条。</p>
        {decisions.map((decision) => (
          <details key={decision.version} open={open}>
            <summary>
              {decision.act.title} {decision.number ?? ""}
              <span className="soft small"> {decision.day}</span>
            </summary>
            <Decision decision={decision} />
          </details>
        ))}
        <Proposal data={answers.data} matter={matter.id} />
        {checks.length > 0 ? <CheckTable rows={checks} /> : null}
      </div>
    </section>
  );
}

function Decision({ decision }: { decision: DecisionAnswer }) {
  return (
    <>
      {parts(decision.chain).map(([title, lines]) => (
        <div className="chain-part" key={title}>
          <h3>{title}</h3>
          <ul className="small">
            {lines.map((line) => (
              <Line key={`${line.person.id}/${line.act.id}`} line={line} />
            ))}
          </ul>
        </div>
      ))}
      {decision.reviewed ? null : (
        <p className="small soft">这个决定没有经过法制审核（不属于重大执法决定，或者依法免于审核）。</p>
      )}
      {decision.changes.map((change) => (
        <p className="small" key={`${change.act.id}/${change.day}`}>
          <span className={change.grave ? "light light-overdue" : "light"}>▲ {change.day}</span>{" "}
          {change.act.title}：{change.how}
        </p>
      ))}
    </>
  );
}

function Line({ line }: { line: ChainLine }) {
  return (
    <li>
      <strong>{line.person.name}</strong> {line.day} {line.act.title}
      {line.conclusion ? `（${line.conclusion}）` : ""}{" "}
      {line.article ? <Article cite={line.article} /> : null}
    </li>
  );
}

function Proposal({ data, matter }: { data: Responsibility; matter: string }) {
  const changed = data.decisions.some((decision) => decision.proposed);
  if (!changed || data.checks.length > 0) return null;
  return (
    <div className="note note-warn chain-part">
      <p>决定已被撤销或者改变，应当提出责任核查，或者写明不需要核查的理由。</p>
      {data.may_propose ? (
        <Link
          className="button button-small"
          to="/register/$procedure"
          params={{ procedure: "accountability" }}
          search={{ about: matter }}
        >
          按这条链登记责任核查
        </Link>
      ) : null}
    </div>
  );
}
