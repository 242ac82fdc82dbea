/** Every act of a procedure by stage: who performs it, its form, what must hold before, periods, papers, articles. */
import type { ActType, GateView, Procedure } from "../../api/types";
import { Article } from "../../parts/Article";
import { fieldTypeWord } from "../../words/fieldTypes";
import { POWER_WORDS } from "../../words/powers";

const BY: Record<ActType["by"], string> = { own: "", upper: "上一级机关", upper_upper: "再上一级机关" };

export function ActsView({ procedure }: { procedure: Procedure }) {
  return (
    <section className="panel" aria-labelledby="acts">
      <h2 id="acts">每一步</h2>
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">{procedure.title}的每一步</caption>
          <thead>
            <tr>
              <th scope="col">行为</th>
              <th scope="col">由谁办</th>
              <th scope="col">什么时候不能办</th>
              <th scope="col">期限</th>
              <th scope="col">依据</th>
            </tr>
          </thead>
          {procedure.stages.map((stage) => (
            <tbody key={stage.id}>
              <tr className="act-stage">
                <th scope="rowgroup" colSpan={5}>
                  {stage.title} <span className="small soft">{stage.steps.join("、")}</span>
                </th>
              </tr>
              {procedure.acts
                .filter((act) => act.stage === stage.id)
                .map((act) => (
                  <ActRow key={act.id} act={act} />
                ))}
            </tbody>
          ))}
        </table>
      </div>
    </section>
  );
}

function ActRow({ act }: { act: ActType }) {
  return (
    <tr>
      <td>
        <strong>{act.title}</strong>
        <span className="small soft act-step">{act.step}</span>
        <Form act={act} />
      </td>
      <td data-label="由谁办" className="nowrap">
        {BY[act.by]}
        {POWER_WORDS[act.power]}
      </td>
      <td data-label="不能办">
        <Gates gates={act.gates} />
      </td>
      <td data-label="期限">
        {act.duties.map((duty) => (
          <p key={duty.id}>
            {duty.title} <span className="small soft nowrap">{duty.period ?? duty.rule ?? "及时"}</span>{" "}
            {duty.basis ? <Article cite={duty.basis} /> : null}
          </p>
        ))}
      </td>
      <td>
        {act.basis.map((article) => (
          <Article key={article} cite={article} />
        ))}
      </td>
    </tr>
  );
}

/** The form, folded: most readers want the order of steps first. */
function Form({ act }: { act: ActType }) {
  if (act.fields.length === 0) return null;
  return (
    <details className="act-form-fields small">
      <summary>表单 {act.fields.length} 项</summary>
      <ul>
        {act.fields.map((field) => (
          <li key={field.id}>
            {field.label}
            <span className="soft">
              {" "}
              {fieldTypeWord(field.type)}
              {field.required ? "" : "，选填"}
              {field.personal ? "，个人信息" : ""}
            </span>{" "}
            {field.basis ? <Article cite={field.basis} /> : null}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Gates({ gates }: { gates: GateView[] }) {
  if (gates.length === 0) return null;
  return (
    <ul className="gates">
      {gates.map((gate) => (
        <li key={`${gate.gate}/${gate.message}`}>
          {gate.message} <Article cite={gate.basis} />
        </li>
      ))}
    </ul>
  );
}
