/** The head of a page: its one h1, a line under it, and what can be done with the whole page. */
import { type ReactNode, useEffect } from "react";

interface Props {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}

export function PageHead({ title, lead, children }: Props) {
  useEffect(() => {
    document.title = `${title} · 执衡`;
  }, [title]);
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {lead ? <p>{lead}</p> : null}
      </div>
      {children ? <div className="page-actions">{children}</div> : null}
    </header>
  );
}
