/** One entry of the superior beside the agency's, column by column, with what was remarked and what may be done. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Adaptation, AdaptationRow, CatalogueRemark, SideField } from "../../api/catalogue";
import { post } from "../../api/client";
import { client } from "../../api/queries";
import type { RegisterDone } from "../../api/types";
import { Ask } from "../../parts/Ask";
import { Adapt } from "./Adapt";

const SHAPES = { missing: "▲", looser: "▲", stricter: "●", added: "＋", same: "○" } as const;
const WORDS: Record<SideField["relation"], string> = {
  same: "相同",
  stricter: "更严",
  looser: "较宽",
  other: "另写",
};

const RULING = [
  "criteria",
  "procedure",
  "item",
  "region",
  "party",
  "amount",
  "hearing",
  "impact",
  "relations",
  "always",
];

type Doing = "take" | "adapt" | "remark" | { answer: CatalogueRemark };

export function Row({ row, of }: { row: AdaptationRow; of: Adaptation }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const [said, setSaid] = useState("");
  const id = row.upper?.id ?? row.own?.id ?? row.name;
  // What makes a matter major stands in the table; words that are the same, or that only one side has, are folded.
  const alone = row.upper === null || row.own === null;
  const tells = (side: SideField) => (alone ? RULING.includes(side.column) : side.relation !== "same");
  const telling = row.fields.filter(tells);
  const rest = row.fields.filter((side) => !tells(side));
  const send = async (step: string, body: unknown) => {
    const done = await post<RegisterDone>(`/api/catalogue/${step}`, body);
    setSaid(done.said);
    await Promise.all([
      client.invalidateQueries({ queryKey: ["catalogue"] }),
      client.invalidateQueries({ queryKey: ["registers"] }),
    ]);
  };
  const remarked = row.own?.id ?? row.upper?.id ?? "";
  const canAdapt = of.may_adapt && row.upper !== null && !row.own?.working;
  return (
    <article className="panel catalogue-row" aria-labelledby={`row-${id}`}>
      <div className="panel-head">
        <h3 id={`row-${id}`}>
          <span className={`relation relation-${row.relation}`}>
            {SHAPES[row.relation]} {row.relation_title}
          </span>{" "}
          {row.name}
        </h3>
        <p className="small soft">
          {row.category}
          {row.own ? (
            <>
              ，本级{row.own.state_title}，{row.own.effective} 起{" "}
              <Link
                to="/registers/$register/entries/$entry"
                params={{ register: "catalogue", entry: row.own.id }}
                search={{}}
              >
                本级这一条
              </Link>
              {row.own.working ? "，新的版本正在审核" : null}
            </>
          ) : (
            "，本级没有列入；在列入以前，上级的条件也适用"
          )}
        </p>
      </div>
      <Sides rows={telling} row={row} />
      {rest.length > 0 ? (
        <details className="panel-body">
          <summary className="small">
            {alone ? "其余" : "相同的"} {rest.length} 栏
          </summary>
          <dl className="catalogue-same">
            {rest.map((side) => (
              <div key={side.column}>
                <dt>{side.title}</dt>
                <dd>{side.upper || side.own}</dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
      <Remarks rows={row.remarks} may={of.may_answer} onAnswer={(remark) => setDoing({ answer: remark })} />
      <div className="panel-body catalogue-do">
        {said ? <p role="status">{said}</p> : null}
        {canAdapt && row.relation === "missing" ? (
          <button type="button" className="button button-main" onClick={() => setDoing("take")}>
            照搬
          </button>
        ) : null}
        {canAdapt ? (
          <button type="button" className="button" onClick={() => setDoing("adapt")}>
            改得更严
          </button>
        ) : null}
        {of.may_remark ? (
          <button type="button" className="button" onClick={() => setDoing("remark")}>
            提意见
          </button>
        ) : null}
      </div>
      {doing === "take" ? (
        <Ask
          title={`照搬“${row.name}”`}
          lead="按上级的内容写进本机关的目录并报审；审核、公布以后适用。"
          label="来源"
          help="本机关依据的文件、文号。"
          button="报审"
          onDo={(source) => send("adopt", { template: row.upper?.id, source })}
          onClose={() => setDoing(null)}
        />
      ) : null}
      {doing === "adapt" ? (
        <Adapt
          row={row}
          onDo={(fields, source) => send("adopt", { template: row.upper?.id, fields, source })}
          onClose={() => setDoing(null)}
        />
      ) : null}
      {doing === "remark" ? (
        <Ask
          title={`给${of.agency.name}提意见`}
          lead={`关于“${row.name}”。意见具名记入记录，由该机关答复。`}
          label="意见"
          button="提出"
          onDo={(text) => send("remark", { entry: remarked, to: of.agency.id, text })}
          onClose={() => setDoing(null)}
        />
      ) : null}
      {doing !== null && typeof doing === "object" ? (
        <Ask
          title="答复上级的意见"
          lead={doing.answer.text}
          label="答复"
          button="答复"
          onDo={(text) => send("answer", { entry: doing.answer.entry, remark: doing.answer.n, text })}
          onClose={() => setDoing(null)}
        />
      ) : null}
    </article>
  );
}

function Sides({ rows, row }: { rows: SideField[]; row: AdaptationRow }) {
  const alone = row.upper === null || row.own === null;
  if (rows.length === 0) return null;
  return (
    <div className="scroll-x">
      <table className="list-table stacks">
        <caption className="unseen">“{row.name}”不同的各栏</caption>
        <thead>
          <tr>
            <th scope="col">栏目</th>
            <th scope="col">上级</th>
            <th scope="col">本级</th>
            <th scope="col">对照</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((side) => (
            <tr key={side.column}>
              <td>{side.title}</td>
              <td data-label="上级">{side.upper || "—"}</td>
              <td data-label="本级">{side.own || "—"}</td>
              <td data-label="对照" className={`nowrap side-${side.relation}`}>
                {alone ? row.relation_title : WORDS[side.relation]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RemarksProps {
  rows: CatalogueRemark[];
  may: boolean;
  onAnswer: (remark: CatalogueRemark) => void;
}

function Remarks({ rows, may, onAnswer }: RemarksProps) {
  if (rows.length === 0) return null;
  return (
    <ol className="panel-body catalogue-remarks" aria-label="意见和答复">
      {rows.map((remark) => (
        <li key={`${remark.entry} ${remark.n}`}>
          <p>
            <strong>{remark.who}</strong> <time className="small soft">{remark.at.slice(0, 10)}</time> 提出：
            {remark.text}
          </p>
          {remark.answers.map((answer) => (
            <p key={answer.at} className="catalogue-answer">
              <strong>{answer.who}</strong> <time className="small soft">{answer.at.slice(0, 10)}</time>{" "}
              答复：{answer.text}
            </p>
          ))}
          {remark.answers.length === 0 ? <p className="small light light-today">▲ 还没有答复</p> : null}
          {may ? (
            <button type="button" className="button" onClick={() => onAnswer(remark)}>
              答复
            </button>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
