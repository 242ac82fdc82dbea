/** Why a recording does not go on: asked of the server, which compares the whole file with the digest on the record. */
import { useQuery } from "@tanstack/react-query";
import { wholenessQuery } from "../../api/recordingQueries";
import type { Wholeness } from "../../api/recordings";
import { ProblemNote } from "../../parts/ProblemNote";
import { clock, secondsAt } from "../../words/recordings";

interface Props {
  matter: string;
  digest: string;
  /** Length of the recording in seconds, where it is known. */
  length: number | null;
  /** Plays on from a second. */
  go: (seconds: number) => void;
}

export function Broken({ matter, digest, length, go }: Props) {
  const found = useQuery(wholenessQuery(matter, digest));
  if (found.isPending)
    return (
      <p className="note note-warn" role="status">
        放不下去了，正在把整个文件与登记的摘要核对……
      </p>
    );
  if (found.isError) return <ProblemNote error={found.error} retry={() => void found.refetch()} />;
  if (found.data.whole)
    return (
      <section className="note note-warn" role="alert">
        <h2>这份文件没有改动，但放不出来</h2>
        <p>
          整个文件与登记的摘要一致。多半是这种编码浏览器不支持，请下载后用播放软件看，不要自行转换原始文件。
        </p>
      </section>
    );
  return <Changed size={found.data.size} changed={found.data.changed} length={length} go={go} />;
}

/** A part that is not as it was: which, about when in the recording, what still stands, and who is to be told. */
function Changed({ size, changed, length, go }: Omit<Wholeness, "whole"> & Pick<Props, "length" | "go">) {
  const after =
    changed && length !== null && changed.to < size ? secondsAt(changed.to, size, length) + 1 : null;
  // A short recording is one part: then nothing of it is given.
  const some = changed !== null && changed.to - changed.from < size;
  return (
    <section className="note note-refusal" role="alert">
      <h2>{some ? "这份录像有一段被改动过" : "这份录像被改动过"}</h2>
      <p>
        {changed
          ? `文件第 ${changed.from.toLocaleString("zh-CN")} 至 ${(changed.to - 1).toLocaleString("zh-CN")} 字节与登记的摘要不符`
          : "文件与登记的摘要不符，说不出是哪一段"}
        {changed && length !== null
          ? `，大约在 ${clock(secondsAt(changed.from, size, length))} 至 ${clock(secondsAt(changed.to, size, length))}`
          : ""}
        。改动过的内容不给出{some ? "，其余部分仍可播放" : "，所以不能播放"}。
      </p>
      <p>
        请告诉本单位的系统管理员：从备份恢复这个文件，并用 zhiheng verify 核验全部证据。恢复以前，不要引用它。
      </p>
      <div className="note-foot">
        {after === null ? null : (
          <button type="button" className="button button-small" onClick={() => go(after)}>
            从 {clock(after)} 继续放
          </button>
        )}
        <span className="small soft">
          代码 <code className="mono">blob.corrupt</code>
        </span>
      </div>
    </section>
  );
}
