/** 当事人码: given once to be handed over with the papers, shown this once, printed on its slip. */
import { useEffect, useRef, useState } from "react";
import { post, postForPdf } from "../../api/client";
import { type GivenCode, partyCodePath, partySlipPath } from "../../api/parties";
import { client } from "../../api/queries";
import { ProblemNote } from "../../parts/ProblemNote";

export function PartyCodeButton({ matter, again }: { matter: string; again: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button button-small" onClick={() => setOpen(true)}>
        {again ? "重新出具当事人码" : "出具当事人码"}
      </button>
      {open ? <PartyCode matter={matter} again={again} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function PartyCode(props: { matter: string; again: boolean; onClose: () => void }) {
  const { matter, again, onClose } = props;
  const box = useRef<HTMLDialogElement>(null);
  const [given, setGiven] = useState<GivenCode | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const dialog = box.current;
    if (dialog && !dialog.open) dialog.showModal();
  }, []);
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  const give = () =>
    attempt(async () => {
      setGiven(await post<GivenCode>(partyCodePath(matter), {}));
      await client.invalidateQueries({ queryKey: ["matter", matter, "party"] });
    });
  const print = (code: string) => {
    // Opened at once, while the press still counts: a tab opened after the answer would be blocked.
    const tab = window.open("", "_blank");
    return attempt(async () => {
      try {
        const address = URL.createObjectURL(await postForPdf(partySlipPath(matter), { code }));
        if (tab) tab.location.href = address;
        setTimeout(() => URL.revokeObjectURL(address), 60_000);
      } catch (reason) {
        tab?.close();
        throw reason;
      }
    });
  };
  return (
    <dialog ref={box} className="ask receipt" aria-labelledby="party-code" onClose={onClose}>
      <h2 id="party-code">当事人码</h2>
      {error ? <ProblemNote error={error} /> : null}
      {given ? (
        <>
          <p className="soft">随文书当面交给当事人本人或者他的代理人。关掉以后不再显示；遗失的重新出具。</p>
          <p className="receipt-code mono">{given.code}</p>
          <dl className="pairs">
            <dt>网址</dt>
            <dd className="mono">{given.address}</dd>
            <dt>编号</dt>
            <dd>{given.number}</dd>
          </dl>
        </>
      ) : (
        <p>
          当事人凭它看自己的文书和期限，提出陈述申辩、要求听证、补充材料，提出的都记在他名下，所以只能交给当事人。
          {again ? "以前出具的那一个马上失效。" : ""}
        </p>
      )}
      <div className="ask-foot">
        {given ? (
          <button
            type="button"
            className="button button-main"
            disabled={busy}
            onClick={() => void print(given.code)}
          >
            打印须知（A5）
          </button>
        ) : (
          <button type="button" className="button button-main" disabled={busy} onClick={() => void give()}>
            出具
          </button>
        )}
        <button type="button" className="button" onClick={() => box.current?.close()}>
          关闭
        </button>
      </div>
    </dialog>
  );
}
