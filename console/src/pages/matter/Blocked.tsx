/** 还缺什么: acts that the law does not allow yet, each with what is missing, the article, and the act that supplies it. */
import type { ActOption, MatterPage } from "../../api/types";
import { ReasonList } from "../../parts/ReasonList";

/** More than these are folded: the next steps are what a person needs. */
const SHOWN = 4;

export function Blocked({ matter }: { matter: MatterPage }) {
  if (matter.blocked.length === 0) return null;
  const ordered = [...matter.blocked].sort((a, b) => Number(b.mine) - Number(a.mine));
  const rest = ordered.slice(SHOWN);
  return (
    <section className="panel" aria-labelledby="blocked">
      <h2 id="blocked">还缺什么</h2>
      <div className="panel-body">
        <Options matter={matter.id} options={ordered.slice(0, SHOWN)} />
        {rest.length > 0 ? (
          <details className="blocked-rest">
            <summary className="small">后面还有 {rest.length} 步</summary>
            <Options matter={matter.id} options={rest} />
          </details>
        ) : null}
      </div>
    </section>
  );
}

function Options({ matter, options }: { matter: string; options: ActOption[] }) {
  return (
    <ul className="blocked">
      {options.map((option) => (
        <li key={option.id}>
          <details>
            <summary>
              {option.title}
              <span className="small soft">
                {" "}
                {option.reasons[0]?.supply ? `先${option.reasons[0].supply.title}` : ""}
              </span>
            </summary>
            <ReasonList reasons={option.reasons} matter={matter} />
          </details>
        </li>
      ))}
    </ul>
  );
}
