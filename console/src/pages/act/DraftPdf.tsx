/** The draft as it would print, with 草稿 across every page, in a tab of its own. Nothing is written by it. */
import { useState } from "react";
import { postForPdf } from "../../api/client";
import { Icon } from "../../parts/Icon";
import { ProblemNote } from "../../parts/ProblemNote";

interface Props {
  path: string;
  body: unknown;
}

export function DraftPdf({ path, body }: Props) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const open = async () => {
    // Opened at once, while the press still counts: a tab opened after the answer would be blocked.
    const tab = window.open("", "_blank");
    setBusy(true);
    setError(null);
    try {
      const address = URL.createObjectURL(await postForPdf(path, body));
      if (tab) tab.location.href = address;
      else download(address);
      // Long enough for the tab to have read it.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    } catch (reason) {
      tab?.close();
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="draft-pdf">
      <button type="button" className="button button-small" disabled={busy} onClick={() => void open()}>
        <Icon name="print" size={16} />
        {busy ? "正在排版" : "看草稿 PDF"}
      </button>
      <span className="small soft">带“草稿”水印，没有文号</span>
      {error ? <ProblemNote error={error} retry={() => void open()} /> : null}
    </div>
  );
}

function download(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "草稿.pdf";
  link.click();
}
