/** Marks as the player uses them: those of one file, and what each is called. */
import type { RecordingHeld, RecordingMark } from "../../api/recordings";

/** Marks that stand on this file; those of acts stand on every file of the recording. */
export function standing(held: RecordingHeld, digest: string): RecordingMark[] {
  return held.marks.filter((mark) => !mark.hand || (mark.hand.file === digest && !mark.hand.withdrawn));
}

/** Marks of this file that were withdrawn. */
export function withdrawn(held: RecordingHeld, digest: string): RecordingMark[] {
  return held.marks.filter((mark) => mark.hand?.file === digest && mark.hand.withdrawn);
}

export function markWord(mark: RecordingMark): string {
  if (mark.hand) return mark.hand.note ? `${mark.what}：${mark.hand.note}` : mark.what;
  return `${mark.act.title} ${mark.what}`;
}
