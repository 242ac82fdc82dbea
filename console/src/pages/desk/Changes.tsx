/** The latest acts in matters I see. */
import { Link } from "@tanstack/react-router";
import type { Desk } from "../../api/types";
import { Folded } from "../../parts/Folded";
import { Prose } from "../../parts/Prose";
import { momentWords } from "../../words/dates";

export function Changes({ rows }: { rows: Desk["changes"] }) {
  return (
    <section className="panel changes" aria-labelledby="changes">
      <h2 id="changes">我的事项有何变化</h2>
      {rows.length === 0 ? (
        <p className="panel-body soft">还没有变化。别人在您的事项里办了什么，会写在这里。</p>
      ) : (
        <Folded rows={rows} first={7}>
          {(shownRows) => (
            <ol className="panel-body">
              {shownRows.map((row) => (
                <li key={`${row.matter.id}/${row.version}`}>
                  <time className="small soft" dateTime={row.at}>
                    {momentWords(row.at).slice(5)}
                  </time>
                  <div>
                    <p>
                      <Prose text={row.sentence} />
                    </p>
                    <p className="small soft">
                      <Link to="/matters/$matter" params={{ matter: row.matter.id }}>
                        {row.matter.title}
                      </Link>{" "}
                      · {row.actor.name}（{row.agency.name}）
                    </p>
                  </div>
                </li>
              ))}
            </ol>
          )}
        </Folded>
      )}
    </section>
  );
}
