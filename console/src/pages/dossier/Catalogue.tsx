/** 卷内目录: each volume, its sections, its pieces with their pages; a piece opens where it lies. */
import { useState } from "react";
import { thumbnailPath } from "../../api/files";
import { paperPdfPath } from "../../api/lawQueries";
import { path } from "../../api/queries";
import type { DossierPage, DossierPiece } from "../../api/types";
import { EmptyNote } from "../../parts/EmptyNote";
import { Thumb } from "../../parts/Thumb";
import { hasPicture } from "../../words/files";
import { sizeWord } from "./size";

export function Catalogue({ dossier }: { dossier: DossierPage }) {
  const [pictures, setPictures] = useState(false);
  if (dossier.pieces === 0) {
    return <EmptyNote title="卷内还没有材料">办理时出具的文书和收入的文件，会自动按次序入卷。</EmptyNote>;
  }
  const drawable = dossier.volumes.some((volume) => volume.pieces.some(drawn));
  return dossier.volumes.map((volume, place) => (
    <section key={volume.title} className="panel dossier-volume" aria-label={volume.title}>
      <div className="panel-head">
        <h2>{volume.title}</h2>
        <p className="small soft">
          {volume.pieces.length} 件 {volume.pages} 页{" "}
          {place === 0 && drawable && !pictures ? (
            <button type="button" className="linklike" onClick={() => setPictures(true)}>
              看文件的缩略图<span className="soft">（记一次查看）</span>
            </button>
          ) : null}
        </p>
      </div>
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">{volume.title}卷内目录</caption>
          <thead>
            <tr>
              <th scope="col">序号</th>
              <th scope="col">题名</th>
              <th scope="col">文号</th>
              <th scope="col">责任者</th>
              <th scope="col">日期</th>
              <th scope="col">页号</th>
              <th scope="col">备注</th>
            </tr>
          </thead>
          {sections(volume.pieces).map(([section, pieces]) => (
            <tbody key={`${section}${pieces[0]?.n}`}>
              <tr className="dossier-section">
                <th scope="rowgroup" colSpan={7}>
                  {section}
                  {pieces.every((piece) => piece.open) ? null : <span className="small soft"> 不对外</span>}
                </th>
              </tr>
              {pieces.map((piece) => (
                <tr key={piece.n}>
                  <td>{piece.n}</td>
                  <td data-label="题名">
                    {pictures && drawn(piece) ? (
                      <Thumb
                        type={piece.media ?? ""}
                        name={piece.title}
                        source={thumbnailPath(piece.id, { matter: dossier.matter })}
                      />
                    ) : null}
                    <a href={placeOf(dossier.matter, piece)} target="_blank" rel="noopener">
                      {piece.title}
                      <span className="unseen">，在新页打开</span>
                    </a>
                    {piece.size === null ? null : <span className="small soft"> {sizeWord(piece.size)}</span>}
                  </td>
                  <td data-label="文号">
                    {piece.number ? <span className="issued nowrap">{piece.number}</span> : "—"}
                  </td>
                  <td data-label="责任者">{piece.responsible}</td>
                  <td data-label="日期" className="nowrap">
                    {piece.date}
                  </td>
                  <td data-label="页号" className="nowrap">
                    {piece.from === piece.to ? piece.from : `${piece.from}—${piece.to}`}
                  </td>
                  <td data-label="备注">{piece.note || "—"}</td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </section>
  ));
}

/** A file of which a small picture is made. */
const drawn = (piece: DossierPiece) => piece.kind === "file" && hasPicture(piece.media ?? "");

/** Pieces of one section that stand together. */
function sections(pieces: DossierPiece[]): [string, DossierPiece[]][] {
  const grouped: [string, DossierPiece[]][] = [];
  for (const piece of pieces) {
    const last = grouped.at(-1);
    if (last && last[0] === piece.section) last[1].push(piece);
    else grouped.push([piece.section, [piece]]);
  }
  return grouped;
}

function placeOf(matter: string, piece: DossierPiece): string {
  return piece.kind === "paper"
    ? paperPdfPath(matter, piece.id)
    : `${path("blobs", piece.id)}?matter=${encodeURIComponent(matter)}`;
}
