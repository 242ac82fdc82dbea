/** Evidence in the dossier: each act that gathered it, its fields, files and papers, opened beside the items. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { filesQuery } from "../../api/files";
import { blobPath } from "../../api/queries";
import type { TimelineRow } from "../../api/types";
import { Article } from "../../parts/Article";
import { momentWords } from "../../words/dates";
import { isFile, shown, sizeWords } from "../../words/shown";

/** Files whose own time does not agree with when the act was done: the reviewer judges what that means. */
function Doubts({ matter }: { matter: string }) {
  const files = useQuery(filesQuery(matter)).data;
  const doubtful = (files?.files ?? []).filter((file) => file.doubt);
  if (!files || doubtful.length === 0) return null;
  return (
    <div className="note note-warn">
      <p>
        ▲ {doubtful.length} 份文件自述的时间与办理的时间相差 {files.tolerance.minutes} 分钟以上{" "}
        <Article cite={files.tolerance.basis} />
      </p>
      <ul>
        {doubtful.map((file) => (
          <li key={file.digest} className="small">
            {file.name}（{file.act.title}）：{file.doubt}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Evidence({ rows, matter }: { rows: TimelineRow[]; matter: string }) {
  return (
    <section className="panel evidence" aria-labelledby="evidence">
      <div className="panel-head">
        <h2 id="evidence">证据</h2>
        <p className="small soft">{rows.length} 项</p>
      </div>
      <div className="panel-body">
        <Doubts matter={matter} />
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
