/**
 * A signature as strokes of a pen: how broad each piece is, and which part of the pad is written on.
 * Coordinates are pixels of the pad as it lies on the screen. No canvas here: see `SignaturePad`.
 */

export interface Point {
  x: number;
  y: number;
  /** 0 to 1; a mouse or a finger that tells no pressure gives 0.5. */
  pressure: number;
}

export type Stroke = Point[];

/** Breadth of the line in pixels, light to full pressure. */
const THIN = 1.4;
const BROAD = 5.2;

export function breadth(pressure: number): number {
  const within = Math.min(1, Math.max(0, pressure));
  return THIN + (BROAD - THIN) * within;
}

/** What a pointer event says of pressure: many devices say 0 while touching, which means that they do not know. */
export function pressureOf(event: { pressure: number; pointerType: string }): number {
  return event.pointerType === "mouse" || event.pressure === 0 ? 0.5 : event.pressure;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The part that is written on, with a margin; null where nothing is. */
export function boxOf(strokes: Stroke[], margin = 8): Box | null {
  const points = strokes.flat();
  if (points.length === 0) return null;
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const x = Math.min(...xs) - margin;
  const y = Math.min(...ys) - margin;
  return { x, y, width: Math.max(...xs) + margin - x, height: Math.max(...ys) + margin - y };
}

/** A dot is no signature: somebody touched the pad by accident. */
export function isSignature(strokes: Stroke[]): boolean {
  const box = boxOf(strokes, 0);
  return box !== null && box.width + box.height >= 40;
}
