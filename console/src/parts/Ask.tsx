/** A question in a window of its own before something is written: what follows, the words it needs, one button. */
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { ProblemNote } from "./ProblemNote";
import "./ask.css";

interface Props {
  title: string;
  /** What follows from it. */
  lead?: ReactNode;
  /** What is to be written, for example 理由; without it nothing is. */
  label?: string;
  /** Whether it may stay empty. */
  optional?: boolean;
  help?: string;
  button: string;
  /** Further inputs, above the text. */
  children?: ReactNode;
  onDo: (text: string) => Promise<unknown>;
  onClose: () => void;
}

export function Ask({ title, lead, label, optional = false, help, button, children, onDo, onClose }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [text, setText] = useState("");
  const [empty, setEmpty] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    const dialog = box.current;
    if (dialog && !dialog.open) dialog.showModal();
  }, []);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (label && !optional && text.trim() === "") {
      setEmpty(true);
      document.getElementById(id)?.focus();
      return;
    }
    setBusy(true);
    setError(null);
    try {
      await onDo(text.trim());
      box.current?.close();
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };

  return (
    <dialog ref={box} className="ask" aria-labelledby={`${id}-title`} onClose={onClose}>
      <form onSubmit={(event) => void send(event)} noValidate>
        <h2 id={`${id}-title`}>{title}</h2>
        {lead ? <p className="soft">{lead}</p> : null}
        {children}
        {label ? (
          <div>
            <label htmlFor={id}>
              {label}
              {optional ? <span className="small soft">（选填）</span> : null}
            </label>
            {help ? (
              <p className="small soft" id={`${id}-help`}>
                {help}
              </p>
            ) : null}
            <textarea
              id={id}
              className="input"
              rows={3}
              value={text}
              aria-required={!optional}
              aria-invalid={empty}
              aria-describedby={
                [help ? `${id}-help` : "", empty ? `${id}-fault` : ""].join(" ").trim() || undefined
              }
              onChange={(event) => {
                setText(event.target.value);
                setEmpty(false);
              }}
            />
            {empty ? (
              <p className="field-fault" id={`${id}-fault`}>
                请填写“{label}”。
              </p>
            ) : null}
          </div>
        ) : null}
        {error ? <ProblemNote error={error} /> : null}
        <div className="ask-foot">
          <button type="submit" className="button button-main" disabled={busy}>
            {busy ? "正在写入" : button}
          </button>
          <button type="button" className="button" onClick={() => box.current?.close()}>
            不了
          </button>
        </div>
      </form>
    </dialog>
  );
}
