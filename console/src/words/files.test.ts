import { describe, expect, it } from "vitest";
import { derivativeWords, factWords, hasPicture, mediaWord, originWords, saidMoment } from "./files";

describe("what a file says of itself", () => {
  it("given a film then its length, picture and codecs are told, each codec once", () => {
    const facts = {
      type: "video/mp4",
      duration_ms: 75_400,
      width: 1920,
      height: 1080,
      tracks: [
        { kind: "video", codec: "h264" },
        { kind: "audio", codec: "aac" },
        { kind: "audio", codec: "aac" },
      ],
    };
    expect(factWords(facts)).toEqual(["长 1:15", "1920×1080", "H.264、AAC"]);
  });

  it("given time, device and place then they are told in China's time and in degrees", () => {
    const facts = {
      type: "image/jpeg",
      recorded: "2026-03-02T01:30:15Z",
      make: "DSJ",
      model: "A7",
      place: { latitude: 36.1954, longitude: -113.1163 },
    };
    expect(originWords(facts)).toEqual(["拍摄于 2026-03-02 09:30", "DSJ A7", "北纬 36.1954° 西经 113.1163°"]);
    expect(saidMoment("2026-03-02T09:30:15")).toBe("2026-03-02 09:30");
    expect(saidMoment("not a time Z")).toBe("not a time Z");
  });

  it("given a photograph of a phone in HEIC then it is one, and has no small picture", () => {
    expect(mediaWord("image/heic")).toBe("照片 HEIC");
    expect(hasPicture("image/heic")).toBe(false);
    expect(hasPicture("application/pdf") && hasPicture("video/mp4")).toBe(true);
    expect(hasPicture("audio/wav")).toBe(false);
  });

  it("given a span then the derivative says from where to where", () => {
    const one = {
      version: 9,
      of: "a",
      digest: "b",
      name: "c.mp4",
      size: 1,
      type: "video/mp4",
      kind: "节选",
      from: 15,
      to: 30,
      maker: "甲",
      reason: "听证出示",
      by: { id: "p", name: "乙" },
      at: "",
    };
    expect(derivativeWords(one)).toBe("节选 0:15—0:30，甲制作：听证出示");
    expect(derivativeWords({ ...one, from: null, to: null })).toBe("节选，甲制作：听证出示");
  });
});
