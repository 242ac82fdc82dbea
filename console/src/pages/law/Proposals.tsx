/** Proposals under way and past: who proposed what on which rule, who examined it, and what may be done now. */
import { useState } from "react";
import { post } from "../../api/client";
import { proposalPath } from "../../api/lawQueries";
import { client } from "../../api/queries";
import type { LawProposal } from "../../api/types";
import { Ask } from "../../parts/Ask";
import { ProblemNote } from "../../parts/ProblemNote";
import { momentWords } from "../../words/dates";
import { amountWords, PROPOSAL_WORDS } from "../../words/law";

type Step = "approve" | "reject" | "publish";

export function Proposals({ rows }: { rows: LawProposal[] }) {
  const open = rows.filter((row) => row.state === "proposed" || row.state === "approved");
  const over = rows.filter((row) => row.state === "rejected" || row.state === "published");
  return (
    <section className="panel proposals" aria-labelledby="proposals">
      <h2 id="proposals">正在改动的</h2>
      <div className="panel-body">
        {open.length === 0 ? (
          <p className="soft">没有正在改动的参数。在下面的表里可以提出。</p>
        ) : (
          <ul>
            {open.map((row) => (
              <li key={row.id}>
                <One proposal={row} />
              </li>
            ))}
          </ul>
        )}
        {over.length > 0 ? (
          <details className="proposals-over">
            <summary className="small soft">以前的改动 {over.length} 次</summary>
            <ul>
              {over.map((row) => (
                <li key={row.id}>
                  <One proposal={row} />
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
    </section>
  );
}

function One({ proposal }: { proposal: LawProposal }) {
  const [asking, setAsking] = useState<Step | null>(null);
  const what = `${proposal.label}：${amountWords(proposal.before, proposal.unit)} → ${amountWords(proposal.value, proposal.unit)}`;
  const close = () => setAsking(null);
  return (
    <>
      <p>
        <strong>{what}</strong> <span className="tag">{PROPOSAL_WORDS[proposal.state]}</span>
      </p>
      <p className="small soft">
        {proposal.procedure.title}。依据 {proposal.basis}。{proposal.by.name} {momentWords(proposal.at)} 提出
        {proposal.decided
          ? `；${proposal.decided.by.name} ${momentWords(proposal.decided.at)} 审核：${proposal.decided.opinion}`
          : ""}
        {proposal.from ? `；自 ${proposal.from} 起适用` : ""}
      </p>
      {proposal.can.decide ? (
        <p className="proposal-acts">
          <button type="button" className="button button-small" onClick={() => setAsking("approve")}>
            同意
          </button>
          <button type="button" className="button button-small" onClick={() => setAsking("reject")}>
            退回
          </button>
        </p>
      ) : null}
      {proposal.can.publish ? (
        <p className="proposal-acts">
          <button type="button" className="button button-small" onClick={() => setAsking("publish")}>
            公布
          </button>
        </p>
      ) : null}
      {asking === "publish" ? <Publish proposal={proposal} what={what} onClose={close} /> : null}
      {asking === "approve" || asking === "reject" ? (
        <Ask
          title={asking === "approve" ? "同意这次改动" : "退回这次改动"}
          lead={what}
          label="审核意见"
          button={asking === "approve" ? "同意" : "退回"}
          onDo={(opinion) => step(proposal.id, asking, { opinion })}
          onClose={close}
        />
      ) : null}
    </>
  );
}

/** No words are asked for: only the day from which it holds. */
function Publish({ proposal, what, onClose }: { proposal: LawProposal; what: string; onClose: () => void }) {
  const [from, setFrom] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = () => {
    setBusy(true);
    step(proposal.id, "publish", from ? { from } : {}).then(onClose, (reason: unknown) => {
      setError(reason);
      setBusy(false);
    });
  };
  return (
    <div className="note proposal-publish">
      <h3>公布：{what}</h3>
      <label>
        适用之日<span className="small soft">（不填为公布当日）</span>
        <input
          className="input input-day"
          type="date"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
      </label>
      {error ? <ProblemNote error={error} /> : null}
      <div className="note-foot">
        <button type="button" className="button button-main button-small" disabled={busy} onClick={send}>
          公布
        </button>
        <button type="button" className="button button-small" onClick={onClose}>
          不了
        </button>
      </div>
    </div>
  );
}

async function step(id: string, which: Step, body: unknown): Promise<void> {
  await post(proposalPath(id, which), body);
  await client.invalidateQueries({ queryKey: ["law"] });
}
