/** Captions beside a recording, and the sentence of a 笔录 that was spoken at a second. */

export interface Cue {
  start: number;
  end: number;
  text: string;
}

const PUNCTUATION = /[\s\p{P}\p{S}]/gu;

function pairs(text: string): Set<string> {
  const plain = [...text.replace(PUNCTUATION, "")];
  return new Set(plain.slice(1).map((character, at) => `${plain[at]}${character}`));
}

/** How much of the shorter text stands in the other, from 0 to 1, by pairs of characters. */
export function likeness(a: string, b: string): number {
  const [left, right] = [pairs(a), pairs(b)];
  const fewest = Math.min(left.size, right.size);
  if (fewest === 0) return 0;
  let common = 0;
  for (const pair of left) if (right.has(pair)) common += 1;
  return common / fewest;
}

/** Below this, two sentences are not the same words written twice. */
const ALIKE = 0.5;

/** The second at which a sentence was spoken: the caption most like it, the earliest of equals; `null` where none is like it. */
export function secondOf(sentence: string, cues: Cue[]): number | null {
  let best: { at: number; score: number } | null = null;
  for (const cue of cues) {
    const score = likeness(sentence, cue.text);
    if (score >= ALIKE && (!best || score > best.score)) best = { at: cue.start, score };
  }
  return best ? best.at : null;
}

/** A text cut at the ends of its sentences; 问 and 答 begin a new one. */
export function sentences(text: string): string[] {
  return text
    .split(/(?<=[。！？!?；;])|(?=问[:：])|(?=答[:：])|\n/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

/** SRT counts its captions; WebVTT says its name first. */
export function captionType(text: string): "vtt" | "srt" {
  return text.replace(/^\uFEFF/u, "").startsWith("WEBVTT") ? "vtt" : "srt";
}
