/** The life of a card or a device as a line of steps: when, what, by whom, under which article, and where it stands in the record. */
import type { LifeStep } from "../api/officers";
import { Article } from "./Article";
import { Prose } from "./Prose";
import "./life.css";

export function Life({ id, title, steps }: { id: string; title: string; steps: LifeStep[] }) {
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ol className="life panel-body">
        {steps.map((each) => (
          <li key={`${each.at}/${each.step}/${each.seq}`} className={`life-${each.step}`}>
            <p className="life-when tabular">{each.at.replace("T", " ")}</p>
            <p>
              <b>{each.title}</b>
              {each.by.name ? <span className="soft">　{each.by.name}</span> : null}{" "}
              {each.article ? <Article cite={each.article} /> : null}
            </p>
            <p>
              <Prose text={each.said} />
            </p>
            {each.reason ? <p className="soft">原因：{each.reason}</p> : null}
            {each.seq !== null ? <p className="small soft">记录第 {each.seq} 条</p> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
