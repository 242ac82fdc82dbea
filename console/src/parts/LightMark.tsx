/** A light: shape, word and number together, so that it reads in grey, aloud and in print. */
import type { Light } from "../api/types";
import { meaningOf, type Shape } from "../words/lights";

export function LightMark({ light }: { light: Light }) {
  return (
    <span className={`light light-${light.state}`}>
      <LightShape shape={meaningOf(light.state).shape} />
      {light.text}
    </span>
  );
}

export function LightShape({ shape }: { shape: Shape }) {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {DRAWN[shape]}
    </svg>
  );
}

const line = { fill: "none", stroke: "currentColor", strokeWidth: 1.8 };

const DRAWN: Record<Shape, React.ReactNode> = {
  triangle: <path d="M6 .8 11.6 11H.4z" fill="currentColor" />,
  diamond: <path d="M6 .4 11.6 6 6 11.6.4 6z" fill="currentColor" />,
  dot: <circle cx="6" cy="6" r="4.8" fill="currentColor" />,
  ring: <circle cx="6" cy="6" r="4.2" {...line} />,
  bars: <path d="M3.5 1v10M8.5 1v10" {...line} />,
  tick: <path d="M1 6.5 4.5 10 11 2.5" {...line} />,
  dash: <path d="M1 6h10" {...line} />,
};
