/** Marks in a text: cutting it into pieces, masking one stretch, and the rows of what is kept. Places count characters. */
import type { Marked } from "../../api/types";

export interface Piece {
  text: string;
  /** Place of the find in its list; none for what stands between. */
  find: number | null;
}

/** The text cut at its finds; finds that do not fit the text any more are passed over. */
export function pieces(text: string, finds: Marked[]): Piece[] {
  const chars = Array.from(text);
  const cut: Piece[] = [];
  let at = 0;
  finds.forEach((find, n) => {
    if (find.from < at || find.to > chars.length || stretch(chars, find) !== find.text) return;
    if (find.from > at) cut.push({ text: chars.slice(at, find.from).join(""), find: null });
    cut.push({ text: find.text, find: n });
    at = find.to;
  });
  if (at < chars.length) cut.push({ text: chars.slice(at).join(""), find: null });
  return cut;
}

/** The text with one find replaced by what is shown in its place. */
export function masked(text: string, find: Marked): string {
  const chars = Array.from(text);
  if (stretch(chars, find) !== find.text) return text;
  return [...chars.slice(0, find.from), find.shown, ...chars.slice(find.to)].join("");
}

/** The dossier's text with every certain find replaced, except those that are kept. */
export function rebuilt(inner: string, finds: Marked[], kept: string[][]): string {
  return pieces(inner, finds)
    .map((piece) => {
      const find = piece.find === null ? undefined : finds[piece.find];
      return find?.certain && !isKept(kept, find) ? find.shown : piece.text;
    })
    .join("");
}

export function isKept(kept: string[][], find: Marked): boolean {
  return kept.some((row) => row[0] === find.title && row[1] === find.text && (row[2] ?? "").trim() !== "");
}

/** The rows with one more that is kept; empty rows go. */
export function keeping(kept: string[][], find: Marked, reason: string): string[][] {
  const rest = without(kept, find).filter((row) => row.some((cell) => cell.trim() !== ""));
  return [...rest, [find.title, find.text, reason]];
}

export function without(kept: string[][], find: Marked): string[][] {
  return kept.filter((row) => row[0] !== find.title || row[1] !== find.text);
}

function stretch(chars: string[], find: Marked): string {
  return chars.slice(find.from, find.to).join("");
}
