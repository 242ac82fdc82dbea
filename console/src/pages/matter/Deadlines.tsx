/** Deadlines that open to their reasoning: from which day, by which article, how it moved, and when somebody will be warned. */
import type { Duty } from "../../api/types";
import { Article } from "../../parts/Article";
import { LightMark } from "../../parts/LightMark";
import { Prose } from "../../parts/Prose";
import { ownerWord } from "../../words/powers";

export function Deadlines({ duties }: { duties: Duty[] }) {
  const open = duties.filter((duty) => duty.state === "open" || duty.state === "stopped");
  const ended = duties.filter((duty) => duty.state === "fulfilled" || duty.state === "excused");
  open.sort((a, b) => (a.due ?? "9999").localeCompare(b.due ?? "9999"));
  return (
    <section className="panel" aria-labelledby="deadlines">
      <h2 id="deadlines">期限</h2>
      <div className="panel-body">
        {open.length === 0 ? <p className="soft">现在没有未完成的期限。</p> : <Rows duties={open} />}
        {ended.length > 0 ? (
          <details className="deadlines-ended">
            <summary className="small soft">已完成 {ended.length} 项</summary>
            <Rows duties={ended} />
          </details>
        ) : null}
      </div>
    </section>
  );
}

function Rows({ duties }: { duties: Duty[] }) {
  return (
    <ul className="deadlines">
      {duties.map((duty) => (
        <li key={duty.id}>
          <details>
            <summary>
              <span>{duty.title}</span>
              <span className="deadline-when">
                <LightMark light={duty.light} />
                <span className="small soft">{duty.closed ?? duty.due ?? "及时"}</span>
              </span>
            </summary>
            <div className="deadline-why">
              <ol>
                {duty.steps.map((step) => (
                  <li key={step}>
                    <Prose text={step} />
                  </li>
                ))}
              </ol>
              <p>
                <Article cite={duty.basis} /> {duty.agency.name}，{ownerWord(duty.owner)}
              </p>
              {duty.alarms.length > 0 && duty.state === "open" ? (
                <ul className="soft">
                  {duty.alarms.map((alarm) => (
                    <li key={alarm}>
                      <Prose text={alarm} />
                    </li>
                  ))}
                </ul>
              ) : null}
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}
