/** Stretches of time as people read them, and where they lie on a bar. */

/** Milliseconds of a moment written with its offset. */
const instant = (moment: string) => Date.parse(moment);

/** Where a piece lies on the bar of its stretch, in per cent of its length; a stretch of no length is one whole piece. */
export function placeOn(
  span: { from: string; to: string },
  piece: { from: string; to: string },
): { left: number; width: number } {
  const length = instant(span.to) - instant(span.from);
  if (length <= 0) return { left: 0, width: 100 };
  const left = ((instant(piece.from) - instant(span.from)) / length) * 100;
  const width = ((instant(piece.to) - instant(piece.from)) / length) * 100;
  return { left, width };
}

/** `2026-03-02 09:05—09:40`, or the day alone. */
export function stretchWords(stretch: { from: string; to: string }, timed = true): string {
  const day = stretch.from.slice(0, 10);
  if (!timed) return day;
  const sameDay = stretch.to.startsWith(day);
  return `${day} ${stretch.from.slice(11, 16)}—${sameDay ? "" : `${stretch.to.slice(0, 10)} `}${stretch.to.slice(11, 16)}`;
}

/** `75` → `1:15`; hours only where there are some. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const [hours, minutes, rest] = parts as [number, number, number];
  const two = (n: number) => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Seconds between the beginning and the end that were filled in. */
export function statedSeconds(stretch: { from: string; to: string }): number {
  return Math.max(0, (instant(stretch.to) - instant(stretch.from)) / 1000);
}

export const pieceWord = { recorded: "已录", explained: "已说明", missing: "没有录到" } as const;

/** About which second of a recording a byte of its file belongs to: recordings come at an even rate. */
export function secondsAt(byte: number, size: number, length: number): number {
  return size > 0 ? Math.min(length, Math.max(0, (byte / size) * length)) : 0;
}
