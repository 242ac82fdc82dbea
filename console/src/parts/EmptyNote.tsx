/** An empty place that teaches: why nothing is here, and what would bring something. */
import type { ReactNode } from "react";

export function EmptyNote({
  title,
  children,
  action,
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  );
}
