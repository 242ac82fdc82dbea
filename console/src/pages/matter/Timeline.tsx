/** Everything that was done, newest first. A line opens to what was filled in, the papers, and the proof that it stands unchanged. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { accessQuery, opens } from "../../api/looking";
import { blobPath, proofPath } from "../../api/queries";
import type { FieldShown, MatterPage, Power, TimelineRow } from "../../api/types";
import { Icon } from "../../parts/Icon";
import { Prose } from "../../parts/Prose";
import { useMe } from "../../session/session";
import { momentWords } from "../../words/dates";
import { isFile, shown, sizeWords } from "../../words/shown";
import { ReceiptButton } from "./ReceiptButton";

export function Timeline({ matter }: { matter: MatterPage }) {
  const rows = [...matter.timeline].sort((a, b) => b.version - a.version);
  return (
    <section className="panel timeline" aria-labelledby="timeline">
      <div className="panel-head">
        <h2 id="timeline">办理经过</h2>
        <p className="small soft">共 {rows.length} 步，最近的在前</p>
      </div>
      <ol className="panel-body">
        {rows.map((row) => (
          <li key={row.version}>
            <details>
              <summary>
                <span className="timeline-line">
                  <Prose text={row.sentence} />
                </span>
                <span className="small soft">
                  <time dateTime={row.at}>{momentWords(row.at)}</time> · {row.act.title} · {row.actor.name}
                  {row.agency.id === matter.agency.id ? "" : `（${row.agency.name}）`}
                </span>
              </summary>
              <Opened matter={matter} row={row} />
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Opened({ matter, row }: { matter: MatterPage; row: TimelineRow }) {
  const me = useMe();
  return (
    <div className="timeline-open">
      {row.fields.length > 0 ? (
        <dl className="pairs">
          {row.fields.map((field) => (
            <FieldPair key={field.id} field={field} matter={matter.id} people={matter.people} />
          ))}
        </dl>
      ) : null}
      {row.papers.length > 0 ? (
        <p>
          文书：
          {row.papers.map((paper) => (
            <Link
              key={paper.id}
              className="timeline-paper"
              to="/matters/$matter/papers/$paper"
              params={{ matter: matter.id, paper: paper.id }}
            >
              {paper.title} {paper.number ? <span className="issued">{paper.number}</span> : null}
            </Link>
          ))}
        </p>
      ) : null}
      {row.fulfilled.length > 0 ? <p>完成了：{row.fulfilled.join("、")}</p> : null}
      {row.created.length > 0 ? (
        <p>产生了：{row.created.map((duty) => `${duty.title}（${duty.due ?? "及时"}）`).join("、")}</p>
      ) : null}
      <p className="small">
        <a
          href={proofPath(matter.id, row.version)}
          download={`存证-${matter.number ?? matter.id}-${row.version}.json`}
        >
          <Icon name="download" size={16} /> 下载存证
        </a>{" "}
        {gives(me.powers) && row.agency.id === me.agency.id && recorded(row) ? (
          <>
            <ReceiptButton matter={matter.id} version={row.version} />{" "}
          </>
        ) : null}
        <span className="soft">记录第 {row.seq.toLocaleString("zh-CN")} 条</span>
      </p>
    </div>
  );
}

const gives = (powers: Power[]) => powers.includes("handle") || powers.includes("register");

/** Something was left that a party can be given a receipt of. */
function recorded(row: TimelineRow): boolean {
  const files = row.fields.some((field) =>
    (Array.isArray(field.value) ? field.value : [field.value]).some(isFile),
  );
  return files || row.papers.length > 0;
}

interface PairProps {
  field: FieldShown;
  matter: string;
  people: MatterPage["people"];
}

function FieldPair({ field, matter, people }: PairProps) {
  const { data: access } = useQuery(accessQuery(matter));
  const files = (Array.isArray(field.value) ? field.value : [field.value]).filter(isFile);
  return (
    <>
      <dt>{field.label}</dt>
      <dd>
        {files.length > 0
          ? files.map((file) =>
              opens(access, file.digest) ? (
                <a
                  key={file.digest}
                  className="timeline-file"
                  href={blobPath(file.digest, matter)}
                  download={file.name}
                >
                  {field.type === "signature" ? (
                    <img
                      className="timeline-signature"
                      src={blobPath(file.digest, matter)}
                      alt="签名"
                      loading="lazy"
                    />
                  ) : null}
                  {file.name}（{sizeWords(file.size)}）
                </a>
              ) : (
                <span key={file.digest} className="timeline-file">
                  {file.name}（{sizeWords(file.size)}）<span className="small soft">要先申请调阅</span>
                </span>
              ),
            )
          : field.type === "officers" || field.type === "person"
            ? names(field.value, people)
            : shown(field.value, field.type)}
        {field.masked ? <span className="small soft">（已遮盖）</span> : null}
      </dd>
    </>
  );
}

/** Officers are recorded by id; people want names. */
function names(value: unknown, people: MatterPage["people"]): string {
  const ids = Array.isArray(value) ? value : [value];
  return ids.map((id) => people.find((person) => person.id === id)?.name ?? shown(id)).join("、");
}
