/** 音像记录: for each stretch that is to be recorded a bar of what was recorded, what was explained, and what is missing. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { recordingsQuery } from "../../api/recordingQueries";
import type { MatterRecordings, RecordingHeld, RecordingPiece, RecordingSpan } from "../../api/recordings";
import { Article } from "../../parts/Article";
import { momentWords } from "../../words/dates";
import { pieceWord, placeOn, stretchWords } from "../../words/recordings";
import "../recording/recording.css";

export function RecordingPanel({ matter, open }: { matter: string; open: boolean }) {
  const recordings = useQuery(recordingsQuery(matter));
  const data = recordings.data;
  if (!data || (data.spans.length === 0 && data.recordings.length === 0)) return null;
  return (
    <section className="panel" aria-labelledby="recordings">
      <h2 id="recordings">
        音像记录
        {data.missing > 0 ? <span className="light light-overdue">▲ 缺 {data.missing} 段</span> : null}
      </h2>
      <div className="panel-body">
        {data.spans.map((span) => (
          <Span key={`${span.version}/${span.scene}`} span={span} data={data} matter={open ? matter : null} />
        ))}
        {data.recordings.length > 0 ? (
          <>
            <h3>已入库</h3>
            <ul className="recording-list">
              {data.recordings.map((held) => (
                <Held key={held.version} held={held} matter={matter} />
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </section>
  );
}

function Span(props: { span: RecordingSpan; data: MatterRecordings; matter: string | null }) {
  const { span, data, matter } = props;
  const holes = span.pieces.filter((piece) => piece.state === "missing");
  return (
    <div className="recording-span">
      <p className="recording-head">
        <strong>{span.scene}</strong>
        <span className="tag">{span.level}</span>
        <span className="small soft">{stretchWords(span, span.timed)}</span>
      </p>
      <Bar span={span} />
      {span.pieces
        .filter((piece) => piece.state === "explained")
        .map((piece) => (
          <p className="small soft" key={piece.from}>
            {when(piece, span)} 没有录到：{piece.reason}（{piece.by?.name}）
          </p>
        ))}
      {holes.map((piece) => (
        <p className="small recording-hole" key={piece.from}>
          <span>▲ {when(piece, span)} 没有录到</span>
          {matter && data.record_act ? (
            <Link
              to="/matters/$matter/acts/$act"
              params={{ matter, act: data.record_act }}
              search={{
                scene: span.scene,
                ...(span.timed
                  ? { started_at: piece.from.slice(0, 16), ended_at: piece.to.slice(0, 16) }
                  : {}),
              }}
            >
              入库
            </Link>
          ) : null}
          {matter && data.explain_act ? (
            <Link
              to="/matters/$matter/acts/$act"
              params={{ matter, act: data.explain_act }}
              search={{
                scene: span.scene,
                ...(span.timed ? { gap_from: piece.from.slice(0, 16), gap_to: piece.to.slice(0, 16) } : {}),
              }}
            >
              说明原因
            </Link>
          ) : null}
        </p>
      ))}
      {holes.length > 0 ? (
        <p className="small soft">
          {span.until ? `${momentWords(span.until)} 前入库。` : ""}没有录全又不说明原因的，不能结案。{" "}
          <Article cite={span.basis} />
        </p>
      ) : null}
    </div>
  );
}

const when = (piece: RecordingPiece, span: RecordingSpan) =>
  span.timed ? `${piece.from.slice(11, 16)}—${piece.to.slice(11, 16)}` : piece.from.slice(0, 10);

function Bar({ span }: { span: RecordingSpan }) {
  const words = span.pieces.map((piece) => `${when(piece, span)} ${pieceWord[piece.state]}`).join("；");
  return (
    <svg
      className="recording-bar"
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
    >
      <title>{words}</title>
      {span.pieces.map((piece) => {
        const { left, width } = placeOn(span, piece);
        return (
          <rect
            key={piece.from}
            className={`piece-${piece.state}`}
            x={left}
            y={0}
            width={width}
            height={10}
          />
        );
      })}
    </svg>
  );
}

function Held({ held, matter }: { held: RecordingHeld; matter: string }) {
  return (
    <li>
      {held.files.map((file) => (
        <Link
          key={file.digest}
          to="/matters/$matter/recordings/$digest"
          params={{ matter, digest: file.digest }}
        >
          {file.name}
        </Link>
      ))}
      <span className="small soft">
        {held.scene ? `${held.scene} ` : ""}
        {stretchWords(held)}
        {held.device ? `，设备 ${held.device}` : ""}，{held.by.name} {momentWords(held.stored)} 入库
        {held.late ? `；超过时限：${held.late}` : ""}
      </span>
    </li>
  );
}
