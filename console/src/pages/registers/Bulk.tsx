/** Work with the ticked entries at once: all of them or none, as the server does it. */
import { useState } from "react";
import { post } from "../../api/client";
import { client } from "../../api/queries";
import { stepPath } from "../../api/registerQueries";
import type { EntryLine, EntryState, RegisterDone, RegisterInfo } from "../../api/types";
import { Ask } from "../../parts/Ask";
import { ProblemNote } from "../../parts/ProblemNote";

interface Props {
  register: RegisterInfo;
  ticked: EntryLine[];
  onDone: () => void;
}

type Question = "agree" | "return";

export function Bulk({ register, ticked, onDone }: Props) {
  const [asking, setAsking] = useState<Question | null>(null);
  const [said, setSaid] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const idsIn = (state: EntryState) =>
    ticked.filter((row) => (row.working?.state ?? row.state) === state).map((row) => row.id);
  const drafts = idsIn("draft");
  const pending = idsIn("pending");

  const send = async (step: string, more: Record<string, unknown> = {}) => {
    const ids = step === "submit" ? drafts : pending;
    const done = await post<RegisterDone>(stepPath(register.id, step), { ids, ...more });
    setSaid(done.said);
    onDone();
    await client.invalidateQueries({ queryKey: ["registers"] });
  };
  const press = (step: string) => {
    setBusy(true);
    setError(null);
    send(step)
      .catch(setError)
      .finally(() => setBusy(false));
  };

  return (
    <>
      <div className="bulk">
        <span className="small" aria-live="polite">
          {ticked.length === 0
            ? said
            : `已选 ${ticked.length} 条${drafts.length + pending.length === 0 ? "，没有要办的：选草稿或者待审的" : ""}`}
        </span>
        {register.can.propose && drafts.length > 0 ? (
          <button
            type="button"
            className="button button-small"
            disabled={busy}
            onClick={() => press("submit")}
          >
            报审 {drafts.length} 条
          </button>
        ) : null}
        {register.can.examine && pending.length > 0 ? (
          <>
            <button
              type="button"
              className="button button-small"
              disabled={busy}
              onClick={() => setAsking("agree")}
            >
              审核通过 {pending.length} 条
            </button>
            <button
              type="button"
              className="button button-small"
              disabled={busy}
              onClick={() => setAsking("return")}
            >
              退回 {pending.length} 条
            </button>
          </>
        ) : null}
        {register.can.publish && pending.length > 0 ? (
          <button
            type="button"
            className="button button-small"
            disabled={busy}
            onClick={() => press("publish")}
          >
            公布 {pending.length} 条
          </button>
        ) : null}
      </div>
      {error ? (
        <div className="bulk-problem">
          <ProblemNote error={error}>
            <button type="button" className="button button-small" onClick={() => setError(null)}>
              知道了
            </button>
          </ProblemNote>
        </div>
      ) : null}
      {asking ? (
        <Ask
          title={asking === "agree" ? `审核通过 ${pending.length} 条` : `退回 ${pending.length} 条`}
          lead={asking === "agree" ? "通过以后由公示员公布。" : "退回以后由采集人修改，再报审。"}
          label="审核意见"
          optional={asking === "agree"}
          button={asking === "agree" ? "审核通过" : "退回"}
          onDo={(opinion) => send("examine", { agree: asking === "agree", opinion })}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </>
  );
}
