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
      <h3>{title}</h3>
      <p>{children}</p>
      {action}
    </div>
  );
}
