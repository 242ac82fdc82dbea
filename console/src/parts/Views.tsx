/** Parts of one page, one at a time, each with an address of its own. */
import { Link } from "@tanstack/react-router";
import "./views.css";

interface Props {
  label: string;
  /** Value in the address and words; the first is shown where the address says nothing. */
  views: readonly (readonly [value: string, words: string])[];
}

export function Views({ label, views }: Props) {
  return (
    <nav className="views" aria-label={label}>
      {views.map(([value, words], index) => (
        <Link
          key={value}
          to="."
          search={(before) => ({ ...before, view: index === 0 ? undefined : value })}
          activeOptions={{ exact: true }}
          resetScroll={false}
        >
          {words}
        </Link>
      ))}
    </nav>
  );
}
