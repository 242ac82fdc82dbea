/** Somebody acted in the same matter first. What they did is shown, and only then may this act be sent again. */
import { useState } from "react";
import type { TimelineRow } from "../../api/types";
import { ProblemNote } from "../../parts/ProblemNote";
import { momentWords } from "../../words/dates";

interface Props {
  onReload: () => Promise<{ rows: TimelineRow[]; accept: () => void }>;
  onAccepted: () => void;
}

export function Conflict({ onReload, onAccepted }: Props) {
  const [fresh, setFresh] = useState<{ rows: TimelineRow[]; accept: () => void } | null>(null);
  const [error, setError] = useState<unknown>(null);
  if (error) return <ProblemNote error={error} retry={() => setError(null)} />;
  return (
    <section className="note note-warn" role="alert">
      <h2>这件事项在您填写时有了变化</h2>
      {fresh ? (
        <>
          <ul>
            {fresh.rows.map((row) => (
              <li key={row.version}>
                {momentWords(row.at)} {row.actor.name}：{row.sentence}
              </li>
            ))}
          </ul>
          <p>您填写的内容还在。请对照以上变化看一遍，再提交。</p>
          <div className="note-foot">
            <button
              type="button"
              className="button"
              onClick={() => {
                fresh.accept();
                onAccepted();
              }}
            >
              已看过变化，继续
            </button>
          </div>
        </>
      ) : (
        <>
          <p>别人先办了一步，所以这次没有登记。您填写的内容都还在。</p>
          <div className="note-foot">
            <button type="button" className="button" onClick={() => onReload().then(setFresh, setError)}>
              重新载入，看变化
            </button>
            <span className="small soft">
              代码 <code className="mono">conflict.version</code>
            </span>
          </div>
        </>
      )}
    </section>
  );
}
