/** Files go to the server as they are chosen, two at a time; the form keeps their digests. */
import { useEffect, useRef, useState } from "react";
import { asProblem } from "../api/problem";
import { beginSending, type Sending } from "../api/sending";
import type { FileRef } from "../api/types";
import { sizeWords } from "../words/shown";

/** Files that are on their way at the same time. */
const AT_ONCE = 2;

interface Props {
  id: string;
  files: FileRef[];
  several?: boolean;
  /** Kinds of file that may be chosen, as the browser wants them. */
  accept?: string;
  /** What is done with a file before it is sent. */
  before?: (file: File) => Promise<File>;
  onFiles: (files: FileRef[]) => void;
}

interface Line {
  key: number;
  name: string;
  size: number;
  share: number;
  paused: boolean;
  waiting: boolean;
}

export function FileBox({ id, files, several = false, accept, before, onFiles }: Props) {
  const [lines, setLines] = useState<Line[]>([]);
  const [troubles, setTroubles] = useState<string[]>([]);
  // Uploads end in any order and long after the render that began them.
  const latest = useRef(files);
  latest.current = files;
  const tell = useRef(onFiles);
  tell.current = onFiles;
  const waiting = useRef<{ key: number; file: File }[]>([]);
  const sending = useRef(new Map<number, Sending>());
  const cancelled = useRef(new Set<number>());
  const next = useRef(0);

  // Leaving the page pauses what is under way; the server keeps what it has.
  useEffect(() => {
    const under = sending.current;
    return () => {
      waiting.current = [];
      for (const each of under.values()) each.pause();
    };
  }, []);

  const change = (key: number, changes: Partial<Line>) =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...changes } : line)));

  const send = async (key: number, file: File) => {
    change(key, { waiting: false });
    try {
      const prepared = before ? await before(file) : file;
      if (cancelled.current.has(key)) return;
      const begun = beginSending(prepared, (share) => change(key, { share }));
      sending.current.set(key, begun);
      const sent = await begun.done;
      const rest = latest.current.filter((each) => each.digest !== sent.digest);
      const now = several ? [...rest, sent] : [sent];
      latest.current = now;
      tell.current(now);
    } catch (error) {
      if (cancelled.current.has(key)) return;
      const problem = asProblem(error);
      setTroubles((all) => [...all, `“${file.name}”没有传上：${problem.detail}（${problem.code}）`]);
    } finally {
      sending.current.delete(key);
      setLines((all) => all.filter((line) => line.key !== key));
      advance();
    }
  };

  const advance = () => {
    while (sending.current.size < AT_ONCE) {
      const first = waiting.current.shift();
      if (!first) return;
      // Counted from now on; what can be done with it is known once it is under way.
      const nothing = () => undefined;
      const done = new Promise<FileRef>(nothing);
      sending.current.set(first.key, { done, pause: nothing, resume: nothing, cancel: nothing });
      void send(first.key, first.file);
    }
  };

  const take = (chosen: File[]) => {
    // A camera's folder holds files of its own system besides its recordings.
    const seen = chosen.filter((file) => !file.name.startsWith("."));
    setTroubles(seen.filter((file) => file.size === 0).map((file) => `“${file.name}”是空的，没有上传。`));
    const real = seen.filter((file) => file.size > 0);
    const begun = real.map((file) => ({ key: next.current++, file }));
    setLines((all) => [
      ...all,
      ...begun.map(({ key, file }) => {
        const { name, size } = file;
        return { key, name, size, share: 0, paused: false, waiting: true };
      }),
    ]);
    waiting.current.push(...begun);
    advance();
  };

  const pause = (line: Line) => {
    const each = sending.current.get(line.key);
    if (line.paused) each?.resume();
    else each?.pause();
    change(line.key, { paused: !line.paused });
  };

  const cancel = (key: number) => {
    cancelled.current.add(key);
    waiting.current = waiting.current.filter((each) => each.key !== key);
    sending.current.get(key)?.cancel();
    sending.current.delete(key);
    setLines((all) => all.filter((line) => line.key !== key));
    advance();
  };

  return (
    <div className="files">
      {files.length > 0 ? (
        <ul>
          {files.map((file) => (
            <li key={file.digest}>
              <span>
                {file.name} <span className="small soft">{sizeWords(file.size)}</span>
              </span>
              <button
                type="button"
                className="button button-small"
                aria-label={`移除 ${file.name}`}
                onClick={() => onFiles(files.filter((each) => each.digest !== file.digest))}
              >
                移除
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="files-choose">
        <label className="button files-add">
          {files.length > 0 && !several ? "换一份" : "选择文件"}
          <input
            id={id}
            className="unseen"
            type="file"
            accept={accept}
            multiple={several}
            onChange={(event) => {
              const chosen = [...(event.target.files ?? [])];
              event.target.value = "";
              take(chosen);
            }}
          />
        </label>
        {several ? (
          <label className="button files-add">
            选择整个文件夹
            <input
              className="unseen"
              type="file"
              aria-label="选择整个文件夹"
              ref={(input) => input?.setAttribute("webkitdirectory", "")}
              onChange={(event) => {
                const chosen = [...(event.target.files ?? [])];
                event.target.value = "";
                take(chosen);
              }}
            />
          </label>
        ) : null}
      </div>
      {lines.length > 0 ? (
        <ul className="files-sending">
          {lines.map((line) => (
            <li key={line.key}>
              <div className="files-line">
                <span>
                  {line.name} <span className="small soft">{sizeWords(line.size)}</span>
                </span>
                <span className="small soft">{stage(line)}</span>
                <progress max={1} value={line.share} aria-label={`${line.name} 上传进度`} />
              </div>
              {line.waiting || line.size <= SHOWN ? null : (
                <button type="button" className="button button-small" onClick={() => pause(line)}>
                  {line.paused ? "继续" : "暂停"}
                  <span className="unseen"> {line.name}</span>
                </button>
              )}
              <button type="button" className="button button-small" onClick={() => cancel(line.key)}>
                取消<span className="unseen"> {line.name}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {lines.some((line) => line.size > SHOWN) ? (
        <p className="small soft">中断或刷新页面以后，重新选择同一个文件，会从断开处接着传。</p>
      ) : null}
      <div aria-live="polite">
        {troubles.map((trouble) => (
          <p key={trouble} className="field-fault">
            {trouble}
          </p>
        ))}
      </div>
    </div>
  );
}

/** Smaller files are gone before anybody could pause them. */
const SHOWN = 8 * 1024 * 1024;

function stage(line: Line): string {
  if (line.waiting) return "等待上传";
  if (line.paused) return `已暂停，${Math.floor(line.share * 100)}%`;
  if (line.share >= 1) return "已传完，正在核对";
  return `正在上传，${Math.floor(line.share * 100)}%`;
}
