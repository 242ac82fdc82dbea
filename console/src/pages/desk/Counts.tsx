/** The four counts that matter. The first three narrow the table below; the fourth leads to what waits for others. */
import type { Desk } from "../../api/types";
import { LightShape } from "../../parts/LightMark";
import type { Shape } from "../../words/lights";
import { ALL, type Narrowing } from "./narrowing";

interface Props {
  counts: Desk["counts"];
  narrowing: Narrowing;
  onNarrow: (narrowing: Narrowing) => void;
}

const COUNTS: { by: "overdue" | "today" | "week"; word: string; shape: Shape; light: string }[] = [
  { by: "overdue", word: "逾期", shape: "triangle", light: "overdue" },
  { by: "today", word: "今日", shape: "diamond", light: "today" },
  { by: "week", word: "本周", shape: "dot", light: "soon" },
];

export function Counts({ counts, narrowing, onNarrow }: Props) {
  return (
    <div className="counts">
      {COUNTS.map(({ by, word, shape, light }) => (
        <button
          key={by}
          type="button"
          className={counts[by] > 0 ? `count count-${by}` : "count"}
          aria-pressed={narrowing.by === by}
          onClick={() => onNarrow(narrowing.by === by ? ALL : { by })}
        >
          <span className={`light light-${light}`}>
            <LightShape shape={shape} />
            {word}
          </span>
          <strong>{counts[by]}</strong>
        </button>
      ))}
      <a className="count" href="#waiting">
        <span className="light">
          <LightShape shape="ring" />
          等待他人
        </span>
        <strong>{counts.waiting}</strong>
      </a>
    </div>
  );
}
