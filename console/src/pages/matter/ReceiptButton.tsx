/** 当事人回执: given for one step, shown on the phone as a code to scan, or printed on A5. */
import encodeQR from "qr";
import { useEffect, useRef, useState } from "react";
import { post } from "../../api/client";
import { type GivenReceipt, receiptPath } from "../../api/looking";
import { Icon } from "../../parts/Icon";
import { ProblemNote } from "../../parts/ProblemNote";

export function ReceiptButton({ matter, version }: { matter: string; version: number }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="linklike small" onClick={() => setOpen(true)}>
        <Icon name="print" size={16} /> 当事人回执
      </button>
      {open ? <Receipt matter={matter} version={version} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Receipt(props: { matter: string; version: number; onClose: () => void }) {
  const { matter, version, onClose } = props;
  const box = useRef<HTMLDialogElement>(null);
  const asked = useRef(false);
  const [receipt, setReceipt] = useState<GivenReceipt | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const dialog = box.current;
    if (dialog && !dialog.open) dialog.showModal();
    if (asked.current) return;
    asked.current = true;
    post<GivenReceipt>(receiptPath(matter, version), {}).then(setReceipt, setError);
  }, [matter, version]);
  return (
    <dialog ref={box} className="ask receipt" aria-labelledby="receipt" onClose={onClose}>
      <h2 id="receipt">当事人回执</h2>
      {error ? <ProblemNote error={error} /> : null}
      {receipt ? (
        <>
          <p className="soft">请当事人扫码，或者打印一张给当事人。以后凭它核对材料有没有变，不用登录。</p>
          <Code address={receipt.address} />
          <p className="receipt-code mono">{receipt.code}</p>
          <ul>
            <li>{receipt.act}</li>
            {receipt.items.map((item) => (
              <li key={item.digest}>
                {item.title} <span className="mono small soft">{item.digest.slice(0, 12)}</span>
              </li>
            ))}
            {receipt.papers.map((paper) => (
              <li key={paper.id}>
                {paper.title} {paper.number}
              </li>
            ))}
            {receipt.days.map((day) => (
              <li key={day.title}>
                {day.own ? "当事人" : "机关"}：{day.title}，{day.due ?? "及时"}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <div className="ask-foot">
        {receipt ? (
          <a
            className="button button-main"
            href={`${receiptPath(matter, version)}.pdf`}
            target="_blank"
            rel="noopener"
          >
            打印（A5）
          </a>
        ) : null}
        <button type="button" className="button" onClick={() => box.current?.close()}>
          关闭
        </button>
      </div>
    </dialog>
  );
}

/** The address as a code; drawn as one path, so that it is sharp at any size. */
function Code({ address }: { address: string }) {
  const rows = encodeQR(address, "raw", { ecc: "medium", border: 2 });
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg className="receipt-qr" viewBox={`0 0 ${rows.length} ${rows.length}`} role="img">
      <title>回执核对的二维码</title>
      <path d={path} />
    </svg>
  );
}
