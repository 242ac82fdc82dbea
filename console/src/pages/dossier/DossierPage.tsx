/** 案卷: what lies in it and on which page, what it lacks, how long it is kept; every piece opens, the whole is taken out. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { dossierPdfPath, dossierQuery, dossierZipPath } from "../../api/dossierQueries";
import type { DossierPage as Dossier } from "../../api/types";
import { Article } from "../../parts/Article";
import { Icon } from "../../parts/Icon";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { Catalogue } from "./Catalogue";
import { FourProperties } from "./FourProperties";
import { Package } from "./Package";
import "./dossier.css";

export function DossierPage() {
  const { matter } = useParams({ from: "/inside/matters/$matter/dossier" });
  const dossier = useQuery(dossierQuery(matter));
  return (
    <Waiting query={dossier} rows={12}>
      {(data) => <Body dossier={data} />}
    </Waiting>
  );
}

function Body({ dossier }: { dossier: Dossier }) {
  const exports = useMe().powers.includes("export");
  const title = dossier.number ? `案卷 ${dossier.number}` : "案卷";
  return (
    <>
      <PageHead title={title} lead={dossier.title}>
        <Link className="button" to="/matters/$matter" params={{ matter: dossier.matter }}>
          <Icon name="back" size={18} />
          回到事项
        </Link>
        {dossier.whole && dossier.pieces > 0 ? (
          <>
            <a
              className="button"
              href={dossierPdfPath(dossier.matter, "open")}
              target="_blank"
              rel="noopener"
            >
              <Icon name="print" size={18} />
              可对外的部分
            </a>
            {exports ? (
              <a className="button" href={dossierZipPath(dossier.matter)} download>
                <Icon name="download" size={18} />
                下载 ZIP
              </a>
            ) : null}
            <a
              className="button button-main"
              href={dossierPdfPath(dossier.matter, "full")}
              target="_blank"
              rel="noopener"
            >
              <Icon name="print" size={18} />
              整卷 PDF，打印
            </a>
          </>
        ) : null}
      </PageHead>
      {dossier.whole ? null : (
        <p className="soft dossier-veiled">
          整卷含有个人信息，由办理、审核、决定本件的人取出；结案以后也可以由本机关档案员取出。
        </p>
      )}
      <About dossier={dossier} />
      <Lacks dossier={dossier} />
      <Catalogue dossier={dossier} />
      {dossier.whole ? (
        <>
          <FourProperties matter={dossier.matter} />
          {exports ? <Package matter={dossier.matter} /> : null}
        </>
      ) : null}
    </>
  );
}

function About({ dossier }: { dossier: Dossier }) {
  const { keeping } = dossier;
  return (
    <dl className="dossier-about">
      <div>
        <dt>状态</dt>
        <dd>{dossier.locked ? "● 已归档，案卷锁定" : "○ 还没有归档"}</dd>
      </div>
      <div>
        <dt>件数页数</dt>
        <dd>
          {dossier.pieces} 件 {dossier.pages} 页
        </dd>
      </div>
      <div>
        <dt>排列</dt>
        <dd>
          {dossier.arrangement || "按时间先后"} {dossier.basis ? <Article cite={dossier.basis} /> : null}
        </dd>
      </div>
      <div>
        <dt>归档号</dt>
        <dd>{dossier.archive_number ?? <span className="soft">归档时填写</span>}</dd>
      </div>
      <div>
        <dt>保管期限</dt>
        <dd>
          {keeping.period || "未定"}
          {keeping.chosen ? null : <span className="soft">（拟）</span>}
          {keeping.until ? <span className="small soft"> 至 {keeping.until}</span> : null}
          {keeping.chosen
            ? null
            : keeping.reasons.map((reason) => (
                <span key={reason.title} className="small soft dossier-reason">
                  {reason.title}：{reason.period}，{reason.basis}
                  {reason.certainty === "read" ? "" : "（依据待核）"}
                </span>
              ))}
        </dd>
      </div>
    </dl>
  );
}

function Lacks({ dossier }: { dossier: Dossier }) {
  const open = dossier.lacks.filter((lack) => !lack.explained);
  if (dossier.lacks.length === 0) {
    return <p className="dossier-whole">○ 应有的材料齐全，没有缺漏。</p>;
  }
  return (
    <section className="panel dossier-lacks" aria-labelledby="lacks">
      <div className="panel-head">
        <h2 id="lacks">缺漏</h2>
        <p className="small soft">
          {open.length === 0
            ? "都已经批准缺漏归档"
            : dossier.locked
              ? "归档以后才发现的，用“补充归档”附在卷后"
              : "补齐，或者说明原因经批准后归档"}
        </p>
      </div>
      <ul className="panel-body">
        {dossier.lacks.map((lack) => (
          <li key={lack.title + lack.basis}>
            <span className={lack.explained ? "light light-stopped" : "light light-overdue"}>
              {lack.explained ? "○ 已批准" : "▲ 缺"}
            </span>{" "}
            <strong>{lack.title}</strong>：{lack.message} {lack.basis ? <Article cite={lack.basis} /> : null}{" "}
            {lack.supply && !lack.explained && !dossier.locked ? (
              <Link
                to="/matters/$matter/acts/$act"
                params={{ matter: dossier.matter, act: lack.supply }}
                className="nowrap"
              >
                去补
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
      {open.length > 0 && !dossier.locked ? (
        <p className="folded">
          <Link to="/matters/$matter/acts/$act" params={{ matter: dossier.matter, act: "explain_gaps" }}>
            补不齐的，批准缺漏归档
          </Link>
        </p>
      ) : null}
    </section>
  );
}
