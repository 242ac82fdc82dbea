/** What may be done with an entry now; what may not says why, with the article. */
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { client } from "../../api/queries";
import { stepPath } from "../../api/registerQueries";
import type { EntryPage, RegisterDone, RegisterInfo } from "../../api/types";
import { Article } from "../../parts/Article";
import { Ask } from "../../parts/Ask";
import { ProblemNote } from "../../parts/ProblemNote";
import { Prose } from "../../parts/Prose";

interface Props {
  register: RegisterInfo;
  entry: EntryPage;
}

/** Steps that write a form of their own, or want words first. */
type Question = "agree" | "return" | "withdraw";

/** What stands beside an entry's own page: writing a new version is a page, the rest happens here. */
const HERE = ["submit", "examine", "publish", "return", "withdraw", "discard"];
/** Steps that take an entry on; the others undo. */
const FORWARD = ["submit", "examine", "publish"];
/** Simply not the time for it: nothing that the reader could mend. */
const NOT_NOW = ["register.no_draft", "register.not_pending", "register.not_published"];

/** Powers that one lacks are not told step by step; three people, or an earlier step, are. */
function worthSaying({ code }: { code: string }): boolean {
  return !code.startsWith("authority.") && !NOT_NOW.includes(code);
}

export function EntrySteps({ register, entry }: Props) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Question | null>(null);
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const choices = HERE.flatMap((step) => entry.can.filter((choice) => choice.step === step));
  const allowed = choices.filter((choice) => choice.allowed);
  const blocked = choices.filter((choice) => !choice.allowed && choice.reasons.some(worthSaying));
  const write = entry.can.some((choice) => ["propose", "draft"].includes(choice.step) && choice.allowed);

  const send = async (step: string, more: Record<string, unknown> = {}) => {
    const done = await post<RegisterDone>(stepPath(register.id, step), { ids: [entry.id], ...more });
    setSaid(done.said);
    await client.invalidateQueries({ queryKey: ["registers"] });
  };
  const press = (step: string) => {
    setBusy(true);
    setError(null);
    send(step)
      .catch(setError)
      .finally(() => setBusy(false));
  };
  const onChoice = (step: string) => {
    if (step === "examine") setAsking("agree");
    else if (step === "return") setAsking("return");
    else if (step === "withdraw") setAsking("withdraw");
    else press(step);
  };

  return (
    <section className="panel" aria-labelledby="steps">
      <h2 id="steps">现在可以做</h2>
      <div className="panel-body entry-steps">
        {said ? (
          <p role="status">
            <Prose text={said} />
          </p>
        ) : null}
        {allowed.map((choice, index) => (
          <button
            key={choice.step}
            type="button"
            className={index === 0 && FORWARD.includes(choice.step) ? "button button-main" : "button"}
            disabled={busy}
            onClick={() => onChoice(choice.step)}
          >
            {choice.title}
          </button>
        ))}
        {write && !entry.none ? (
          <button
            type="button"
            className="button"
            onClick={() =>
              void navigate({
                to: "/registers/$register/propose",
                params: { register: register.id },
                search: { id: entry.id },
              })
            }
          >
            {entry.working ? "修改内容" : "写新版本"}
          </button>
        ) : null}
        {allowed.length === 0 && !write ? <p className="soft">眼下没有轮到您办的。</p> : null}
        {error ? <ProblemNote error={error} /> : null}
        {blocked.length > 0 ? (
          <details>
            <summary className="small">还不能做的 {blocked.length} 项</summary>
            <ul className="reasons">
              {blocked.map((choice) => (
                <li key={choice.step} className="small">
                  <strong>{choice.title}</strong>
                  {choice.reasons.filter(worthSaying).map((reason) => (
                    <p key={reason.message}>
                      {reason.message} {reason.article ? <Article cite={reason.article} /> : null}
                    </p>
                  ))}
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
      {asking === "withdraw" ? (
        <Ask
          title={`废止“${entry.name}”`}
          lead="废止以后不能再选用，以前的版本和经过都留着，公众看到废止日期。"
          label="理由"
          button="废止"
          onDo={(reason) => send("withdraw", { reason })}
          onClose={() => setAsking(null)}
        />
      ) : asking ? (
        <Ask
          title={asking === "agree" ? "审核通过" : "退回修改"}
          lead={asking === "agree" ? "通过以后由公示员公布。" : "退回以后由采集人修改，再报审。"}
          label="审核意见"
          optional={asking === "agree"}
          button={asking === "agree" ? "审核通过" : "退回"}
          onDo={(opinion) => send("examine", { agree: asking === "agree", opinion })}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </section>
  );
}
