/** Evidence in the dossier: each act that gathered it, its fields, files and papers, opened beside the items. */
import { Link } from "@tanstack/react-router";
import { blobPath } from "../../api/queries";
import type { TimelineRow } from "../../api/types";
import { momentWords } from "../../words/dates";
import { isFile, shown, sizeWords } from "../../words/shown";

export function Evidence({ rows, matter }: { rows: TimelineRow[]; matter: string }) {
  return (
    <section className="panel evidence" aria-labelledby="evidence">
      <div className="panel-head">
        <h2 id="evidence">证据</h2>
        <p className="small soft">{rows.length} 项</p>
      </div>
      <div className="panel-body">
        {rows.length === 0 ? (
          <p className="soft">卷内没有证据。请考虑“建议补充调查”。</p>
        ) : (
          <ul>
            {rows.map((row) => (
              <li key={row.version}>
                <details>
                  <summary>
                    {nameOf(row)}
                    <span className="small soft">
                      {momentWords(row.at)} · {row.actor.name}
                    </span>
                  </summary>
                  <dl className="evidence-fields small">
                    {row.fields.map((field) => {
                      const files = (Array.isArray(field.value) ? field.value : [field.value]).filter(isFile);
                      return (
                        <div key={field.id}>
                          <dt className="soft">{field.label}</dt>
                          <dd>
                            {files.length > 0
                              ? files.map((file) => <OneFile key={file.digest} file={file} matter={matter} />)
                              : shown(field.value, field.type)}
                          </dd>
                        </div>
                      );
                    })}
                  </dl>
                  {row.papers.map((paper) => (
                    <Link
                      key={paper.id}
                      className="small"
                      to="/matters/$matter/papers/$paper"
                      params={{ matter, paper: paper.id }}
                      target="_blank"
                    >
                      {paper.title}（新窗口）
                    </Link>
                  ))}
                </details>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

/** What a piece of evidence is called in the dossier; an act that names none goes by its own title. */
function nameOf(row: TimelineRow): string {
  const name = row.fields.find((field) => field.id === "name")?.value;
  return typeof name === "string" && name !== "" ? `${row.act.title}：${name}` : row.act.title;
}

function OneFile({
  file,
  matter,
}: {
  file: { digest: string; name: string; size: number; type: string };
  matter: string;
}) {
  const path = blobPath(file.digest, matter);
  return (
    <a className="evidence-file" href={path} target="_blank" rel="noreferrer">
      {file.name}（{sizeWords(file.size)}，新窗口）
    </a>
  );
}
