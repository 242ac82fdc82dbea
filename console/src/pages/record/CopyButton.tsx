/** Copies a text and says so. */
import { useState } from "react";

export function CopyButton({ text }: { text: string }) {
  const [said, setSaid] = useState("");
  const copy = () => {
    // Plain-HTTP pages have no clipboard; the text can still be selected by hand.
    if (!navigator.clipboard) setSaid("浏览器不允许复制，请选中文字后复制");
    else
      navigator.clipboard.writeText(text).then(
        () => setSaid("已复制"),
        () => setSaid("没有复制成，请选中文字后复制"),
      );
  };
  return (
    <span>
      <span className="small soft" aria-live="polite">
        {said}{" "}
      </span>
      <button type="button" className="button button-small" onClick={copy}>
        复制
      </button>
    </span>
  );
}
