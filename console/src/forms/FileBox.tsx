/** Files go to the server as they are chosen; the form keeps their digests. */
import { useRef, useState } from "react";
import { upload } from "../api/client";
import { asProblem } from "../api/problem";
import type { FileRef } from "../api/types";
import { sizeWords } from "../words/shown";

/** The server takes no larger file in one piece. */
const LARGEST = 64 * 1024 * 1024;

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

export function FileBox({ id, files, several = false, accept, before, onFiles }: Props) {
  const [sending, setSending] = useState<string[]>([]);
  const [troubles, setTroubles] = useState<string[]>([]);
  // Uploads end in any order and long after the render that began them.
  const latest = useRef(files);
  latest.current = files;

  const take = async (chosen: File[]) => {
    setTroubles([]);
    for (const file of chosen) {
      if (file.size > LARGEST) {
        setTroubles((before) => [
          ...before,
          `“${file.name}”有 ${sizeWords(file.size)}，超过 64 MB。请分段后再传。`,
        ]);
        continue;
      }
      setSending((before) => [...before, file.name]);
      try {
        const sent = await upload(before ? await before(file) : file);
        const rest = latest.current.filter((each) => each.digest !== sent.digest);
        const next = several ? [...rest, sent] : [sent];
        latest.current = next;
        onFiles(next);
      } catch (error) {
        const problem = asProblem(error);
        setTroubles((before) => [...before, `“${file.name}”没有传上：${problem.detail}（${problem.code}）`]);
      } finally {
        setSending((before) => before.filter((name) => name !== file.name));
      }
    }
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
            void take(chosen);
          }}
        />
      </label>
      <div aria-live="polite">
        {sending.map((name) => (
          <p key={name} className="small soft">
            正在上传 {name}
          </p>
        ))}
        {troubles.map((trouble) => (
          <p key={trouble} className="field-fault">
            {trouble}
          </p>
        ))}
      </div>
    </div>
  );
}
