/** The console's few pictures, drawn as strokes on a 24-unit square. Always beside a word, never instead of one. */
import { memo } from "react";

const PATHS = {
  desk: "M4 5h16v11H4zM9 20h6M12 16v4",
  matters: "M6 3h9l4 4v14H6zM14 3v5h5M9 12h7M9 16h7",
  recordings: "M3 7h12v10H3zM15 11l6-3v8l-6-3zM6 10h3",
  review: "M12 4v16M7 20h10M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z",
  disclosure: "M4 10v4h3l7 4V6l-7 4zM18 9a4 4 0 0 1 0 6",
  procedures: "M5 4h6v5H5zM13 15h6v5h-6zM8 9v8h5M5 4",
  registers: "M4 5h3v3H4zM4 11h3v3H4zM4 17h3v3H4zM10 6.5h10M10 12.5h10M10 18.5h10",
  officers:
    "M4 5h16v14H4zM9 9a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM6 16c.5-1.7 1.6-2.5 3-2.5s2.5.8 3 2.5M15 10h3M15 14h3",
  devices: "M4 7h11v10H4zM15 10l5-3v10l-5-3M7 10h2",
  rooms: "M4 20V5l10-2v17M14 6h6v14M3 20h18M11 12h.5",
  organisation: "M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4",
  strength: "M9 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM3 20c.6-4 3-6 6-6s5.4 2 6 6M16 6h5M16 10h5M18 14h3",
  reports: "M4 20h16M7 20v-6M12 20V6M17 20v-9",
  ledgers: "M5 4h13v16H5zM9 4v16M12 8h4M12 12h4",
  boards: "M3 5h18v11H3zM12 16v4M8 20h8M6 9h6M6 12h4M15 8h3v5h-3z",
  credit: "M4 4h10v7H4zM10 13h10v7H10zM17 4v6M14 7l3-3 3 3M7 20v-6M4 17l3 3 3-3",
  letters: "M3 6h18v13H3zM3 7l9 7 9-7",
  looks:
    "M2 12c2.5-4.5 6-6.5 10-6.5s7.5 2 10 6.5c-2.5 4.5-6 6.5-10 6.5S4.5 16.5 2 12zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
  retention: "M4 4h16v4H4zM6 8v12h12V8M10 12h4M12 12v4",
  record: "M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5",
  search: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5L21 21",
  register: "M12 5v14M5 12h14",
  me: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21c1-5 4-7 8-7s7 2 8 7",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  back: "M15 5l-7 7 7 7",
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = memo(function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
});
