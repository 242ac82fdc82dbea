/** Taking numbers for forms: which paper, how many, and afterwards which numbers they are. */
import { type FormEvent, useRef, useState } from "react";
import { Attempt } from "../../api/attempt";
import { post } from "../../api/client";
import { blankPdfPath } from "../../api/paperQueries";
import { client } from "../../api/queries";
import type { Blank, BlankKind } from "../../api/types";
import { ProblemNote } from "../../parts/ProblemNote";

/** The server gives no more at once. */
const MOST = 200;

export function Reserve({ kinds }: { kinds: BlankKind[] }) {
  const [chosen, setChosen] = useState(0);
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<Blank[]>([]);
  const [error, setError] = useState<unknown>(null);
  const attempt = useRef(new Attempt());
  const count = /^\d+$/.test(text.trim()) ? Number(text.trim()) : 0;
  const wrong = tried && (count < 1 || count > MOST);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    const kind = kinds[chosen];
    if (busy || !kind) return;
    setTried(true);
    if (count < 1 || count > MOST) {
      document.getElementById("blank-count")?.focus();
      return;
    }
    const body = { procedure: kind.procedure, act: kind.act, paper: kind.paper, count };
    setBusy(true);
    setError(null);
    setDone([]);
    try {
      const key = attempt.current.keyFor(body);
      setDone(await post<Blank[]>("/api/blanks", body, { idempotencyKey: key }));
      attempt.current.ended();
      setText("");
      setTried(false);
      await client.invalidateQueries({ queryKey: ["blanks"] });
    } catch (reason) {
      attempt.current.ended(reason);
      setError(reason);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className="panel blank-new" onSubmit={(event) => void send(event)} noValidate aria-label="预留文号">
      <h2>预留文号</h2>
      <div className="panel-body">
        <div className="blank-fields">
          <label className="blank-kind">
            <span>文书</span>
            <select
              className="input"
              value={chosen}
              onChange={(event) => setChosen(Number(event.target.value))}
            >
              {kinds.map((kind, index) => (
                <option key={`${kind.procedure}/${kind.act}/${kind.paper}`} value={index}>
                  {kind.title}（{kind.procedure_title}）
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>份数</span>
            <input
              id="blank-count"
              className="input input-short"
              inputMode="numeric"
              autoComplete="off"
              value={text}
              aria-required
              aria-invalid={wrong}
              aria-describedby={wrong ? "blank-count-fault" : undefined}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
          <button type="submit" className="button button-main" disabled={busy}>
            {busy ? "正在取号" : "预留"}
          </button>
        </div>
        {wrong ? (
          <p className="field-fault" id="blank-count-fault">
            份数应是 1 至 {MOST} 的整数。
          </p>
        ) : null}
        {error ? <ProblemNote error={error} /> : null}
        <div role="status" className={done.length > 0 ? "blank-done" : undefined}>
          <p>{doneWords(done)}</p>
          <ul className="blank-prints">
            {done.map((blank) => (
              <li key={blank.id}>
                <a href={blankPdfPath(blank.id)} target="_blank" rel="noopener">
                  打印 {blank.number}
                  <span className="unseen">，在新页打开</span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </form>
  );
}

/** What was taken, and what follows. */
function doneWords(done: Blank[]): string {
  const first = done[0];
  const last = done.at(-1);
  if (!first || !last) return "";
  const numbers = first === last ? first.number : `${first.number} 至 ${last.number}`;
  return `已预留《${first.title}》${done.length} 份：${numbers}。逐份打印带走；用了的补录，写坏的作废。`;
}
