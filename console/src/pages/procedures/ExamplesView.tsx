/** Worked examples, run now against the rules in force: each step with what the law says to it, 通过 or 未通过. */
import { useQuery } from "@tanstack/react-query";
import { examplesQuery } from "../../api/lawQueries";
import type { ExampleRun } from "../../api/types";
import { Article } from "../../parts/Article";
import { EmptyNote } from "../../parts/EmptyNote";
import { LightShape } from "../../parts/LightMark";
import { Waiting } from "../../parts/Waiting";
import { momentWords } from "../../words/dates";
import { personWord } from "./examplePeople";

export function ExamplesView({ procedure }: { procedure: string }) {
  const examples = useQuery(examplesQuery(procedure));
  return (
    <Waiting query={examples} rows={8}>
      {(runs) => {
        if (runs.length === 0)
          return <EmptyNote title="这个程序还没有示例">示例写在法律包里，随每次检查运行。</EmptyNote>;
        const failed = runs.filter((run) => !run.passed).length;
        return (
          <section className="panel" aria-labelledby="examples">
            <div className="panel-head">
              <h2 id="examples">示例</h2>
              <p className="small soft">
                {runs.length} 例，{failed === 0 ? "全部通过" : `${failed} 例未通过`}
              </p>
            </div>
            <ul className="panel-body examples">
              {runs.map((run) => (
                <li key={run.title}>
                  <Run run={run} />
                </li>
              ))}
            </ul>
          </section>
        );
      }}
    </Waiting>
  );
}

function Run({ run }: { run: ExampleRun }) {
  return (
    <details open={!run.passed}>
      <summary>
        <Verdict passed={run.passed} /> {run.title} <span className="small soft">{run.steps.length} 步</span>
      </summary>
      {run.deviation ? <p className="note note-refusal">{run.deviation}</p> : null}
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">{run.title}</caption>
          <thead>
            <tr>
              <th scope="col">时间</th>
              <th scope="col">谁</th>
              <th scope="col">行为</th>
              <th scope="col">法律怎么说</th>
            </tr>
          </thead>
          <tbody>
            {run.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps are known by their place
              <tr key={index}>
                <td className="nowrap">{momentWords(step.at)}</td>
                <td data-label="谁">{personWord(step.who)}</td>
                <td data-label="行为">{step.act}</td>
                <td>
                  {step.refused ? <span className="tag">应当拒绝</span> : null} {step.outcome}{" "}
                  {step.basis ? <Article cite={step.basis} /> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Verdict({ passed }: { passed: boolean }) {
  return (
    <span className={`light nowrap ${passed ? "light-ok" : "light-overdue"}`}>
      <LightShape shape={passed ? "tick" : "triangle"} />
      {passed ? "通过" : "未通过"}
    </span>
  );
}
