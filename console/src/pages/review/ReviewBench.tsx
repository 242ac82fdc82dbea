/** Where an opinion is formed and signed, by hand or from the keyboard: j k move, 1 2 3 mark, Ctrl Enter signs. */
import { useEffect, useReducer, useRef, useState } from "react";
import { Attempt } from "../../api/attempt";
import { post } from "../../api/client";
import { Refused } from "../../api/problem";
import { actPath, client } from "../../api/queries";
import type { MatterPage, Receipt, ReviewAids, ReviewDossier } from "../../api/types";
import { ProblemNote } from "../../parts/ProblemNote";
import { Aids } from "./Aids";
import { Evidence } from "./Evidence";
import { Items } from "./Items";
import { EVIDENCE_KEY, marking, missingFor, signedItems, startMarking, stepForKey } from "./marking";
import { Opinion } from "./Opinion";
import { Submitted } from "./Submitted";

interface Props {
  matter: MatterPage;
  dossier: ReviewDossier;
  /** None where they could not be had; the review goes on without. */
  aids: ReviewAids | null;
  onDone: (receipt: Receipt) => void;
  onReload: () => void;
}

export function ReviewBench({ matter, dossier, aids, onDone, onReload }: Props) {
  const [state, step] = useReducer(marking, dossier.items, startMarking);
  const [conclusion, setConclusion] = useState("");
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const attempt = useRef(new Attempt());
  /** What is signed is what was opened, not what arrived while reading. */
  const [seen] = useState(matter.version);
  const missing = missingFor(state, conclusion, text);

  const sign = async () => {
    setTried(true);
    if (busy || missing.length > 0) return;
    setBusy(true);
    setError(null);
    const body = { seen, fields: { conclusion, items: signedItems(state), text: text.trim() } };
    try {
      const receipt = await post<Receipt>(actPath(matter.id, "review_opinion"), body, {
        idempotencyKey: attempt.current.keyFor(body),
      });
      attempt.current.ended();
      onDone(receipt);
      await client.invalidateQueries();
    } catch (reason) {
      attempt.current.ended(reason);
      setError(reason);
      setBusy(false);
    }
  };

  const latestSign = useRef(sign);
  latestSign.current = sign;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.altKey) return;
      if (event.ctrlKey || event.metaKey) {
        if (event.key === "Enter") {
          event.preventDefault();
          void latestSign.current();
        }
        return;
      }
      if (isTyping(event.target)) return;
      if (event.key === EVIDENCE_KEY) {
        event.preventDefault();
        openNextEvidence();
        return;
      }
      const wanted = stepForKey(event.key);
      if (wanted) {
        event.preventDefault();
        step(wanted);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  const stale = error instanceof Refused && error.code === "conflict.version";
  return (
    <div className="review">
      <Submitted submitted={dossier.submitted} why={matter.review.why} />
      <div className="review-middle">
        {aids ? <Aids aids={aids} /> : null}
        <Items state={state} proofs={dossier.items} lessons={aids?.lessons ?? []} step={step} />
        <Opinion
          options={dossier.options}
          conclusion={conclusion}
          text={text}
          missing={tried ? missing : []}
          busy={busy}
          onConclusion={setConclusion}
          onText={setText}
          onSign={sign}
        >
          {error ? (
            <ProblemNote error={error} matter={matter.id} retry={stale ? onReload : undefined}>
              {stale ? <span className="small">重新载入后，请从头看一遍再签署。</span> : null}
            </ProblemNote>
          ) : null}
        </Opinion>
      </div>
      <Evidence rows={dossier.submitted.evidence} matter={matter.id} />
    </div>
  );
}

/** Opens the next piece of evidence that is still folded, and goes there; once all are open, goes to the first. */
function openNextEvidence(): void {
  const all = [...document.querySelectorAll<HTMLDetailsElement>(".evidence details")];
  const next = all.find((each) => !each.open) ?? all[0];
  if (!next) return;
  next.open = true;
  next.querySelector("summary")?.focus();
}

/** Keys belong to the text while somebody writes, and to a control that uses them itself. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "radio" && target.type !== "checkbox";
  return (
    target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
  );
}
