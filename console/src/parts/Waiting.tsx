/** One query's three faces: the shape of what comes, the problem with a way on, and the page itself. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ProblemNote } from "./ProblemNote";

interface Props<T> {
  query: UseQueryResult<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}

export function Waiting<T>({ query, rows = 6, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ProblemNote error={query.error} retry={() => query.refetch()} />;
  return <Bones rows={rows} />;
}

/** Grey lines where text will be. */
export function Bones({ rows }: { rows: number }) {
  return (
    <div className="bones" role="status">
      <span className="unseen">正在载入</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no identity
        <div key={index} style={{ width: `${92 - ((index * 17) % 40)}%` }} />
      ))}
    </div>
  );
}
