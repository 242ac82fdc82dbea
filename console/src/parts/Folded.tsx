/** A long list shown by its first rows, with one press for the rest. */
import { type ReactNode, useState } from "react";

interface Props<T> {
  rows: T[];
  first: number;
  children: (rows: T[]) => ReactNode;
}

export function Folded<T>({ rows, first, children }: Props<T>) {
  const [open, setOpen] = useState(false);
  const rest = rows.length - first;
  return (
    <>
      {children(open ? rows : rows.slice(0, first))}
      {rest > 0 ? (
        <p className="folded">
          <button
            type="button"
            className="button button-small"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? "收起" : `再看 ${rest} 件`}
          </button>
        </p>
      ) : null}
    </>
  );
}
