/** 空白文书: numbered forms for work without a network. Reserved here, printed, entered by the act itself, voided with a reason. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { blankPdfPath, blanksQuery, blankVoidPath } from "../../api/paperQueries";
import { client } from "../../api/queries";
import type { Blank, Blanks } from "../../api/types";
import { Ask } from "../../parts/Ask";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { Reserve } from "./Reserve";
import "../../forms/forms.css";
import "./blanks.css";

const STATES: Record<Blank["state"], string> = { reserved: "○ 未用", used: "● 已用", void: "× 作废" };

export function BlanksPage() {
  const blanks = useQuery(blanksQuery);
  return (
    <>
      <PageHead
        title="空白文书"
        lead="去没有网络的地方办理以前，在这里预留文号、打印；回来在行为的页面上选“补录空白文书”。文号连续，每一份都有去向。"
      >
        <Link className="button" to="/procedures">
          程序与依据
        </Link>
      </PageHead>
      <Waiting query={blanks}>{(data) => <Body data={data} />}</Waiting>
    </>
  );
}

function Body({ data }: { data: Blanks }) {
  const me = useMe();
  const may = (["register", "handle", "decide"] as const).some((power) => me.powers.includes(power));
  return (
    <>
      {may && data.kinds.length > 0 ? <Reserve kinds={data.kinds} /> : null}
      {data.blanks.length === 0 ? (
        <EmptyNote title="还没有预留的文书">
          {data.kinds.length === 0
            ? "本机关办理的程序里，没有可以事先编号印制的文书。"
            : "选好文书和份数，取的文号就从本机关的文号里连续往下排。"}
        </EmptyNote>
      ) : (
        <List data={data} may={may} />
      )}
    </>
  );
}

function List({ data, may }: { data: Blanks; may: boolean }) {
  const [open, setOpen] = useState(false);
  const [voiding, setVoiding] = useState<Blank | null>(null);
  const rows = open ? data.blanks.filter((blank) => blank.state === "reserved") : data.blanks;
  const unused = data.blanks.filter((blank) => blank.state === "reserved").length;
  const procedure = (blank: Blank) =>
    data.kinds.find((kind) => kind.procedure === blank.procedure)?.procedure_title;
  return (
    <section className="panel" aria-labelledby="blanks-all">
      <div className="panel-head">
        <h2 id="blanks-all">预留的文书</h2>
        <label className="option">
          <input type="checkbox" checked={open} onChange={(event) => setOpen(event.target.checked)} />
          只看未用的（{unused} 份）
        </label>
      </div>
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">预留的文书</caption>
          <thead>
            <tr>
              <th scope="col">文号</th>
              <th scope="col">文书</th>
              <th scope="col">领用</th>
              <th scope="col">去向</th>
              <th scope="col">办理</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((blank) => (
              <tr key={blank.id}>
                <td className="nowrap">
                  <strong>{blank.number}</strong>
                </td>
                <td data-label="文书">
                  {blank.title}
                  <span className="small soft blank-under">{procedure(blank)}</span>
                </td>
                <td data-label="领用">
                  {blank.by_name ?? blank.by} <span className="small soft nowrap">{blank.day}</span>
                </td>
                <td data-label="去向">
                  <Whereabouts blank={blank} />
                </td>
                <td>
                  {blank.state === "reserved" ? (
                    <div className="blank-acts">
                      <a
                        className="button button-small"
                        href={blankPdfPath(blank.id)}
                        target="_blank"
                        rel="noopener"
                      >
                        打印<span className="unseen">：{blank.number}，在新页打开</span>
                      </a>
                      {may ? (
                        <button
                          type="button"
                          className="button button-small"
                          aria-label={`作废：${blank.number}`}
                          onClick={() => setVoiding(blank)}
                        >
                          作废
                        </button>
                      ) : null}
                    </div>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {voiding ? (
        <Ask
          title={`作废 ${voiding.number}`}
          lead="这个文号不再使用，也不再给别的文书；作废和理由写入记录。纸质的请收回留存。"
          label="理由"
          help="例如：写坏、雨淋、遗失。"
          button="作废"
          onDo={async (reason) => {
            await post(blankVoidPath(voiding.id), { reason });
            await client.invalidateQueries({ queryKey: ["blanks"] });
          }}
          onClose={() => setVoiding(null)}
        />
      ) : null}
    </section>
  );
}

function Whereabouts({ blank }: { blank: Blank }) {
  return (
    <>
      <span className="nowrap">{STATES[blank.state]}</span>
      {blank.matter ? (
        <>
          {" "}
          <Link to="/matters/$matter" params={{ matter: blank.matter }}>
            看事项
          </Link>
        </>
      ) : null}
      {blank.reason ? <span className="small soft blank-under">{blank.reason}</span> : null}
    </>
  );
}
