/** The player itself. Keys: space plays and pauses, ← → go five seconds, ↑ ↓ change the speed, M marks, N goes to the next mark. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { parseText } from "media-captions";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { blobPath, paperQuery } from "../../api/queries";
import type { MatterRecordings, RecordingHeld } from "../../api/recordings";
import type { FileRef } from "../../api/types";
import { useMe } from "../../session/session";
import { type Cue, captionType, secondOf, sentences } from "../../words/captions";
import { clock, statedSeconds } from "../../words/recordings";
import { Broken } from "./Broken";
import { MadeOf } from "./MadeOf";
import { MarkList } from "./MarkList";
import { standing } from "./marks";
import { SetMark } from "./SetMark";
import { Waveform } from "./Waveform";
import "../../forms/forms.css";
import "./recording.css";

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2, 4];
const STEP = 5;
/** The word under which the law pack registers captions written later. */
const TRANSCRIPT = "字幕或者转写稿";

/** Seconds of a length that a browser may not know. */
const seconds = (length: number | undefined) => (length && Number.isFinite(length) ? length : 0);

interface Props {
  matter: string;
  file: FileRef;
  held: RecordingHeld;
  source: string;
  /** Papers written of the same stretch: their sentences lead to their second. */
  papers: string[];
  /** Acts that this person may perform on the matter's recordings. */
  acts: MatterRecordings;
}

export function Player({ matter, file, held, source, papers, acts }: Props) {
  const media = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [speed, setSpeed] = useState(1);
  const [failed, setFailed] = useState(false);
  const [length, setLength] = useState(0);
  const [marking, setMarking] = useState<number | null>(null);
  const made = held.derivatives.filter((one) => one.of === file.digest);
  const transcripts = [...made.filter((one) => one.kind === TRANSCRIPT).reverse(), held.transcript].filter(
    (one) => one !== null,
  );
  const [chosen, setChosen] = useState("");
  const transcript = transcripts.find((one) => one.digest === chosen) ?? transcripts[0] ?? null;
  const cues = useCues(matter, transcript);
  const marks = standing(held, file.digest);
  const picture = !file.type.startsWith("audio/");
  const now = cues.find((cue) => cue.start <= at && at < cue.end);

  useEffect(() => {
    if (media.current) media.current.playbackRate = speed;
  }, [speed]);

  const go = (seconds: number) => {
    const player = media.current;
    if (!player) return;
    player.currentTime = Math.max(0, seconds);
    setAt(player.currentTime);
  };
  /** After a part that is not given: the element starts anew behind it. */
  const again = (seconds: number) => {
    const player = media.current;
    if (!player) return;
    setFailed(false);
    player.addEventListener("loadedmetadata", () => go(seconds), { once: true });
    player.load();
  };
  const next = () => {
    const mark = marks.find((one) => one.seconds > at + 0.5);
    if (mark) go(mark.seconds);
  };
  const mark = () => {
    if (!acts.mark_act) return;
    media.current?.pause();
    setMarking(Math.floor(media.current?.currentTime ?? 0));
  };
  const faster = (by: number) => {
    const place = SPEEDS.indexOf(speed) + by;
    setSpeed(SPEEDS[Math.min(Math.max(place, 0), SPEEDS.length - 1)] ?? 1);
  };
  const keys = (event: KeyboardEvent) => {
    const player = media.current;
    if (!player || event.target instanceof HTMLSelectElement || event.target instanceof HTMLInputElement)
      return;
    if (event.target instanceof HTMLTextAreaElement || marking !== null) return;
    const onButton = event.target instanceof HTMLButtonElement;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => go(player.currentTime - STEP),
      ArrowRight: () => go(player.currentTime + STEP),
      ArrowUp: () => faster(1),
      ArrowDown: () => faster(-1),
      n: next,
      N: next,
      m: mark,
      M: mark,
    };
    if (!onButton)
      actions[" "] = () => void (player.paused ? player.play().catch(() => setFailed(true)) : player.pause());
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  const shared = {
    ref: media,
    src: source,
    controls: true,
    preload: "metadata" as const,
    onTimeUpdate: () => setAt(media.current?.currentTime ?? 0),
    onLoadedMetadata: () => setLength(seconds(media.current?.duration)),
    onDurationChange: () => setLength(seconds(media.current?.duration)),
    onError: () => setFailed(true),
    "aria-label": `${held.scene}：${file.name}`,
  };
  return (
    <section className="player" onKeyDown={keys} aria-label="播放器">
      <div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the player takes the keys */}
        <div className="player-screen" tabIndex={0}>
          {picture ? <video {...shared} /> : <audio {...shared} />}
          <Watermark />
        </div>
        <Waveform
          matter={matter}
          digest={file.digest}
          length={length}
          stated={held.files.length === 1 ? statedSeconds(held) : 0}
          at={at}
          marks={marks}
          go={go}
        />
        <p className="player-caption" aria-live="off">
          {now ? now.text : <span className="soft small">{cues.length > 0 ? "" : "没有字幕。"}</span>}
        </p>
        {failed ? (
          <Broken matter={matter} digest={file.digest} length={length > 0 ? length : null} go={again} />
        ) : null}
        <div className="player-bar">
          <label>
            速度{" "}
            <select value={speed} onChange={(event) => setSpeed(Number(event.target.value))}>
              {SPEEDS.map((one) => (
                <option key={one} value={one}>
                  {one} 倍
                </option>
              ))}
            </select>
          </label>
          <button type="button" className="button button-small" onClick={next} disabled={marks.length === 0}>
            下一个标记
          </button>
          {acts.mark_act ? (
            <button type="button" className="button button-small" onClick={mark}>
              在这里标记
            </button>
          ) : null}
          {transcripts.length > 1 ? (
            <label>
              字幕{" "}
              <select value={transcript?.digest} onChange={(event) => setChosen(event.target.value)}>
                {transcripts.map((one) => (
                  <option key={one.digest} value={one.digest}>
                    {one.name}
                  </option>
                ))}
              </select>
            </label>
          ) : null}
          <span className="small soft">
            空格 播放或暂停，← → 五秒，↑ ↓ 速度，{acts.mark_act ? "M 标记，" : ""}N
            下一个标记。原始文件，不能剪接；播放已记入调阅记录。
          </span>
        </div>
      </div>
      <div>
        <MarkList matter={matter} digest={file.digest} held={held} acts={acts} at={at} go={go} />
        <Captions cues={cues} now={now} go={go} />
        <Spoken matter={matter} papers={papers} cues={cues} go={go} />
        <MadeOf matter={matter} digest={file.digest} made={made} derive={acts.derive_act} />
      </div>
      {marking !== null && acts.mark_act ? (
        <SetMark
          matter={matter}
          act={acts.mark_act}
          digest={file.digest}
          second={marking}
          words={acts.mark_words}
          onClose={() => setMarking(null)}
        />
      ) : null}
    </section>
  );
}

/** Who looks, and when: whoever films the screen films this too. */
function Watermark() {
  const me = useMe();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(timer);
  }, []);
  const text = `${me.agency.short} ${me.person.name} ${now.toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false })}`;
  return (
    <div className="player-mark" aria-hidden="true">
      <span>{text}</span>
      <span>{text}</span>
    </div>
  );
}

function Captions({ cues, now, go }: { cues: Cue[]; now: Cue | undefined; go: (seconds: number) => void }) {
  const [words, setWords] = useState("");
  if (cues.length === 0) return null;
  const shown = words.trim() ? cues.filter((cue) => cue.text.includes(words.trim())) : cues;
  return (
    <section className="panel" aria-labelledby="captions">
      <h2 id="captions">字幕</h2>
      <div className="panel-body">
        <input
          className="input"
          type="search"
          placeholder="在字幕里找"
          aria-label="在字幕里找"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <ul className="player-list">
          {shown.map((cue) => (
            <li key={cue.start} className={cue === now ? "now" : ""}>
              <button type="button" onClick={() => go(cue.start)}>
                <span className="mono">{clock(cue.start)}</span>
                <span>{cue.text}</span>
              </button>
            </li>
          ))}
        </ul>
        {shown.length === 0 ? <p className="soft small">字幕里没有“{words.trim()}”。</p> : null}
      </div>
    </section>
  );
}

/** Sentences of the papers written of this stretch; those that were spoken lead to their second. */
function Spoken(props: { matter: string; papers: string[]; cues: Cue[]; go: (seconds: number) => void }) {
  const { matter, papers, cues, go } = props;
  const texts = useQueries({ queries: papers.map((paper) => paperQuery(matter, paper)) });
  const lines = texts.flatMap(({ data }) =>
    data
      ? data.paragraphs
          .flatMap(sentences)
          .map((text) => ({ paper: data.title, text, second: secondOf(text, cues) }))
      : [],
  );
  if (cues.length === 0 || lines.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="spoken">
      <h2 id="spoken">笔录</h2>
      <ul className="panel-body player-list">
        {lines.map(({ paper, text, second }) => (
          <li key={`${paper}/${text}`}>
            {second === null ? (
              <p className="small soft">{text}</p>
            ) : (
              <button type="button" onClick={() => go(second)}>
                <span className="mono">{clock(second)}</span>
                <span>{text}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The captions of a transcript, read once; a file that is none gives none. */
function useCues(matter: string, transcript: FileRef | null): Cue[] {
  const cues = useQuery({
    queryKey: ["matter", matter, "captions", transcript?.digest ?? ""],
    enabled: transcript !== null,
    queryFn: async ({ signal }) => {
      const answer = await fetch(blobPath(transcript?.digest ?? "", matter), {
        signal,
        credentials: "same-origin",
      });
      if (!answer.ok) return [];
      const text = await answer.text();
      const read = await parseText(text, { type: captionType(text) });
      return read.cues.map((cue) => ({ start: cue.startTime, end: cue.endTime, text: cue.text }));
    },
  });
  return cues.data ?? [];
}
