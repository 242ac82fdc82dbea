/** 步骤与标记: moments that acts name and moments that people marked, one click away; a mark is withdrawn, never deleted. */
import { useState } from "react";
import { post } from "../../api/client";
import { actPath } from "../../api/queries";
import { matterChanged } from "../../api/recordingQueries";
import type { MatterRecordings, RecordingHeld, RecordingMark } from "../../api/recordings";
import { Ask } from "../../parts/Ask";
import { clock } from "../../words/recordings";
import { markWord, standing, withdrawn } from "./marks";

interface Props {
  matter: string;
  digest: string;
  held: RecordingHeld;
  acts: MatterRecordings;
  at: number;
  go: (seconds: number) => void;
}

export function MarkList({ matter, digest, held, acts, at, go }: Props) {
  const [taking, setTaking] = useState<RecordingMark | null>(null);
  const marks = standing(held, digest);
  const gone = withdrawn(held, digest);
  if (marks.length === 0 && gone.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="marks">
      <h2 id="marks">步骤与标记</h2>
      <div className="panel-body">
        <ul className="player-list">
          {marks.map((mark, place) => {
            const following = marks[place + 1]?.seconds ?? Number.POSITIVE_INFINITY;
            const now = mark.seconds <= at && at < following;
            return (
              <li
                key={`${mark.at}/${mark.act.id}/${mark.what}/${mark.hand?.version ?? ""}`}
                className={now ? "now" : ""}
              >
                <button type="button" onClick={() => go(mark.seconds)}>
                  <span className="mono">{clock(mark.seconds)}</span>
                  <span>
                    {mark.hand ? markWord(mark) : mark.act.title}{" "}
                    <span className="soft small">{mark.hand ? `${mark.hand.by.name} 标记` : mark.what}</span>
                  </span>
                </button>
                {mark.hand && acts.unmark_act ? (
                  <span className="mark-take">
                    <button type="button" className="linklike small" onClick={() => setTaking(mark)}>
                      撤回<span className="unseen">标记“{markWord(mark)}”</span>
                    </button>
                  </span>
                ) : null}
              </li>
            );
          })}
        </ul>
        {gone.length > 0 ? (
          <details>
            <summary className="small">撤回的标记 {gone.length} 个</summary>
            <ul>
              {gone.map((mark) => (
                <li key={mark.hand?.version} className="small soft">
                  <s>
                    {clock(mark.seconds)} {markWord(mark)}
                  </s>{" "}
                  {mark.hand?.withdrawn}
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
      {taking?.hand && acts.unmark_act ? (
        <Withdraw
          matter={matter}
          act={acts.unmark_act}
          mark={taking}
          version={taking.hand.version}
          onClose={() => setTaking(null)}
        />
      ) : null}
    </section>
  );
}

interface WithdrawProps {
  matter: string;
  act: string;
  mark: RecordingMark;
  version: number;
  onClose: () => void;
}

function Withdraw({ matter, act, mark, version, onClose }: WithdrawProps) {
  const send = async (reason: string) => {
    await post(actPath(matter, act), { fields: { marked: version, reason } });
    await matterChanged(matter);
  };
  return (
    <Ask
      title={`撤回标记：${clock(mark.seconds)} ${markWord(mark)}`}
      lead="撤回以后仍看得到曾经有过这个标记，以及撤回的原因。"
      label="原因"
      button="撤回"
      onDo={send}
      onClose={onClose}
    />
  );
}
