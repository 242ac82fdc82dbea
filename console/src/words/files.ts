/** What a file says of itself, as people read it. */
import type { Derivative, FileFacts } from "../api/files";
import { clock } from "./recordings";

const CODECS: Record<string, string> = {
  h264: "H.264",
  hevc: "H.265",
  av1: "AV1",
  vp8: "VP8",
  vp9: "VP9",
  mpeg4: "MPEG-4",
  mjpeg: "MJPEG",
  aac: "AAC",
  mp3: "MP3",
  flac: "FLAC",
  vorbis: "Vorbis",
  opus: "Opus",
  pcm: "PCM",
  adpcm: "ADPCM",
};

const KINDS: [string, string][] = [
  ["video/", "录像"],
  ["audio/", "录音"],
  ["image/heic", "照片 HEIC"],
  ["image/", "图片"],
  ["application/pdf", "PDF"],
  ["text/", "文本"],
  ["application/msword", "Word"],
  ["application/vnd.ms-excel", "Excel"],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml", "Word"],
  ["application/vnd.openxmlformats-officedocument.spreadsheetml", "Excel"],
  ["application/vnd.openxmlformats-officedocument.presentationml", "PPT"],
];

/** `video/mp4` → `录像`. */
export function mediaWord(type: string): string {
  return KINDS.find(([start]) => type.startsWith(start))?.[1] ?? "文件";
}

/** Whether a small picture is made of such a file. */
export function hasPicture(type: string): boolean {
  const seen = type.startsWith("image/") || type.startsWith("video/") || type === "application/pdf";
  return seen && type !== "image/heic" && type !== "image/tiff";
}

/** What a file is: length, picture, codecs, pages. */
export function factWords(facts: FileFacts): string[] {
  const words: string[] = [];
  if (facts.duration_ms) words.push(`长 ${clock(facts.duration_ms / 1000)}`);
  if (facts.width && facts.height) words.push(`${facts.width}×${facts.height}`);
  const codecs = (facts.tracks ?? []).map((track) => CODECS[track.codec] ?? "编码不明");
  if (codecs.length > 0) words.push([...new Set(codecs)].join("、"));
  if (facts.pages) words.push(`${facts.pages} 页`);
  if (facts.cues) words.push(`${facts.cues} 条字幕`);
  return words;
}

/** When, where and with what it was made, as the file says. */
export function originWords(facts: FileFacts): string[] {
  const words: string[] = [];
  if (facts.recorded) words.push(`拍摄于 ${saidMoment(facts.recorded)}`);
  const device = [facts.make, facts.model].filter(Boolean).join(" ");
  if (device) words.push(device);
  if (facts.place) words.push(placeWords(facts.place));
  return words;
}

/** Degrees as people write them: 北纬 36.1954°，东经 113.1163°. */
export function placeWords(place: { latitude: number; longitude: number }): string {
  const [north, east] = [place.latitude >= 0 ? "北纬" : "南纬", place.longitude >= 0 ? "东经" : "西经"];
  return `${north} ${Math.abs(place.latitude).toFixed(4)}° ${east} ${Math.abs(place.longitude).toFixed(4)}°`;
}

/** A moment with an offset in China's time; one without as it stands. */
export function saidMoment(said: string): string {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(said);
  if (!zoned) return said.slice(0, 16).replace("T", " ");
  const at = new Date(Date.parse(said) + 8 * 3_600_000);
  return Number.isNaN(at.getTime()) ? said : at.toISOString().slice(0, 16).replace("T", " ");
}

/** `节选 0:15—0:30，张三制作：听证出示`. */
export function derivativeWords(one: Derivative): string {
  const span = one.from !== null && one.to !== null ? ` ${clock(one.from)}—${clock(one.to)}` : "";
  return `${one.kind}${span}，${one.maker}制作：${one.reason}`;
}
