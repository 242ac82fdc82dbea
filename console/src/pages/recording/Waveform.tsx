/**
 * The time line of a recording: the shape of its sound and its marks; below, where the file is shorter than what was filled in.
 * A click goes there; with the keyboard it is a slider.
 */
import { useQuery } from "@tanstack/react-query";
import type { KeyboardEvent, PointerEvent } from "react";
import { waveformQuery } from "../../api/files";
import type { RecordingMark } from "../../api/recordings";
import { clock } from "../../words/recordings";
import { markWord } from "./marks";

/** Seconds by which the file may end before the time that was filled in: minutes are written, not seconds. */
const SHORT = 60;

interface Props {
  matter: string;
  digest: string;
  /** Seconds that the file plays; 0 until they are known. */
  length: number;
  /** Seconds from the beginning to the end that were filled in; 0 where several files share them. */
  stated: number;
  at: number;
  marks: RecordingMark[];
  go: (seconds: number) => void;
}

export function Waveform({ matter, digest, length, stated, at, marks, go }: Props) {
  const shape = useQuery(waveformQuery(matter, digest));
  const short = length > 0 && stated - length > SHORT;
  if (length <= 0) return <div className="wave wave-none" />;
  // What acts name later than the file reaches has no place on it.
  const within = marks.filter((mark) => mark.seconds <= length);
  const place = (seconds: number) => Math.min(100, (seconds / length) * 100);
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    go(Math.min(length, ((event.clientX - box.left) / box.width) * length));
  };
  const keys = (event: KeyboardEvent) => {
    const to = { Home: 0, End: length, PageUp: at + 60, PageDown: at - 60 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    go(Math.min(length, Math.max(0, to)));
  };
  return (
    <div className="wave-block">
      <div
        className="wave"
        role="slider"
        tabIndex={0}
        aria-label="时间轴"
        aria-valuemin={0}
        aria-valuemax={Math.floor(length)}
        aria-valuenow={Math.floor(at)}
        aria-valuetext={`${clock(at)}，共 ${clock(length)}`}
        onPointerDown={point}
        onKeyDown={keys}
      >
        <svg viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
          <rect className="wave-behind" x={0} y={0} width={place(at)} height={40} />
          {shape.data ? <path d={outline(shape.data.peaks, shape.data.step_ms, length)} /> : null}
          {within.map((mark) => (
            <rect
              key={`${mark.seconds}/${mark.what}/${mark.hand?.version ?? ""}`}
              className={mark.hand ? "wave-mark wave-hand" : "wave-mark"}
              x={Math.min(99.6, place(mark.seconds))}
              y={0}
              width={0.4}
              height={40}
            />
          ))}
          <rect className="wave-now" x={Math.min(99.7, place(at))} y={0} width={0.3} height={40} />
        </svg>
      </div>
      <div className="wave-flags" aria-hidden="true">
        {within.map((mark) => (
          <span
            key={`${mark.seconds}/${mark.what}/${mark.hand?.version ?? ""}`}
            className={mark.hand ? "wave-flag wave-flag-hand" : "wave-flag"}
            style={{ left: `${place(mark.seconds)}%` }}
            title={`${clock(mark.seconds)} ${markWord(mark)}`}
          />
        ))}
      </div>
      <p className="small soft wave-words">
        <span className="mono">
          {clock(at)} / {clock(length)}
        </span>{" "}
        {shape.isPending ? "正在画声音波形。" : shape.data ? null : "没有声音波形。"}
        {short ? (
          <span className="light-today">
            ▲ 填写的起止共 {clock(stated)}，文件只有 {clock(length)}。
          </span>
        ) : null}
      </p>
    </div>
  );
}

/** One closed line around the loudness, the same above and below the middle. */
function outline(peaks: number[], step: number, total: number): string {
  // Cameras on a chest record softly: the loudest point reaches the edge, silence stays flat.
  const high = 19 / Math.max(10, ...peaks);
  const across = (index: number) => Math.min(100, ((index * step) / 1000 / total) * 100).toFixed(3);
  const upper = peaks.map((peak, index) => `L${across(index)} ${(20 - peak * high).toFixed(2)}`);
  const lower = peaks.map((peak, index) => `L${across(index)} ${(20 + peak * high).toFixed(2)}`).reverse();
  return `M0 20${upper.join("")}L${across(peaks.length)} 20${lower.join("")}Z`;
}
