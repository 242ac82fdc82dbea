/** What the person should know before acting, such as a repealed article in the text. It stops nothing. */
import type { Warning } from "../../api/types";
import { Article } from "../../parts/Article";
import { Prose } from "../../parts/Prose";

export function Warnings({ warnings }: { warnings: Warning[] }) {
  if (warnings.length === 0) return null;
  return (
    <section className="note note-warn" aria-live="polite" aria-label="请留意">
      <h2>请留意，不影响提交</h2>
      <ul className="reasons">
        {warnings.map((warning) => (
          <li key={`${warning.cite}/${warning.message}`}>
            <Prose text={warning.message} /> {warning.cite ? <Article cite={warning.cite} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
